#include "tests/net/hand_served_port.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace mediagen::testing {
namespace {

constexpr timeval kLimit{10, 0};

void DieUnless(bool good, const char* what) {
  if (good) return;
  perror(what);
  abort();
}

}  // namespace

HandServedPort::HandServedPort() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  DieUnless(bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0, "bind");
  DieUnless(listen(listener_, 8) == 0, "listen");
  DieUnless(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0,
            "getsockname");
  setsockopt(listener_, SOL_SOCKET, SO_RCVTIMEO, &kLimit, sizeof(kLimit));
  port_ = ntohs(address.sin_port);
}

HandServedPort::~HandServedPort() {
  CloseConnection();
  StopListening();
}

bool HandServedPort::Accept() {
  CloseConnection();
  fd_ = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (fd_ < 0) return false;
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &kLimit, sizeof(kLimit));
  setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &kLimit, sizeof(kLimit));
  return true;
}

void HandServedPort::StopListening() {
  if (listener_ >= 0) close(listener_);
  listener_ = -1;
}

bool HandServedPort::ReadHead() {
  std::string head;
  char scratch[4096];
  while (head.find("\r\n\r\n") == std::string::npos) {
    const ssize_t count = recv(fd_, scratch, sizeof(scratch), 0);
    if (count <= 0) return false;
    head.append(scratch, static_cast<size_t>(count));
  }
  return true;
}

size_t HandServedPort::ReadSome(size_t size) {
  std::string scratch(size, '\0');
  const ssize_t count = recv(fd_, &scratch[0], size, 0);
  return count > 0 ? static_cast<size_t>(count) : 0;
}

bool HandServedPort::Write(const std::string& bytes) {
  return send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

void HandServedPort::Reset() {
  const linger at_once{/*l_onoff=*/1, /*l_linger=*/0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  CloseConnection();
}

void HandServedPort::CloseConnection() {
  if (fd_ >= 0) close(fd_);
  fd_ = -1;
}

}  // namespace mediagen::testing
