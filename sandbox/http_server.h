#ifndef MEDIAGEN_SANDBOX_HTTP_SERVER_H_
#define MEDIAGEN_SANDBOX_HTTP_SERVER_H_

#include <atomic>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "sandbox/http_connection.h"
#include "sandbox/http_request.h"
#include "sandbox/http_socket.h"
#include "sandbox/http_tls.h"

namespace mediagen::http {

// Answers one request; runs on the connection's own thread and may block.
using Handler = std::function<void(const Request&, Connection&)>;

// What to do with a connection before anything was read from it. kHold never reads and never
// writes.
enum class AcceptAction { kServe, kHold, kClose, kReset };

// What to do with a request when its head is there. kReadBody answers `Expect: 100-continue` with
// 100; kSkipBody calls the handler at once, with an empty, incomplete body, and ends the connection
// afterwards, unless the client was waiting for the 100 and so has not sent its body.
enum class HeadAction { kReadBody, kSkipBody };

struct ServerOptions {
  int port = 0;  // 0: the system picks one.
  TlsOptions tls;
  size_t max_head_bytes = 64 * 1024;
  size_t max_body_bytes = 256 * 1024 * 1024;
  int send_buffer_bytes = 0;     // SO_SNDBUF; 0: the system's.
  int receive_buffer_bytes = 0;  // SO_RCVBUF; 0: the system's.
  // Hooks, each called on the thread of the connection; all may be empty.
  std::function<AcceptAction(int connection_id)> on_accept;
  std::function<HeadAction(const Request&)> on_head;
  std::function<void(int connection_id, bool by_peer)> on_close;
};

// A small HTTP/1.1 server on 127.0.0.1 that can also misbehave, one thread per connection.
// Owns its threads and sockets. Start and Stop on one thread, not from a handler; the rest on any
// thread. When Stop (or the destructor) returns, no handler runs any more.
class Server {
 public:
  static absl::StatusOr<std::unique_ptr<Server>> Start(ServerOptions options, Handler handler);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Ends every wait and every connection at once.
  void Stop();

  int port() const { return port_; }
  // Without a trailing slash.
  std::string base_url() const;

 private:
  struct Served {
    std::thread thread;
    std::atomic<bool> done{false};
  };

  Server(ServerOptions options, Handler handler);
  absl::Status Listen();
  void AcceptLoop();
  void JoinFinished(bool all);
  void Serve(int fd, int connection_id);
  void ServeRequests(Socket& socket, int connection_id);

  const ServerOptions options_;
  const Handler handler_;
  TlsContext tls_;
  Gate stop_;
  int listener_ = -1;
  int port_ = 0;
  std::list<Served> served_;  // The accepting thread's, and Stop's once that has ended.
  std::thread acceptor_;
};

}  // namespace mediagen::http

#endif  // MEDIAGEN_SANDBOX_HTTP_SERVER_H_
