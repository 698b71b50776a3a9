#ifndef MEDIAGEN_TESTS_FAKES_RAW_CLIENT_H_
#define MEDIAGEN_TESTS_FAKES_RAW_CLIENT_H_

#include <string>
#include <string_view>

namespace mediagen::testing {

// A TCP client that says exactly what the test wants, whether or not it is HTTP. Owns its socket;
// one thread. Every call ends within 10 s.
class RawClient {
 public:
  explicit RawClient(int port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return fd_ >= 0; }
  // Sends all of it; false when the peer does not take it.
  bool Send(std::string_view bytes);
  // Sends until the peer takes no more for a moment; how many bytes went.
  size_t SendUntilBlocked(size_t at_most);
  // What is there, at least one byte; "" when the peer closes.
  std::string ReadSome();
  // Reads until what came so far ends with `end`, the peer closes, or it is more than a test can
  // mean.
  std::string ReadUntil(std::string_view end);
  // Reads until the peer closes.
  std::string ReadToEnd();
  // Whether the last read found a connection that was reset, rather than closed.
  bool was_reset() const { return was_reset_; }
  void Close();

 private:
  bool ReadMore(std::string& into);

  int fd_ = -1;
  bool was_reset_ = false;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_FAKES_RAW_CLIENT_H_
