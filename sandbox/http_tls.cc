#include "sandbox/http_tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <fstream>
#include <iterator>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace mediagen::http {
namespace {

absl::StatusOr<std::string> TextOrFile(const std::string& text, const std::string& path) {
  if (!text.empty()) return text;
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::unique_ptr<BIO, decltype(&BIO_free)> Reader(const std::string& pem) {
  return {BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free};
}

}  // namespace

void TlsContextDeleter::operator()(SSL_CTX* context) const { SSL_CTX_free(context); }

absl::StatusOr<TlsContext> MakeTlsContext(const TlsOptions& options) {
  absl::StatusOr<std::string> certificate_pem =
      TextOrFile(options.certificate_pem, options.certificate_file);
  if (!certificate_pem.ok()) return certificate_pem.status();
  absl::StatusOr<std::string> key_pem =
      TextOrFile(options.private_key_pem, options.private_key_file);
  if (!key_pem.ok()) return key_pem.status();

  auto certificate_reader = Reader(*certificate_pem);
  std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(certificate_reader.get(), nullptr, nullptr, nullptr), &X509_free);
  auto key_reader = Reader(*key_pem);
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(key_reader.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
  if (certificate == nullptr || key == nullptr) {
    return absl::InvalidArgumentError("the certificate or the private key is no PEM");
  }
  TlsContext context(SSL_CTX_new(TLS_server_method()));
  if (context == nullptr || SSL_CTX_use_certificate(context.get(), certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1 ||
      SSL_CTX_check_private_key(context.get()) != 1) {
    return absl::InvalidArgumentError("the private key does not fit the certificate");
  }
  // Without a context name, sessions are not taken up again.
  static const unsigned char kSessionContext[] = "mediagen";
  SSL_CTX_set_session_id_context(context.get(), kSessionContext, sizeof(kSessionContext) - 1);
  return context;
}

}  // namespace mediagen::http
