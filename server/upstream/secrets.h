// The keys that this process has read, so that nothing it says quotes them.
#ifndef MEDIAGEN_SERVER_UPSTREAM_SECRETS_H_
#define MEDIAGEN_SERVER_UPSTREAM_SECRETS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace mediagen {

// Remembers a key for as long as the process runs. Any thread. One of fewer than 4 characters is
// not worth the text that it would spoil.
void KeepSecret(absl::string_view key);

// Remembers a key for as long as it lives itself: one that others bring, or that will expire. Any
// thread.
class KeptSecret {
 public:
  explicit KeptSecret(absl::string_view key);
  KeptSecret(const KeptSecret&) = delete;
  KeptSecret& operator=(const KeptSecret&) = delete;
  ~KeptSecret();

 private:
  const std::string key_;
};

// `text` with `[key]` in place of every key that is kept. Any thread.
std::string WithoutSecrets(absl::string_view text);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_SECRETS_H_
