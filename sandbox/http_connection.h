#ifndef MEDIAGEN_SANDBOX_HTTP_CONNECTION_H_
#define MEDIAGEN_SANDBOX_HTTP_CONNECTION_H_

#include <chrono>
#include <cstdint>
#include <string_view>

#include "sandbox/http_request.h"
#include "sandbox/http_socket.h"

namespace mediagen::http {

// How the peer learns where a body ends.
enum class Framing { kChunked, kContentLength, kUntilClose };

// What a handler answers one request through: well, in pieces, or badly. Does not own the socket.
// Lives for one request; used by its connection's thread, in the handler, alone. Every call that
// writes or waits returns false as soon as the peer is gone or the server stops.
class Connection {
 public:
  Connection(Socket& socket, const Request& request);

  // A whole answer with Content-Length.
  bool Respond(int status, const Headers& headers, std::string_view body);

  // An answer in pieces: WriteHead, Write as often as wanted, Finish. `content_length` counts only
  // with Framing::kContentLength, and is announced even if fewer bytes follow.
  bool WriteHead(int status, const Headers& headers, Framing framing = Framing::kChunked,
                 uint64_t content_length = 0);
  bool Write(std::string_view bytes);
  bool Finish();

  // Bytes as they are, in no framing. The connection ends after this request.
  bool WriteRaw(std::string_view bytes);
  // Ends the connection with RST, or with FIN as if all had been said.
  void Cut();
  void Close();

  // Lets time pass; false when the peer went away meanwhile.
  bool Pause(std::chrono::milliseconds duration);
  // True when the peer closed within the limit.
  bool WaitForPeerClose(std::chrono::milliseconds limit);
  // Keeps the connection as it is, neither reading nor writing, until the gate opens, the peer
  // closes or the limit passes.
  WaitEnd Stall(const Gate& gate, std::chrono::milliseconds limit = kForever);

  int id() const { return id_; }
  bool open() const { return socket_.open(); }
  bool head_written() const { return head_written_; }
  // Body bytes handed to the kernel, framing not counted.
  uint64_t body_bytes_written() const { return body_bytes_written_; }
  // The answer was complete and the connection can carry another request.
  bool reusable() const { return open() && finished_ && !must_close_; }
  bool finished() const { return finished_; }

 private:
  Socket& socket_;
  const int id_;
  const bool head_request_;  // HEAD: the answer has no body.
  bool must_close_;
  bool head_written_ = false;
  bool finished_ = false;
  Framing framing_ = Framing::kContentLength;
  uint64_t content_length_ = 0;
  uint64_t body_bytes_written_ = 0;
};

}  // namespace mediagen::http

#endif  // MEDIAGEN_SANDBOX_HTTP_CONNECTION_H_
