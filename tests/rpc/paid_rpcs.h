#ifndef MEDIAGEN_TESTS_RPC_PAID_RPCS_H_
#define MEDIAGEN_TESTS_RPC_PAID_RPCS_H_

#include <grpcpp/client_context.h>

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "tests/fakes/answer.h"
#include "tests/rpc/server_fixture.h"

namespace mediagen::testing {

enum class Surface { kImage, kChat, kVideo };

// What the rpcs that cost money have in common.
class PaidParameters {
 public:
  std::string request_id;
  std::string provider;
  std::string model;
  bool validate_only = false;
  std::string prompt = "a lighthouse";
  std::string image;  // Sent along where the rpc takes one.
};

// One of them.
class PaidRpc {
 public:
  std::string name;
  Surface surface;
  bool streams;
  // Makes a call that is fine but for what the parameters spoil, and reads it to its end.
  std::function<grpc::Status(RunningServer&, grpc::ClientContext&, const PaidParameters&)> call;

  // The call with all else as usual.
  grpc::Status Call(RunningServer& server, const PaidParameters& parameters = {}) const;
};
std::ostream& operator<<(std::ostream& out, const PaidRpc& rpc);

const std::vector<PaidRpc>& PaidRpcs();
const PaidRpc& PaidRpcNamed(const std::string& name);

// Answers of the upstream, in order, with which a call of that rpc succeeds.
std::vector<Answer> GoodAnswers(const PaidRpc& rpc);
// Its first one's body: the answer to the paid request.
std::string GoodBody(Surface surface);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_PAID_RPCS_H_
