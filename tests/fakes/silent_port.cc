#include "tests/fakes/silent_port.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace mediagen::testing {
namespace {

constexpr int kMostFillers = 64;
constexpr int kSilentAfterMilliseconds = 100;

void DieUnless(bool good, const char* what) {
  if (good) return;
  perror(what);
  abort();
}

}  // namespace

SilentPort::SilentPort() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  DieUnless(bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0, "bind");
  DieUnless(listen(listener_, 0) == 0, "listen");
  DieUnless(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0,
            "getsockname");
  port_ = ntohs(address.sin_port);
  for (bool silent = false; !silent;) {
    DieUnless(fillers_.size() < kMostFillers, "the port does not fall silent");
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    fillers_.push_back(fd);
    const int ignored = connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address));
    (void)ignored;  // "In progress" either way; poll tells.
    pollfd polled{fd, POLLOUT, 0};
    silent = poll(&polled, 1, kSilentAfterMilliseconds) == 0;
  }
}

SilentPort::~SilentPort() {
  for (int fd : fillers_) close(fd);
  close(listener_);
}

std::string SilentPort::base_url() const { return "http://127.0.0.1:" + std::to_string(port_); }

}  // namespace mediagen::testing
