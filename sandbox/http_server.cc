#include "sandbox/http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "sandbox/http_reader.h"

namespace mediagen::http {
namespace {

constexpr int kBacklog = 512;
constexpr int kRetryAcceptMilliseconds = 10;

// OpenSSL writes without MSG_NOSIGNAL; a blocked SIGPIPE stays with this thread and ends with it.
void BlockSigpipe() {
  sigset_t pipe_signal;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_signal, nullptr);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(ServerOptions options, Handler handler) {
  std::unique_ptr<Server> server(new Server(std::move(options), std::move(handler)));
  if (server->options_.tls.enabled()) {
    absl::StatusOr<TlsContext> tls = MakeTlsContext(server->options_.tls);
    if (!tls.ok()) return tls.status();
    server->tls_ = *std::move(tls);
  }
  if (absl::Status listening = server->Listen(); !listening.ok()) return listening;
  server->acceptor_ = std::thread(&Server::AcceptLoop, server.get());
  return server;
}

Server::Server(ServerOptions options, Handler handler)
    : options_(std::move(options)), handler_(std::move(handler)) {}

Server::~Server() { Stop(); }

void Server::Stop() {
  stop_.Open();
  if (acceptor_.joinable()) acceptor_.join();
  JoinFinished(/*all=*/true);
  if (listener_ >= 0) close(listener_);
  listener_ = -1;
}

std::string Server::base_url() const {
  return absl::StrCat(options_.tls.enabled() ? "https" : "http", "://127.0.0.1:", port_);
}

absl::Status Server::Listen() {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener_ < 0) return absl::ErrnoToStatus(errno, "socket");
  int on = 1;
  setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  // Accepted sockets inherit both sizes; set later, the receive window would be announced already.
  if (options_.send_buffer_bytes > 0) {
    setsockopt(listener_, SOL_SOCKET, SO_SNDBUF, &options_.send_buffer_bytes, sizeof(int));
  }
  if (options_.receive_buffer_bytes > 0) {
    setsockopt(listener_, SOL_SOCKET, SO_RCVBUF, &options_.receive_buffer_bytes, sizeof(int));
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(options_.port));
  socklen_t size = sizeof(address);
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener_, kBacklog) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("listen on 127.0.0.1:", options_.port));
  }
  port_ = ntohs(address.sin_port);
  return absl::OkStatus();
}

void Server::AcceptLoop() {
  for (int connection_id = 1;;) {
    pollfd polled[2] = {{listener_, POLLIN, 0}, {stop_.fd(), POLLIN, 0}};
    if (poll(polled, 2, -1) < 0 && errno != EINTR) return;
    if (polled[1].revents != 0) return;
    if (polled[0].revents == 0) continue;
    int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) {
      // Out of descriptors, perhaps: they come back when connections end.
      if (poll(&polled[1], 1, kRetryAcceptMilliseconds) > 0) return;
      continue;
    }
    JoinFinished(/*all=*/false);
    Served& served = served_.emplace_back();
    served.thread = std::thread([this, &served, fd, connection_id] {
      Serve(fd, connection_id);
      served.done = true;
    });
    ++connection_id;
  }
}

void Server::JoinFinished(bool all) {
  for (auto served = served_.begin(); served != served_.end();) {
    if (!all && !served->done) {
      ++served;
      continue;
    }
    served->thread.join();
    served = served_.erase(served);
  }
}

void Server::Serve(int fd, int connection_id) {
  BlockSigpipe();
  bool by_peer = false;
  {
    Socket socket(fd, stop_, tls_.get());
    switch (options_.on_accept ? options_.on_accept(connection_id) : AcceptAction::kServe) {
      case AcceptAction::kServe:
        if (socket.Handshake()) ServeRequests(socket, connection_id);
        break;
      case AcceptAction::kHold:
        socket.Wait(nullptr, kForever);
        break;
      case AcceptAction::kClose:
        socket.Close();
        break;
      case AcceptAction::kReset:
        socket.Reset();
        break;
    }
    by_peer = socket.peer_closed();
  }
  if (options_.on_close) options_.on_close(connection_id, by_peer);
}

void Server::ServeRequests(Socket& socket, int connection_id) {
  RequestReader reader(socket, options_.max_head_bytes, options_.max_body_bytes);
  for (int index = 0;; ++index) {
    Request request;
    request.connection_id = connection_id;
    request.connection_index = index;
    request.tls_resumed = socket.tls_resumed();
    int status = reader.ReadHead(request);
    bool read_body = status == 200;
    if (read_body && options_.on_head)
      read_body = options_.on_head(request) == HeadAction::kReadBody;
    if (read_body) {
      if (request.headers.HasToken("Expect", "100-continue") &&
          !socket.Write("HTTP/1.1 100 Continue\r\n\r\n")) {
        return;
      }
      status = reader.ReadBody(request);
    }
    if (status == 0) return;
    Connection connection(socket, request);
    if (status == 200) {
      handler_(request, connection);
    } else {
      connection.Respond(status, {{"Content-Type", "text/plain"}, {"Connection", "close"}},
                         "cannot read this request\n");
    }
    if (connection.reusable()) continue;
    if (connection.finished()) socket.CloseAfterAnswer();
    return;
  }
}

}  // namespace mediagen::http
