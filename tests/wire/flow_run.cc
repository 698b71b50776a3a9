#include "tests/wire/flow_run.h"

#include <optional>

#include "tests/async/flow_fixture.h"

namespace mediagen::testing {
namespace {

constexpr absl::Duration kLimit = absl::Seconds(20);

}  // namespace

absl::Status RunClientFlow(ClientFlow make_flow) {
  LoopThread thread;
  std::optional<HttpClient> http;
  thread.Run([&] { http.emplace(thread.loop(), HttpClientOptions()); });
  CallContext call(thread.loop(), After(thread.loop().now(), kLimit));
  const absl::Status status = thread.RunFlow([&] { return make_flow(call, *http); });
  thread.Run([&] { http.reset(); });
  return status;
}

}  // namespace mediagen::testing
