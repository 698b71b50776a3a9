#include "tests/load/fast_upstream.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

constexpr int64_t kPatternGroups = 1024;
constexpr size_t kGroupText = 64;  // A group in base64.
constexpr char kHead[] = R"({"done":true,"response":{"videos":[{"bytesBase64Encoded":")";
constexpr char kTail[] = R"(","mimeType":"video/mp4"}]}})";

int OrDie(int result, const char* what) {
  if (result >= 0) return result;
  std::perror(what);
  std::exit(1);
}

std::string PatternGroup(int64_t group) {
  return absl::StrFormat("group %8d of a video that nobody looks at..", group % kPatternGroups);
}

std::string Pattern() {
  std::string pattern;
  for (int64_t group = 0; group < kPatternGroups; ++group) pattern += Base64(PatternGroup(group));
  return pattern;
}

std::string Head(int64_t length) {
  return absl::StrCat(
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ", length, "\r\n\r\n");
}

std::string JsonAnswer(const std::string& body) {
  return absl::StrCat(Head(static_cast<int64_t>(body.size())), body);
}

size_t BodyLength(const std::string& head) {
  const size_t at = head.find("Content-Length: ");
  return at == std::string::npos ? 0 : static_cast<size_t>(std::atoll(head.c_str() + at + 16));
}

}  // namespace

std::string FirstGroup(int number) {
  return absl::StrCat(std::string("\0\0\0\x18", 4), "ftypisom",
                      absl::StrFormat("video %8d", number), std::string(22, '.'));
}

bool IsVideo(int number, int64_t offset, const std::string& bytes) {
  int64_t group = offset / kGroupBytes;
  auto skip = static_cast<size_t>(offset % kGroupBytes);
  for (size_t at = 0; at < bytes.size(); ++group) {
    const std::string expected = group == 0 ? FirstGroup(number) : PatternGroup(group);
    const size_t count = std::min(expected.size() - skip, bytes.size() - at);
    if (std::memcmp(bytes.data() + at, expected.data() + skip, count) != 0) return false;
    at += count;
    skip = 0;
  }
  return true;
}

FastUpstream::FastUpstream(int64_t groups) : groups_(groups), pattern_(Pattern()) {
  listener_ = OrDie(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  OrDie(bind(listener_, any, sizeof(address)), "bind");
  OrDie(listen(listener_, SOMAXCONN), "listen");
  socklen_t size = sizeof(address);
  OrDie(getsockname(listener_, any, &size), "getsockname");
  port_ = ntohs(address.sin_port);
  epoll_ = OrDie(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
  stop_ = OrDie(eventfd(0, EFD_CLOEXEC), "eventfd");
  for (int fd : {listener_, stop_}) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    OrDie(epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
  }
  thread_ = std::thread([this] { Run(); });
}

FastUpstream::~FastUpstream() {
  eventfd_write(stop_, 1);
  thread_.join();
  for (const auto& [fd, connection] : connections_) close(fd);
  for (int fd : {listener_, epoll_, stop_}) close(fd);
}

std::string FastUpstream::base_url() const { return absl::StrCat("http://127.0.0.1:", port_); }

void FastUpstream::Run() {
  std::array<epoll_event, 256> events;
  for (;;) {
    const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      const int fd = events[static_cast<size_t>(i)].data.fd;
      if (fd == stop_) return;
      if (fd == listener_) {
        Accept();
        continue;
      }
      Connection& connection = connections_[fd];
      if (Read(fd, connection) && Write(fd, connection)) continue;
      close(fd);
      connections_.erase(fd);
    }
  }
}

void FastUpstream::Accept() {
  for (;;) {
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;
    const int yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLET;
    event.data.fd = fd;
    connections_[fd] = Connection();
    OrDie(epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
  }
}

bool FastUpstream::Read(int fd, Connection& connection) {
  std::array<char, 16 * 1024> block;
  for (;;) {
    const ssize_t count = read(fd, block.data(), block.size());
    if (count == 0) return false;
    if (count < 0) break;
    connection.in.append(block.data(), static_cast<size_t>(count));
  }
  if (errno != EAGAIN) return false;
  for (;;) {
    const size_t end = connection.in.find("\r\n\r\n");
    if (end == std::string::npos) return true;
    const size_t whole = end + 4 + BodyLength(connection.in.substr(0, end + 2));
    if (connection.in.size() < whole) return true;
    const std::string line = connection.in.substr(0, connection.in.find("\r\n"));
    connection.in.erase(0, whole);
    if (!Answer(line, connection)) return false;
  }
}

bool FastUpstream::Answer(const std::string& request_line, Connection& connection) {
  constexpr char kName[] = "models/veo-3.0-generate-preview/operations/n";
  if (absl::StartsWith(request_line, "POST ")) {
    connection.out += JsonAnswer(absl::StrCat(R"({"name":")", kName, starts_++, R"("})"));
    return true;
  }
  const size_t at = request_line.find("/operations/n");
  if (at == std::string::npos) return false;
  ++polls_;
  if (!finished_) {
    connection.out += JsonAnswer(absl::StrCat(R"({"name":")", kName, R"("})"));
    return true;
  }
  connection.number = std::atoi(request_line.c_str() + at + 13);
  connection.out += Head(static_cast<int64_t>(std::strlen(kHead) + std::strlen(kTail)) +
                         groups_ * static_cast<int64_t>(kGroupText));
  connection.out += absl::StrCat(kHead, Base64(FirstGroup(connection.number)));
  connection.next_group = 1;
  connection.end_group = groups_;
  Refill(connection);
  return true;
}

void FastUpstream::Refill(Connection& connection) const {
  if (connection.end_group == 0) return;
  const int64_t from = connection.next_group % kPatternGroups;
  const int64_t count =
      std::min(connection.end_group - connection.next_group, kPatternGroups - from);
  connection.out.append(pattern_, static_cast<size_t>(from) * kGroupText,
                        static_cast<size_t>(count) * kGroupText);
  connection.next_group += count;
  if (connection.next_group < connection.end_group) return;
  connection.out += kTail;
  connection.end_group = 0;
}

bool FastUpstream::Write(int fd, Connection& connection) {
  while (connection.out_sent < connection.out.size()) {
    const ssize_t count = send(fd, connection.out.data() + connection.out_sent,
                               connection.out.size() - connection.out_sent, MSG_NOSIGNAL);
    if (count < 0) return errno == EAGAIN;
    connection.out_sent += static_cast<size_t>(count);
    if (connection.out_sent < connection.out.size()) continue;
    connection.out.clear();
    connection.out_sent = 0;
    Refill(connection);
  }
  return true;
}

}  // namespace mediagen::testing
