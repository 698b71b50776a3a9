#include "server/upstream/secrets.h"

#include <mutex>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"

namespace mediagen {
namespace {

constexpr size_t kShortestKey = 4;

// One for the process: whoever quotes an upstream must not have to know whose key it may echo.
class Secrets {
 public:
  void Keep(absl::string_view key) {
    std::lock_guard lock(mutex_);
    replacements_.emplace_back(std::string(key), "[key]");
  }
  std::string Remove(absl::string_view text) {
    std::lock_guard lock(mutex_);
    return absl::StrReplaceAll(text, replacements_);
  }

 private:
  std::mutex mutex_;
  std::vector<std::pair<std::string, std::string>> replacements_;  // Guarded by mutex_.
};

Secrets& ProcessSecrets() {
  static auto* secrets = new Secrets;
  return *secrets;
}

}  // namespace

void KeepSecret(absl::string_view key) {
  if (key.size() >= kShortestKey) ProcessSecrets().Keep(key);
}

std::string WithoutSecrets(absl::string_view text) { return ProcessSecrets().Remove(text); }

}  // namespace mediagen
