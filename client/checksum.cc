#include "client/checksum.h"

#include <isa-l/crc.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "absl/strings/escaping.h"

namespace mediagen::client {

void Crc32c::Update(absl::string_view bytes) {
  // crc32_iscsi takes its length as an int.
  constexpr size_t kMaxStep = size_t{1} << 30;
  while (!bytes.empty()) {
    const absl::string_view step = bytes.substr(0, kMaxStep);
    // The C interface takes a pointer to mutable bytes, and only reads.
    auto* data = reinterpret_cast<unsigned char*>(const_cast<char*>(step.data()));
    state_ = crc32_iscsi(data, static_cast<int>(step.size()), state_);
    bytes.remove_prefix(step.size());
  }
}

struct Sha256::Context {
  Context() { EVP_DigestInit_ex(digest, EVP_sha256(), nullptr); }
  ~Context() { EVP_MD_CTX_free(digest); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  EVP_MD_CTX* const digest = EVP_MD_CTX_new();
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::Update(absl::string_view bytes) {
  EVP_DigestUpdate(context_->digest, bytes.data(), bytes.size());
}

std::string Sha256::Finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  EVP_DigestFinal_ex(context_->digest, digest.data(), &size);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), size));
}

}  // namespace mediagen::client
