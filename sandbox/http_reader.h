#ifndef MEDIAGEN_SANDBOX_HTTP_READER_H_
#define MEDIAGEN_SANDBOX_HTTP_READER_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "sandbox/http_request.h"
#include "sandbox/http_socket.h"

namespace mediagen::http {

// Reads the requests of one connection, one after the other. Does not own the socket. Connection
// thread only.
class RequestReader {
 public:
  RequestReader(Socket& socket, size_t max_head_bytes, size_t max_body_bytes)
      : socket_(socket), max_head_bytes_(max_head_bytes), max_body_bytes_(max_body_bytes) {}

  // Each answers 200 when it has read its part, 0 when the connection ended before that, else the
  // HTTP status that tells the peer what is wrong with the request.
  int ReadHead(Request& request);
  int ReadBody(Request& request);

 private:
  bool Fill();
  // Takes `size` bytes off the front into `into`.
  int Take(size_t size, std::string& into);
  int TakeLine(std::string& line);
  int ReadChunks(Request& request);
  static int ParseHead(std::string_view head, Request& request);

  Socket& socket_;
  const size_t max_head_bytes_;
  const size_t max_body_bytes_;
  std::string pending_;  // Read off the socket, not yet taken.
};

}  // namespace mediagen::http

#endif  // MEDIAGEN_SANDBOX_HTTP_READER_H_
