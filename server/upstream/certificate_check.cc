#include "server/upstream/certificate_check.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

namespace mediagen {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Bio Reader(const std::string& text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free};
}

// Else OpenSSL would ask at the terminal for the pass phrase of a key that has one.
int NoPassPhrase(char*, int, int, void*) { return -1; }

Certificate ReadCertificate(const std::string& pem) {
  const Bio reader = Reader(pem);
  return {PEM_read_bio_X509(reader.get(), nullptr, &NoPassPhrase, nullptr), &X509_free};
}

}  // namespace

absl::Status CheckCertificates(const std::string& pem) {
  const Certificate certificate = ReadCertificate(pem);
  ERR_clear_error();
  if (certificate != nullptr) return absl::OkStatus();
  return absl::InvalidArgumentError("holds no certificate in PEM");
}

absl::Status CheckKeyPair(const std::string& chain_pem, const std::string& private_key_pem) {
  const Certificate certificate = ReadCertificate(chain_pem);
  const Bio reader = Reader(private_key_pem);
  const Key key(PEM_read_bio_PrivateKey(reader.get(), nullptr, &NoPassPhrase, nullptr),
                &EVP_PKEY_free);
  const bool fit = certificate != nullptr && key != nullptr &&
                   X509_check_private_key(certificate.get(), key.get()) == 1;
  ERR_clear_error();
  if (certificate == nullptr)
    return absl::InvalidArgumentError("certificate_file holds no certificate in PEM");
  if (key == nullptr)
    return absl::InvalidArgumentError("private_key_file holds no key in PEM without pass phrase");
  if (!fit) return absl::InvalidArgumentError("private_key_file is not that of certificate_file");
  return absl::OkStatus();
}

}  // namespace mediagen
