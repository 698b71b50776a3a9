#include "sandbox/http_socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>

namespace mediagen::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kLookForHiddenClose{20};
constexpr milliseconds kDrainAfterAnswer{2000};

// An end of a connection as /proc/net/tcp spells it.
std::string ProcName(const sockaddr_in& address) {
  char text[16];
  snprintf(text, sizeof(text), "%08X:%04X", address.sin_addr.s_addr, ntohs(address.sin_port));
  return text;
}

}  // namespace

Gate::Gate() : fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

Gate::~Gate() { close(fd_); }

void Gate::Open() {
  uint64_t one = 1;
  // Fails only when the counter is full, and then the gate is open already.
  ssize_t written = write(fd_, &one, sizeof(one));
  (void)written;
}

Socket::Socket(int fd, const Gate& stop, SSL_CTX* tls) : fd_(fd), stop_(stop) {
  fcntl(fd_, F_SETFL, fcntl(fd_, F_GETFL) | O_NONBLOCK);
  int on = 1;
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  if (tls == nullptr) return;
  ssl_ = SSL_new(tls);
  SSL_set_fd(ssl_, fd_);
  SSL_set_mode(ssl_, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_ENABLE_PARTIAL_WRITE);
}

Socket::~Socket() {
  Close();
  SSL_free(ssl_);
}

bool Socket::Handshake() {
  while (ssl_ != nullptr) {
    ERR_clear_error();
    int result = SSL_accept(ssl_);
    if (result == 1) break;
    if (!WaitForTls(result)) return false;
  }
  return true;
}

bool Socket::tls_resumed() const { return ssl_ != nullptr && SSL_session_reused(ssl_) == 1; }

size_t Socket::Read(char* buffer, size_t size) {
  while (open()) {
    ssize_t count = 0;
    if (ssl_ != nullptr) {
      ERR_clear_error();
      count = SSL_read(ssl_, buffer, static_cast<int>(size));
      if (count <= 0 && WaitForTls(static_cast<int>(count))) continue;
    } else {
      count = recv(fd_, buffer, size, 0);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        if (WaitFor(POLLIN, nullptr, kForever) != WaitEnd::kReady) return 0;
        continue;
      }
      if (count <= 0) peer_closed_ = true;
    }
    return count > 0 ? static_cast<size_t>(count) : 0;
  }
  return 0;
}

bool Socket::Write(std::string_view bytes) {
  while (!bytes.empty()) {
    // Before each piece: the kernel takes the first bytes after a FIN without complaint.
    if (!open() || WaitFor(POLLOUT, nullptr, kForever) != WaitEnd::kReady) return false;
    ssize_t count = 0;
    if (ssl_ != nullptr) {
      ERR_clear_error();
      count =
          SSL_write(ssl_, bytes.data(), static_cast<int>(std::min<size_t>(bytes.size(), 1 << 20)));
      if (count <= 0 && WaitForTls(static_cast<int>(count))) continue;
    } else {
      count = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK)) continue;
      if (count < 0) peer_closed_ = true;
    }
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return open();
}

WaitEnd Socket::Wait(const Gate* gate, milliseconds limit) { return WaitFor(0, gate, limit); }

WaitEnd Socket::WaitFor(short events, const Gate* gate, milliseconds limit) {
  if (!open()) return WaitEnd::kPeerClosed;
  const steady_clock::time_point deadline = steady_clock::now() + limit;
  for (;;) {
    milliseconds left =
        std::max(milliseconds(0), std::chrono::ceil<milliseconds>(deadline - steady_clock::now()));
    const bool may_hide_close = events == 0 && HasUnreadBytes();
    const milliseconds slice = may_hide_close ? std::min(left, kLookForHiddenClose) : left;
    // With nothing unread yet, bytes that arrive must wake the wait: from then on a close may hide.
    const short wanted = events == 0 && !may_hide_close ? POLLIN : events;
    pollfd polled[3] = {{fd_, static_cast<short>(wanted | POLLRDHUP), 0},
                        {stop_.fd(), POLLIN, 0},
                        {gate == nullptr ? -1 : gate->fd(), POLLIN, 0}};
    if (poll(polled, 3, static_cast<int>(slice.count())) < 0 && errno != EINTR) {
      return WaitEnd::kStopped;
    }
    const short seen = polled[0].revents;
    if (polled[1].revents != 0) return WaitEnd::kStopped;
    if (polled[2].revents != 0) return WaitEnd::kGateOpened;
    // A reader finds the end itself, behind the bytes that came before it.
    if ((events & POLLIN) != 0 && seen != 0) return WaitEnd::kReady;
    if ((seen & (POLLRDHUP | POLLHUP | POLLERR)) != 0 ||
        (may_hide_close && PeerClosedBehindUnreadBytes())) {
      peer_closed_ = true;
      return WaitEnd::kPeerClosed;
    }
    if ((seen & events) != 0) return WaitEnd::kReady;
    if (left.count() == 0) return WaitEnd::kTimedOut;
  }
}

bool Socket::HasUnreadBytes() const {
  int unread = 0;
  return ioctl(fd_, FIONREAD, &unread) == 0 && unread > 0;
}

// A peer that closes while its own bytes wait for room on this side sends its FIN behind them, so
// it never comes. On loopback the kernel's table shows the state of the peer's end.
bool Socket::PeerClosedBehindUnreadBytes() const {
  constexpr std::string_view kEstablished = "01";
  sockaddr_in ours{}, theirs{};
  socklen_t size = sizeof(ours);
  if (getsockname(fd_, reinterpret_cast<sockaddr*>(&ours), &size) != 0) return false;
  size = sizeof(theirs);
  if (getpeername(fd_, reinterpret_cast<sockaddr*>(&theirs), &size) != 0) return true;
  const std::string ends = ProcName(theirs) + " " + ProcName(ours) + " ";
  std::ifstream table("/proc/net/tcp");
  for (std::string line; std::getline(table, line);) {
    size_t at = line.find(ends);
    if (at == std::string::npos) continue;
    return std::string_view(line).substr(at + ends.size(), 2) != kEstablished;
  }
  return false;
}

bool Socket::WaitForTls(int result) {
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ:
      return WaitFor(POLLIN, nullptr, kForever) == WaitEnd::kReady;
    case SSL_ERROR_WANT_WRITE:
      return WaitFor(POLLOUT, nullptr, kForever) == WaitEnd::kReady;
    default:
      peer_closed_ = true;
      return false;
  }
}

void Socket::Reset() {
  if (!open()) return;
  linger at_once{/*l_onoff=*/1, /*l_linger=*/0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  Close();
}

void Socket::Close() {
  if (fd_ >= 0) close(fd_);
  fd_ = -1;
}

void Socket::CloseAfterAnswer() {
  if (!open()) return;
  if (ssl_ != nullptr) SSL_shutdown(ssl_);
  shutdown(fd_, SHUT_WR);
  const steady_clock::time_point deadline = steady_clock::now() + kDrainAfterAnswer;
  char scratch[16384];
  while (steady_clock::now() < deadline) {
    ssize_t count = recv(fd_, scratch, sizeof(scratch), 0);
    if (count > 0 || (count < 0 && errno == EINTR)) continue;
    if (count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) break;
    if (WaitFor(POLLIN, nullptr, kDrainAfterAnswer) != WaitEnd::kReady) break;
  }
  Close();
}

}  // namespace mediagen::http
