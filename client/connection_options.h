#ifndef MEDIAGEN_CLIENT_CONNECTION_OPTIONS_H_
#define MEDIAGEN_CLIENT_CONNECTION_OPTIONS_H_

#include <string>

namespace mediagen::client {

// How a server is reached, and what it is shown. A plain value; texts, not files.
struct ConnectionOptions {
  bool tls = false;
  std::string ca_pem;  // Authorities that the server is checked against; empty: the system's.
  // The client's own certificate, for servers that want one. Both or neither.
  std::string certificate_pem;
  std::string private_key_pem;
  // Goes with every call as `authorization: Bearer TOKEN`; empty: none. Without TLS everybody on
  // the way can read it.
  std::string token;
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CONNECTION_OPTIONS_H_
