// What a listener is told.
#ifndef MEDIAGEN_SERVER_RPC_LISTENER_OPTIONS_H_
#define MEDIAGEN_SERVER_RPC_LISTENER_OPTIONS_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace mediagen {

// Files in PEM, read again when they change. Empty: plain text, without TLS. A plain value.
class TlsFiles {
 public:
  TlsFiles() = default;
  bool empty() const { return certificate_file.empty(); }

  std::string certificate_file;
  std::string private_key_file;
  std::string client_ca_file;  // Empty: clients need no certificate.
};

// gRPC's own limits; infinite: none. A plain value.
class ConnectionLimits {
 public:
  ConnectionLimits() = default;
  int64_t max_request_bytes = 0;
  int max_metadata_bytes = 0;
  int max_streams_per_connection = 0;
  absl::Duration max_age;
  absl::Duration max_age_grace;
  absl::Duration max_idle;
  absl::Duration keepalive_time;
  absl::Duration keepalive_timeout;
  absl::Duration min_ping_interval;
  int max_ping_strikes = 0;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_LISTENER_OPTIONS_H_
