#include "server/upstream/operation.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/upstream/error_details.h"
#include "server/upstream/operation_payload.pb.h"

namespace mediagen {
namespace {

constexpr char kVersion = 1;
constexpr size_t kKeyIdBytes = 4;
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;
constexpr size_t kHeaderBytes = 1 + kKeyIdBytes;
constexpr size_t kMaxHandleBytes = 4000;

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  // Without randomness nothing sealed would be safe.
  if (RAND_bytes(Bytes(bytes), static_cast<int>(count)) != 1) std::abort();
  return bytes;
}

// Looked up once: to find it costs more than to use it.
const EVP_CIPHER* Cipher() {
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return cipher;
}

// Tells keys apart without giving them away.
std::string KeyId(absl::string_view key) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(Bytes(key), key.size(), Bytes(digest));
  return digest.substr(0, kKeyIdBytes);
}

std::string Encrypt(absl::string_view key, absl::string_view nonce, absl::string_view header,
                    absl::string_view text) {
  CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  std::string sealed(text.size() + kTagBytes, '\0');
  int length = 0;
  const bool done =
      EVP_EncryptInit_ex(context.get(), Cipher(), nullptr, Bytes(key), Bytes(nonce)) == 1 &&
      EVP_EncryptUpdate(context.get(), nullptr, &length, Bytes(header),
                        static_cast<int>(header.size())) == 1 &&
      EVP_EncryptUpdate(context.get(), Bytes(sealed), &length, Bytes(text),
                        static_cast<int>(text.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), Bytes(sealed) + length, &length) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                          Bytes(sealed) + text.size()) == 1;
  if (!done)
    std::abort();  // Only a broken OpenSSL gets here; a handle in the clear must not leave.
  return sealed;
}

bool Decrypt(absl::string_view key, absl::string_view nonce, absl::string_view header,
             absl::string_view sealed, std::string& text) {
  CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  const absl::string_view ciphertext = sealed.substr(0, sealed.size() - kTagBytes);
  std::string tag(sealed.substr(ciphertext.size()));
  text.assign(ciphertext.size(), '\0');
  int length = 0;
  return EVP_DecryptInit_ex(context.get(), Cipher(), nullptr, Bytes(key), Bytes(nonce)) == 1 &&
         EVP_DecryptUpdate(context.get(), nullptr, &length, Bytes(header),
                           static_cast<int>(header.size())) == 1 &&
         EVP_DecryptUpdate(context.get(), Bytes(text), &length, Bytes(ciphertext),
                           static_cast<int>(ciphertext.size())) == 1 &&
         EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1 &&
         EVP_DecryptFinal_ex(context.get(), Bytes(text) + length, &length) == 1;
}

absl::Status UnknownOperation() {
  return MakeError(
      absl::StatusCode::kNotFound, "OPERATION_UNKNOWN",
      "operation: not a handle of this server, or sealed with a key that it does not have");
}

}  // namespace

OperationSealer::OperationSealer(std::vector<std::string> keys) : keys_(WithIds(std::move(keys))) {}

void OperationSealer::ReplaceKeys(std::vector<std::string> keys) {
  keys_.Replace(WithIds(std::move(keys)));
}

std::vector<OperationSealer::Key> OperationSealer::WithIds(std::vector<std::string> keys) {
  std::vector<Key> with_ids;
  with_ids.reserve(keys.size());
  for (std::string& key : keys) {
    std::string id = KeyId(key);
    with_ids.push_back(Key{std::move(key), std::move(id)});
  }
  return with_ids;
}

absl::StatusOr<std::vector<std::string>> OperationSealer::ReadKeys(absl::string_view text) {
  std::vector<std::string> keys;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    const std::string key = absl::HexStringToBytes(line);
    const bool hex = line.find_first_not_of("0123456789abcdefABCDEF") == absl::string_view::npos;
    if (!hex || line.size() != 2 * kKeyBytes) {
      return absl::InvalidArgumentError(absl::StrCat(
          "operation keys, line ", number, ": want 64 hex digits (openssl rand -hex 32)"));
    }
    keys.push_back(key);
  }
  if (keys.empty()) return absl::InvalidArgumentError("operation keys: there is none");
  return keys;
}

std::string OperationSealer::RandomKey() { return RandomBytes(kKeyBytes); }

std::string OperationSealer::Seal(const Operation& operation) const {
  internal::OperationPayload payload;
  payload.set_provider(operation.provider);
  payload.set_dialect(operation.dialect);
  payload.set_upstream_name(operation.upstream_name);
  payload.set_model(operation.model);
  payload.set_request_id(operation.request_id);
  payload.set_tenant(operation.tenant);
  payload.set_create_time_ms(absl::ToUnixMillis(operation.create_time));
  payload.set_duration_seconds(operation.duration_seconds);
  payload.set_credential_id(operation.credential_id);
  if (operation.nano_usd_per_video.has_value()) {
    payload.set_nano_usd_per_video(*operation.nano_usd_per_video);
  }
  payload.set_interaction(operation.interaction);
  payload.set_reverse_channel(operation.reverse_channel);
  payload.set_progress_page(operation.progress_page);
  payload.set_source_page(operation.source_page);
  const auto& [key, id] = keys_.Get().front();
  const std::string header = std::string(1, kVersion) + id;
  const std::string nonce = RandomBytes(kNonceBytes);
  return absl::WebSafeBase64Escape(header + nonce +
                                   Encrypt(key, nonce, header, payload.SerializeAsString()));
}

absl::StatusOr<Operation> OperationSealer::Open(absl::string_view handle,
                                                absl::string_view tenant) const {
  std::string raw;
  if (handle.size() > kMaxHandleBytes || !absl::WebSafeBase64Unescape(handle, &raw))
    return UnknownOperation();
  // One spelling per operation: no padding, white space or idle bits.
  if (absl::WebSafeBase64Escape(raw) != handle) return UnknownOperation();
  if (raw.size() < kHeaderBytes + kNonceBytes + kTagBytes || raw[0] != kVersion)
    return UnknownOperation();
  const absl::string_view header = absl::string_view(raw).substr(0, kHeaderBytes);
  const absl::string_view nonce = absl::string_view(raw).substr(kHeaderBytes, kNonceBytes);
  const absl::string_view sealed = absl::string_view(raw).substr(kHeaderBytes + kNonceBytes);
  for (const auto& [key, id] : keys_.Get()) {
    if (header.substr(1) != id) continue;
    std::string text;
    internal::OperationPayload payload;
    if (!Decrypt(key, nonce, header, sealed, text) || !payload.ParseFromString(text)) continue;
    if (payload.tenant() != tenant) return UnknownOperation();
    Operation operation;
    operation.provider = payload.provider();
    operation.dialect = payload.dialect();
    operation.upstream_name = payload.upstream_name();
    operation.model = payload.model();
    operation.request_id = payload.request_id();
    operation.tenant = payload.tenant();
    operation.create_time = absl::FromUnixMillis(payload.create_time_ms());
    operation.duration_seconds = payload.duration_seconds();
    operation.credential_id = payload.credential_id();
    if (payload.has_nano_usd_per_video()) {
      operation.nano_usd_per_video = payload.nano_usd_per_video();
    }
    operation.interaction = payload.interaction();
    operation.reverse_channel = payload.reverse_channel();
    operation.progress_page = payload.progress_page();
    operation.source_page = payload.source_page();
    return operation;
  }
  return UnknownOperation();
}

}  // namespace mediagen
