#include "tests/load/load.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <algorithm>
#include <cstdlib>

#include "absl/flags/parse.h"
#include "server/file_limit.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/server_process.h"

namespace mediagen::testing {

std::shared_ptr<grpc::Channel> OwnChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

double Percentile(std::vector<double>& values, int percent) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[(values.size() - 1) * static_cast<size_t>(percent) / 100];
}

}  // namespace mediagen::testing

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  mediagen::RaiseFileLimit();
  setenv(mediagen::testing::kUpstreamKeyVariable, mediagen::testing::kUpstreamKey, 1);
  return mediagen::testing::RunLoad() ? 0 : 1;
}
