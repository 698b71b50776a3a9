#include "server/upstream/token_credential.h"

#include <algorithm>
#include <utility>

#include "server/upstream/error_details.h"
#include "server/upstream/retry_budget.h"
#include "server/upstream/token_fetch.h"

namespace mediagen {
namespace {

// Of one refresh with all its tries.
constexpr absl::Duration kRefreshLimit = absl::Seconds(30);
// Of a token whose source does not say.
constexpr absl::Duration kAssumedLifetime = absl::Minutes(5);
// A token is not handed out so shortly before its end, nor in the last tenth of its life: it must
// last until the upstream looks at it.
constexpr absl::Duration kLastMoments = absl::Minutes(1);
constexpr double kLastShare = 0.1;
constexpr absl::Duration kPauseBetweenDrops = absl::Seconds(5);
constexpr size_t kRememberedTokens = 4;

absl::Status NoTokenInTime() {
  absl::Status status =
      MakeError(absl::StatusCode::kUnavailable, "UPSTREAM_UNREACHABLE",
                "no access token could be had in time; nothing was sent to the upstream");
  SetErrorMetadata(status, "upstream_code", "DEADLINE_EXCEEDED");
  SetRetryDelay(status, absl::Seconds(1));
  return status;
}

}  // namespace

// A token call under way. Lives on the loop of the call that began it; the credential owns it.
class TokenCredential::Refresh {
 public:
  Refresh(EventLoop& loop, HttpClient& http, TokenSource source)
      : context(loop, After(loop.now(), kRefreshLimit)), http(http), source(std::move(source)) {}

  CallContext context;
  HttpClient& http;
  const TokenSource source;
  Task<absl::StatusOr<Token>> flow;
};

// A call that waits for the refresh under way. Shared with what is posted to wake it.
class TokenCredential::Waiter {
 public:
  explicit Waiter(EventLoop& loop) : loop(loop) {}

  EventLoop& loop;
  Signal woken;                      // On that loop alone.
  absl::StatusOr<AccessKey> result;  // Set before it is woken.
};

TokenCredential::TokenCredential(TokenSource source, ReadSource read_again,
                                 TokenCacheOptions options)
    : options_(options), source_(std::move(source)), read_again_(std::move(read_again)) {}

TokenCredential::~TokenCredential() {
  // Without Stop its loop is gone by now, and with it everything that could take it apart.
  static_cast<void>(refresh_.release());
}

Task<absl::StatusOr<AccessKey>> TokenCredential::Get(CallContext& call, HttpClient& http) {
  std::shared_ptr<Waiter> waiter;
  std::optional<absl::StatusOr<AccessKey>> answer = Ask(call.loop(), http, waiter);
  if (answer.has_value()) co_return *std::move(answer);
  absl::StatusOr<Waited> waited =
      co_await Wait(call, waiter->woken, absl::InfiniteDuration());  // Under the refresh's limit.
  if (!waited.ok()) {
    Leave(waiter);
    co_return waited.status();
  }
  co_return std::move(waiter->result);
}

std::optional<absl::StatusOr<AccessKey>> TokenCredential::Ask(EventLoop& loop, HttpClient& http,
                                                              std::shared_ptr<Waiter>& waiter) {
  std::lock_guard lock(mutex_);
  const MonotonicTime now = loop.now();
  const bool usable = key_.has_value() && now < valid_until_;
  const bool wanted = !usable || now >= refresh_from_;
  if (wanted && refresh_ == nullptr && now >= next_try_ && !stopped_) BeginRefresh(loop, http);
  if (usable) return *key_;
  if (refresh_ == nullptr) return last_failure_.ok() ? NoTokenInTime() : last_failure_;
  waiter = std::make_shared<Waiter>(loop);
  waiters_.push_back(waiter);
  return std::nullopt;
}

void TokenCredential::Leave(const std::shared_ptr<Waiter>& waiter) {
  std::lock_guard lock(mutex_);
  waiters_.remove(waiter);
}

void TokenCredential::BeginRefresh(EventLoop& loop, HttpClient& http) {
  if (read_again_ != nullptr) {
    absl::StatusOr<TokenSource> source = read_again_();
    if (source.ok()) {
      source_ = *std::move(source);
    } else {
      new_problem_ = source.status();
    }
  }
  refresh_ = std::make_unique<Refresh>(loop, http, source_);
  // Not from here: a flow may end at its first step, and its end takes the lock.
  loop.Post([this, &refresh = *refresh_] {
    refresh.flow =
        FetchToken(refresh.context, refresh.http, refresh.source, options_.longest_backoff, &tag_);
    refresh.flow.Start([this, &refresh] { Conclude(refresh); });
  });
}

void TokenCredential::Conclude(Refresh& refresh) {
  const absl::StatusOr<Token> token = refresh.flow.TakeResult();
  EventLoop& loop = refresh.context.loop();
  std::lock_guard lock(mutex_);
  if (token.ok()) {
    Keep(*token, loop.now());
  } else {
    NoteFailure(refresh.context.status().ok() ? token.status() : NoTokenInTime(), loop.now());
  }
  for (const std::shared_ptr<Waiter>& waiter : waiters_) {
    if (token.ok()) {
      waiter->result = *key_;
    } else {
      waiter->result = last_failure_;
    }
    waiter->loop.Post([waiter] { waiter->woken.Set(); });
  }
  waiters_.clear();
  // The flow's frame is freed on its own loop, after this callback has left it.
  loop.Post([done = std::move(refresh_)] {});
  idle_.notify_all();
}

void TokenCredential::Keep(const Token& token, MonotonicTime now) {
  secrets_.emplace_back(token.access_token);
  if (secrets_.size() > kRememberedTokens) secrets_.pop_front();
  const absl::Duration lifetime = token.expires_in.value_or(kAssumedLifetime);
  refresh_from_ =
      After(now, lifetime - std::min(options_.refresh_margin, lifetime * options_.refresh_share));
  valid_until_ = After(now, lifetime - std::min(kLastMoments, lifetime * kLastShare));
  key_ = AccessKey(AccessKey::Kind::kToken, token.access_token, source_.quota_project);
  failures_ = 0;
  last_failure_ = absl::OkStatus();
}

void TokenCredential::NoteFailure(absl::Status why, MonotonicTime now) {
  const absl::Duration pause = Backoff(failures_++, options_.longest_backoff);
  next_try_ = After(now, std::max(pause, RetryDelay(why).value_or(absl::ZeroDuration())));
  new_problem_ = last_failure_ = std::move(why);
}

bool TokenCredential::Refuse(const AccessKey& key) {
  std::lock_guard lock(mutex_);
  if (!key_.has_value() || key_->value != key.value) return true;
  const MonotonicTime now = std::chrono::steady_clock::now();
  if (now < next_drop_) return false;
  next_drop_ = After(now, kPauseBetweenDrops);
  key_.reset();
  return true;
}

absl::Status TokenCredential::TakeProblem() {
  std::lock_guard lock(mutex_);
  return std::exchange(new_problem_, absl::OkStatus());
}

void TokenCredential::Stop() {
  std::unique_lock lock(mutex_);
  stopped_ = true;
  if (refresh_ == nullptr) return;
  end_posted_ = true;
  refresh_->context.loop().Post([this] {
    std::lock_guard guard(mutex_);
    if (refresh_ != nullptr) refresh_->context.End(absl::CancelledError("the server stops"));
    end_posted_ = false;
    idle_.notify_all();
  });
  idle_.wait(lock, [this] { return refresh_ == nullptr && !end_posted_; });
}

}  // namespace mediagen
