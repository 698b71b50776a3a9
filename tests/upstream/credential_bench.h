// Loops whose calls ask a credential for its key.
#ifndef MEDIAGEN_TESTS_UPSTREAM_CREDENTIAL_BENCH_H_
#define MEDIAGEN_TESTS_UPSTREAM_CREDENTIAL_BENCH_H_

#include <future>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/net/http_client.h"
#include "server/upstream/credential.h"
#include "server/upstream/credential_options.h"
#include "server/upstream/token_call.h"
#include "tests/async/flow_fixture.h"
#include "tests/upstream/wire_case.h"

namespace mediagen::testing {

// No call of these tests takes longer.
inline constexpr absl::Duration kKeyLimit = absl::Seconds(20);

// A loop with a client. The test's thread.
class ClientLoop {
 public:
  ClientLoop();
  ~ClientLoop();

  LoopThread& thread() { return thread_; }
  HttpClient& client() { return *client_; }

  // What FetchTokenOnce gives.
  absl::StatusOr<Token> FetchToken(const CredentialOptions& options);

 private:
  LoopThread thread_;
  std::unique_ptr<HttpClient> client_;  // Made and destroyed on the loop.
};

// One Get under way: when it has been made, the flow has come to its first wait or its end. The
// test's thread.
class KeyCall {
 public:
  KeyCall(ClientLoop& loop, Credential& credential, absl::Duration limit = kKeyLimit);
  ~KeyCall();

  // Ends the call.
  void End(absl::Status reason);
  // Waits for the flow's end.
  const absl::StatusOr<AccessKey>& Finish();

 private:
  ClientLoop& loop_;
  CallContext call_;
  Task<absl::StatusOr<AccessKey>> flow_;
  absl::StatusOr<AccessKey> result_;
  std::promise<void> done_;
  std::shared_future<void> ended_;
};

// A whole Get: its key's value, or the code of its error.
std::string KeyOf(ClientLoop& loop, Credential& credential);

// The credential file that a wire case's `request` or `neutral_request` stands for, with the
// upstream's address in place of {{fake}}.
std::string CredentialJsonOf(JsonView wish, const std::string& fake);

// A credential file of type authorized_user, its tokens from `base_url`.
std::string AuthorizedUserJson(const std::string& base_url,
                               const std::string& refresh_token = "refresh-plum");

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_UPSTREAM_CREDENTIAL_BENCH_H_
