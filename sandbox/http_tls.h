#ifndef MEDIAGEN_SANDBOX_HTTP_TLS_H_
#define MEDIAGEN_SANDBOX_HTTP_TLS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

typedef struct ssl_ctx_st SSL_CTX;

namespace mediagen::http {

// The server's certificate and key: PEM text, or the path of a file that holds it. Both empty: no
// TLS.
struct TlsOptions {
  std::string certificate_pem;
  std::string private_key_pem;
  std::string certificate_file;
  std::string private_key_file;

  bool enabled() const { return !certificate_pem.empty() || !certificate_file.empty(); }
};

struct TlsContextDeleter {
  void operator()(SSL_CTX* context) const;
};
using TlsContext = std::unique_ptr<SSL_CTX, TlsContextDeleter>;

absl::StatusOr<TlsContext> MakeTlsContext(const TlsOptions& options);

}  // namespace mediagen::http

#endif  // MEDIAGEN_SANDBOX_HTTP_TLS_H_
