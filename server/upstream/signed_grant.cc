#include "server/upstream/signed_grant.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace mediagen {
namespace {

constexpr int kFewestBits = 2048;
constexpr int kMostBits = 8192;
constexpr absl::Duration kLifetime = absl::Hours(1);

using PrivateKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

// OpenSSL would ask the terminal.
int NoPassphrase(char*, int, int, void*) { return -1; }

// Null for anything but a key that can sign.
PrivateKey ReadPrivateKey(absl::string_view pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> text(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
  PrivateKey key(PEM_read_bio_PrivateKey(text.get(), nullptr, &NoPassphrase, nullptr),
                 &EVP_PKEY_free);
  // What failed would stay in the thread's queue and surprise the next user of OpenSSL.
  ERR_clear_error();
  if (key != nullptr &&
      (EVP_PKEY_base_id(key.get()) != EVP_PKEY_RSA || EVP_PKEY_bits(key.get()) < kFewestBits ||
       EVP_PKEY_bits(key.get()) > kMostBits)) {
    key = nullptr;
  }
  return key;
}

// Empty when OpenSSL cannot.
std::string SignRs256(EVP_PKEY* key, absl::string_view text) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::string signature(static_cast<size_t>(EVP_PKEY_size(key)), '\0');
  size_t size = signature.size();
  const bool done =
      EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     bytes, text.size()) == 1;
  ERR_clear_error();
  signature.resize(done ? size : 0);
  return signature;
}

void WriteMember(JsonWriter& json, absl::string_view name, absl::string_view text) {
  json.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  json.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

std::string Encoded(const rapidjson::StringBuffer& json) {
  return absl::WebSafeBase64Escape(absl::string_view(json.GetString(), json.GetSize()));
}

std::string Header(const TokenSource& source) {
  rapidjson::StringBuffer text;
  JsonWriter json(text);
  json.StartObject();
  WriteMember(json, "alg", "RS256");
  WriteMember(json, "typ", "JWT");
  if (!source.private_key_id.empty()) WriteMember(json, "kid", source.private_key_id);
  json.EndObject();
  return Encoded(text);
}

std::string Claims(const TokenSource& source, absl::Time now) {
  rapidjson::StringBuffer text;
  JsonWriter json(text);
  json.StartObject();
  WriteMember(json, "iss", source.client_email);
  WriteMember(json, "scope", absl::StrJoin(source.scopes, " "));
  WriteMember(json, "aud", kDefaultTokenUri);
  json.Key("iat");
  json.Int64(absl::ToUnixSeconds(now));
  json.Key("exp");
  json.Int64(absl::ToUnixSeconds(now + kLifetime));
  json.EndObject();
  return Encoded(text);
}

}  // namespace

bool IsSigningKey(absl::string_view pem) { return ReadPrivateKey(pem) != nullptr; }

absl::StatusOr<std::string> SignGrant(const TokenSource& source, absl::Time now) {
  const PrivateKey key = ReadPrivateKey(source.private_key);
  if (key == nullptr) return absl::FailedPreconditionError("the private key cannot be used");
  std::string token = absl::StrCat(Header(source), ".", Claims(source, now));
  const std::string signature = SignRs256(key.get(), token);
  if (signature.empty()) return absl::InternalError("the grant cannot be signed");
  absl::StrAppend(&token, ".", absl::WebSafeBase64Escape(signature));
  return token;
}

}  // namespace mediagen
