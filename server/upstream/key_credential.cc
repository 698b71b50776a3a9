#include "server/upstream/key_credential.h"

#include <openssl/sha.h>

#include <array>
#include <utility>

#include "absl/strings/escaping.h"
#include "server/upstream/error_details.h"
#include "server/upstream/key_file.h"

namespace mediagen {
namespace {

constexpr size_t kFingerprintBytes = 16;

}  // namespace

Task<absl::StatusOr<AccessKey>> FixedCredential::Get(CallContext&, HttpClient&) { co_return key_; }

FileCredential::FileCredential(AccessKey::Kind kind, std::string path, absl::Duration look_interval,
                               std::string key)
    : kind_(kind),
      path_(std::move(path)),
      look_interval_(look_interval),
      key_(std::move(key)),
      next_look_(After(std::chrono::steady_clock::now(), look_interval_)) {}

absl::StatusOr<std::unique_ptr<FileCredential>> FileCredential::Open(AccessKey::Kind kind,
                                                                     std::string path,
                                                                     absl::Duration look_interval) {
  absl::StatusOr<std::string> key = ReadKeyFile(path);
  if (!key.ok()) return key.status();
  return std::unique_ptr<FileCredential>(
      new FileCredential(kind, std::move(path), look_interval, *std::move(key)));
}

Task<absl::StatusOr<AccessKey>> FileCredential::Get(CallContext& call, HttpClient&) {
  AccessKey key(kind_, Current(call.loop().now()));
  co_return key;
}

std::string FileCredential::Current(MonotonicTime now) {
  std::lock_guard lock(mutex_);
  if (now >= next_look_) Look(now);
  return key_;
}

bool FileCredential::Refuse(const AccessKey& key) {
  std::lock_guard lock(mutex_);
  if (key_ == key.value) Look(std::chrono::steady_clock::now());
  return key_ != key.value;
}

absl::Status FileCredential::TakeProblem() {
  std::lock_guard lock(mutex_);
  return std::exchange(new_problem_, absl::OkStatus());
}

void FileCredential::Look(MonotonicTime now) {
  next_look_ = After(now, look_interval_);
  absl::StatusOr<std::string> key = ReadKeyFile(path_);
  if (key.ok()) {
    key_ = *std::move(key);
    known_problem_ = absl::OkStatus();
  } else if (key.status() != known_problem_) {
    known_problem_ = new_problem_ = key.status();
  }
}

absl::StatusOr<std::unique_ptr<Credential>> MakeCallerCredential(AccessKey::Kind kind,
                                                                 absl::string_view key) {
  if (!IsUsableKey(key)) {
    return MakeError(absl::StatusCode::kInvalidArgument, "INVALID_REQUEST",
                     "the key that came with the call is no text of 1 to 4096 printable ASCII "
                     "characters without blanks");
  }
  return std::make_unique<FixedCredential>(AccessKey(kind, std::string(key)),
                                           FixedCredential::Owner::kCaller);
}

std::string KeyFingerprint(absl::string_view key) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<const unsigned char*>(key.data()), key.size(), digest.data());
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), kFingerprintBytes));
}

}  // namespace mediagen
