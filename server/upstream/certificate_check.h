// Certificates in PEM, looked at before they are used.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CERTIFICATE_CHECK_H_
#define MEDIAGEN_SERVER_UPSTREAM_CERTIFICATE_CHECK_H_

#include <string>

#include "absl/status/status.h"

namespace mediagen {

// No message of this file quotes what it read.

// Whether there is at least one certificate in it.
absl::Status CheckCertificates(const std::string& pem);

// Whether the private key is that of the first certificate.
absl::Status CheckKeyPair(const std::string& chain_pem, const std::string& private_key_pem);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CERTIFICATE_CHECK_H_
