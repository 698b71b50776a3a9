#include "server/upstream/secrets.h"

#include <mutex>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_replace.h"

namespace mediagen {
namespace {

constexpr size_t kShortestKey = 4;

// One for the process: whoever quotes an upstream must not have to know whose key it may echo.
class Secrets {
 public:
  void Keep(absl::string_view key) {
    if (key.size() < kShortestKey) return;
    std::lock_guard lock(mutex_);
    ++keepers_[key];
  }
  void Forget(absl::string_view key) {
    std::lock_guard lock(mutex_);
    auto found = keepers_.find(key);
    if (found != keepers_.end() && --found->second == 0) keepers_.erase(found);
  }
  std::string Remove(absl::string_view text) {
    std::lock_guard lock(mutex_);
    std::vector<std::pair<absl::string_view, absl::string_view>> replacements;
    replacements.reserve(keepers_.size());
    for (const auto& [key, keepers] : keepers_) replacements.emplace_back(key, "[key]");
    return absl::StrReplaceAll(text, replacements);
  }

 private:
  std::mutex mutex_;
  absl::flat_hash_map<std::string, int64_t> keepers_;  // By key. Guarded by mutex_.
};

Secrets& ProcessSecrets() {
  static auto* secrets = new Secrets;
  return *secrets;
}

}  // namespace

void KeepSecret(absl::string_view key) { ProcessSecrets().Keep(key); }

KeptSecret::KeptSecret(absl::string_view key) : key_(key) { ProcessSecrets().Keep(key_); }
KeptSecret::~KeptSecret() { ProcessSecrets().Forget(key_); }

std::string WithoutSecrets(absl::string_view text) { return ProcessSecrets().Remove(text); }

}  // namespace mediagen
