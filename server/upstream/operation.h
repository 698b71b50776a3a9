// A started video, and the sealed text that names it to callers.
#ifndef MEDIAGEN_SERVER_UPSTREAM_OPERATION_H_
#define MEDIAGEN_SERVER_UPSTREAM_OPERATION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/async/replaceable.h"

namespace mediagen {

// What it takes to find a started video again, on any replica. A plain value.
class Operation {
 public:
  Operation() = default;
  std::string provider;
  std::string dialect;
  std::string upstream_name;
  std::string model;
  std::string request_id;
  std::string tenant;         // Whose it is; empty: of a server without tenants.
  std::string credential_id;  // Fingerprint of the caller's own key; empty: the operator's.
  absl::Time create_time;
  int duration_seconds = 0;
  std::optional<int64_t> nano_usd_per_video;
  // An interaction: upstream_name is its id.
  bool interaction = false;
  // The job of a reverse channel: upstream_name is its task id.
  bool reverse_channel = false;
  std::string progress_page;
  std::string source_page;
};

// Seals operations into opaque URL-safe text (version, key id, nonce, AES-256-GCM ciphertext and
// tag) and opens them. Any thread.
class OperationSealer {
 public:
  static constexpr size_t kKeyBytes = 32;

  // Keys of kKeyBytes raw bytes; the first seals, all open. At least one.
  explicit OperationSealer(std::vector<std::string> keys);
  // From now on.
  void ReplaceKeys(std::vector<std::string> keys);

  // A key file: one key a line, 64 hex digits each; blank lines and lines that begin with # are
  // passed over.
  static absl::StatusOr<std::vector<std::string>> ReadKeys(absl::string_view text);
  static std::string RandomKey();

  std::string Seal(const Operation& operation) const;
  // NOT_FOUND `OPERATION_UNKNOWN` for anything that was not sealed with one of the keys, and, in
  // the same words, for what belongs to another than `tenant`.
  absl::StatusOr<Operation> Open(absl::string_view handle, absl::string_view tenant) const;

 private:
  class Key {
   public:
    std::string bytes;
    std::string id;  // Tells it from others without giving it away.
  };

  static std::vector<Key> WithIds(std::vector<std::string> keys);

  Replaceable<std::vector<Key>> keys_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_OPERATION_H_
