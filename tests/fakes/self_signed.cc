#include "tests/fakes/self_signed.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>

namespace mediagen::testing {
namespace {

constexpr long kDaySeconds = 24 * 60 * 60;

void DieUnless(bool good) {
  if (good) return;
  fprintf(stderr, "cannot make a certificate\n");
  abort();
}

std::string TextOf(BIO* writer) {
  char* text = nullptr;
  const long size = BIO_get_mem_data(writer, &text);
  std::string pem(text, static_cast<size_t>(size));
  BIO_free(writer);
  return pem;
}

void AddExtension(X509* certificate, int id, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value);
  DieUnless(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

}  // namespace

SelfSigned MakeSelfSigned(const std::string& alternative_names) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  DieUnless(key != nullptr && certificate != nullptr);
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  // From yesterday on, so that no clock is behind it.
  X509_gmtime_adj(X509_getm_notBefore(certificate), -kDaySeconds);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 30 * kDaySeconds);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("FakeUpstream"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  AddExtension(certificate, NID_basic_constraints, "critical,CA:TRUE");
  AddExtension(certificate, NID_subject_alt_name, alternative_names.c_str());
  DieUnless(X509_sign(certificate, key, EVP_sha256()) > 0);

  SelfSigned made;
  BIO* writer = BIO_new(BIO_s_mem());
  DieUnless(PEM_write_bio_X509(writer, certificate) == 1);
  made.certificate_pem = TextOf(writer);
  writer = BIO_new(BIO_s_mem());
  DieUnless(PEM_write_bio_PrivateKey(writer, key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  made.private_key_pem = TextOf(writer);
  X509_free(certificate);
  EVP_PKEY_free(key);
  return made;
}

const SelfSigned& SelfSignedForLoopback() {
  static const SelfSigned* made = new SelfSigned(MakeSelfSigned("IP:127.0.0.1,DNS:localhost"));
  return *made;
}

}  // namespace mediagen::testing
