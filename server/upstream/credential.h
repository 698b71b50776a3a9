// What a provider's requests are authorized with.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CREDENTIAL_H_
#define MEDIAGEN_SERVER_UPSTREAM_CREDENTIAL_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_client.h"
#include "server/upstream/request_tag.h"

namespace mediagen {

// What one request is authorized with. A plain value; its texts may stand in headers as they are.
class AccessKey {
 public:
  enum class Kind {
    kApiKey,
    kToken,  // An access token, always sent as `Authorization: Bearer`.
  };

  AccessKey() = default;
  AccessKey(Kind kind, std::string value, std::string quota_project = "")
      : kind(kind), value(std::move(value)), quota_project(std::move(quota_project)) {}

  Kind kind = Kind::kApiKey;
  std::string value;
  // Project that pays for the quota, sent as `x-goog-user-project`; empty: none.
  std::string quota_project;
};

// Gives the key of a provider, or of a caller, and notices when it changes. Any thread: flows of
// several loops use one. The operator's live as long as the server, a caller's as long as its call.
class Credential {
 public:
  Credential() = default;
  Credential(const Credential&) = delete;
  Credential& operator=(const Credential&) = delete;
  virtual ~Credential() = default;

  // A key that is valid now. May wait for a token, but no longer than the call lives. An error is
  // the call's end, or what the caller of a request sees that cannot be sent for lack of a key:
  // INTERNAL `UPSTREAM_CREDENTIALS`, or UNAVAILABLE with RetryInfo where it may work later.
  virtual Task<absl::StatusOr<AccessKey>> Get(CallContext& call, HttpClient& http) = 0;

  // The upstream answered 401 to `key`. True when another Get may give another one.
  virtual bool Refuse(const AccessKey& key) = 0;

  // What has gone wrong since the last time that somebody asked, such as a key file that was
  // changed into something unusable; the old key is used as long as it lasts. For the log: names
  // files, holds no keys.
  virtual absl::Status TakeProblem() { return absl::OkStatus(); }

  // What its own requests are counted under. Before anybody uses it.
  virtual void CountUnder(const RequestTag&) {}

  // Whether it is the caller's own: its refusal is then the caller's error.
  virtual bool IsCallers() const { return false; }

  // Ends what goes on in the background and waits until it has. Called once, not on a loop, when
  // no call is left and before the loops stop.
  virtual void Stop() {}
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CREDENTIAL_H_
