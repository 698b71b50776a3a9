// Access tokens, shared by all calls until they expire.
#ifndef MEDIAGEN_SERVER_UPSTREAM_TOKEN_CREDENTIAL_H_
#define MEDIAGEN_SERVER_UPSTREAM_TOKEN_CREDENTIAL_H_

#include <condition_variable>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <optional>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/upstream/credential.h"
#include "server/upstream/secrets.h"
#include "server/upstream/token_call.h"
#include "server/upstream/token_source.h"

namespace mediagen {

// How a token is kept and replaced. A plain value.
class TokenCacheOptions {
 public:
  TokenCacheOptions() = default;

  // The background refresh begins when this much of a token's life is left, or this share of it,
  // whichever is less: short-lived tokens must be of use, too.
  absl::Duration refresh_margin = absl::Minutes(5);
  double refresh_share = 0.25;
  // Longest pause between two tries, and before the source is asked anew after it failed.
  absl::Duration longest_backoff = absl::Seconds(10);
};

// Keeps one token and refreshes it, in one flow at a time over all loops. The flow is nobody's
// call: who waits for it may leave, and while the old token is valid nobody waits at all. Any
// thread.
class TokenCredential : public Credential {
 public:
  // Looks for a changed source before a refresh.
  using ReadSource = absl::AnyInvocable<absl::StatusOr<TokenSource>()>;

  // `read_again` may be empty; when it fails, the source that is known is asked.
  TokenCredential(TokenSource source, ReadSource read_again, TokenCacheOptions options);
  ~TokenCredential() override;

  Task<absl::StatusOr<AccessKey>> Get(CallContext& call, HttpClient& http) override;
  // A token that is refused right after it was fetched anew is not fetched again.
  bool Refuse(const AccessKey& key) override;
  absl::Status TakeProblem() override;
  void CountUnder(const RequestTag& tag) override { tag_ = tag; }
  void Stop() override;

 private:
  class Refresh;
  class Waiter;

  // All of these with mutex_ held, but for Ask, Leave and Conclude.

  // What a call gets without waiting; else it waits as `waiter`.
  std::optional<absl::StatusOr<AccessKey>> Ask(EventLoop& loop, HttpClient& http,
                                               std::shared_ptr<Waiter>& waiter);
  void Leave(const std::shared_ptr<Waiter>& waiter);
  void BeginRefresh(EventLoop& loop, HttpClient& http);
  // On the refresh's loop, when its flow has ended.
  void Conclude(Refresh& refresh);
  void Keep(const Token& token, MonotonicTime now);
  void NoteFailure(absl::Status why, MonotonicTime now);

  const TokenCacheOptions options_;
  RequestTag tag_;
  std::mutex mutex_;
  std::condition_variable idle_;
  // All guarded by mutex_.
  TokenSource source_;
  ReadSource read_again_;
  std::optional<AccessKey> key_;
  MonotonicTime refresh_from_;
  MonotonicTime valid_until_;
  // Answers of an upstream may still quote tokens that have just been replaced.
  std::deque<KeptSecret> secrets_;
  MonotonicTime next_drop_;
  int failures_ = 0;        // In a row.
  MonotonicTime next_try_;  // After a failure.
  absl::Status last_failure_;
  absl::Status new_problem_;
  std::unique_ptr<Refresh> refresh_;
  std::list<std::shared_ptr<Waiter>> waiters_;
  bool stopped_ = false;
  bool end_posted_ = false;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_TOKEN_CREDENTIAL_H_
