// Keys that somebody wrote down.
#ifndef MEDIAGEN_SERVER_UPSTREAM_KEY_CREDENTIAL_H_
#define MEDIAGEN_SERVER_UPSTREAM_KEY_CREDENTIAL_H_

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/upstream/credential.h"
#include "server/upstream/secrets.h"

namespace mediagen {

// A key that stays as it is: from the environment, or a caller's. Any thread.
class FixedCredential : public Credential {
 public:
  enum class Owner { kOperator, kCaller };

  FixedCredential(AccessKey key, Owner owner)
      : key_(std::move(key)), owner_(owner), secret_(key_.value) {}

  Task<absl::StatusOr<AccessKey>> Get(CallContext& call, HttpClient& http) override;
  bool Refuse(const AccessKey&) override { return false; }
  bool IsCallers() const override { return owner_ == Owner::kCaller; }

 private:
  const AccessKey key_;
  const Owner owner_;
  const KeptSecret secret_;
};

// A key in a file that is read again while it is used, so that an operator can change it without a
// restart. Any thread.
class FileCredential : public Credential {
 public:
  // The file is looked at again when `look_interval` has passed since the last look.
  static absl::StatusOr<std::unique_ptr<FileCredential>> Open(AccessKey::Kind kind,
                                                              std::string path,
                                                              absl::Duration look_interval);

  Task<absl::StatusOr<AccessKey>> Get(CallContext& call, HttpClient& http) override;
  bool Refuse(const AccessKey& key) override;
  absl::Status TakeProblem() override;

 private:
  FileCredential(AccessKey::Kind kind, std::string path, absl::Duration look_interval,
                 std::string key);

  // The key, after a look at the file if one is due by then.
  std::string Current(MonotonicTime now);
  // With mutex_ held.
  void Look(MonotonicTime now);

  const AccessKey::Kind kind_;
  const std::string path_;
  const absl::Duration look_interval_;
  std::mutex mutex_;
  // All guarded by mutex_.
  std::string key_;
  MonotonicTime next_look_;
  // A file that stays wrong is one problem, however often it is looked at.
  absl::Status known_problem_;
  absl::Status new_problem_;
};

// A caller's own key. INVALID_ARGUMENT when it cannot stand in a header.
absl::StatusOr<std::unique_ptr<Credential>> MakeCallerCredential(AccessKey::Kind kind,
                                                                 absl::string_view key);

// Tells keys apart without giving them away: the first 32 digits of SHA-256 in lower-case hex.
std::string KeyFingerprint(absl::string_view key);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_KEY_CREDENTIAL_H_
