#include "tests/fakes/raw_client.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace mediagen::testing {
namespace {

constexpr int kLimitMilliseconds = 10'000;
constexpr size_t kMostBytes = 16 * 1024 * 1024;
constexpr int kBlockedAfterMilliseconds = 50;

bool Poll(int fd, short events, int milliseconds) {
  pollfd polled{fd, events, 0};
  return poll(&polled, 1, milliseconds) > 0;
}

}  // namespace

RawClient::RawClient(int port) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  if (connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) Close();
}

RawClient::~RawClient() { Close(); }

void RawClient::Close() {
  if (fd_ >= 0) close(fd_);
  fd_ = -1;
}

bool RawClient::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    if (!Poll(fd_, POLLOUT, kLimitMilliseconds)) return false;
    const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

size_t RawClient::SendUntilBlocked(size_t at_most) {
  const std::string piece(64 * 1024, 'x');
  size_t total = 0;
  while (total < at_most && Poll(fd_, POLLOUT, kBlockedAfterMilliseconds)) {
    const ssize_t sent = send(fd_, piece.data(), piece.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent <= 0) break;
    total += static_cast<size_t>(sent);
  }
  return total;
}

std::string RawClient::ReadSome() {
  std::string text;
  ReadMore(text);
  return text;
}

std::string RawClient::ReadUntil(std::string_view end) {
  std::string text;
  while (!text.ends_with(end) && text.size() < kMostBytes && ReadMore(text)) {
  }
  return text;
}

std::string RawClient::ReadToEnd() {
  std::string text;
  while (text.size() < kMostBytes && ReadMore(text)) {
  }
  return text;
}

bool RawClient::ReadMore(std::string& into) {
  char buffer[4096];
  if (!Poll(fd_, POLLIN, kLimitMilliseconds)) return false;
  const ssize_t count = recv(fd_, buffer, sizeof(buffer), 0);
  was_reset_ = count < 0 && errno == ECONNRESET;
  if (count <= 0) return false;
  into.append(buffer, static_cast<size_t>(count));
  return true;
}

}  // namespace mediagen::testing
