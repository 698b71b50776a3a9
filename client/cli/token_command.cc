#include <openssl/rand.h>
#include <openssl/sha.h>

#include <array>
#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/cli/session.h"

namespace mediagen::client {
namespace {

constexpr size_t kTokenBytes = 32;

// Tells people and scanners of secrets what it is.
constexpr absl::string_view kPrefix = "mediagen_";

std::string NewToken() {
  std::string bytes(kTokenBytes, '\0');
  // A token that can be guessed is worse than none.
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), kTokenBytes) != 1) std::abort();
  return absl::StrCat(kPrefix, absl::WebSafeBase64Escape(bytes));
}

std::string Sha256Hex(const std::string& text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

}  // namespace

// The token goes to stdout, alone, so that it can go into a file; the line for the server's file to
// stderr.
absl::Status RunToken(Session& session) {
  const std::string token = NewToken();
  const std::string hash = Sha256Hex(token);
  session.result().set_token(token);
  session.result().set_token_sha256(hash);
  if (session.json()) return absl::OkStatus();
  absl::PrintF("%s\n", token);
  absl::FPrintF(stderr, "for the server's tenants_file: \"token_sha256\": [\"%s\"]\n", hash);
  return absl::OkStatus();
}

}  // namespace mediagen::client
