// A server of one connection at a time, played by the test itself, read by read.
#ifndef MEDIAGEN_TESTS_NET_HAND_SERVED_PORT_H_
#define MEDIAGEN_TESTS_NET_HAND_SERVED_PORT_H_

#include <cstddef>
#include <string>

namespace mediagen::testing {

// Owns a listening socket on 127.0.0.1 and the connection it accepted last. One thread. Every call
// ends within 10 s; aborts the test program when it cannot listen.
class HandServedPort {
 public:
  HandServedPort();
  ~HandServedPort();
  HandServedPort(const HandServedPort&) = delete;
  HandServedPort& operator=(const HandServedPort&) = delete;

  // "http://127.0.0.1:PORT"
  std::string base_url(const std::string& scheme = "http") const {
    return scheme + "://127.0.0.1:" + std::to_string(port_);
  }

  // The next connection takes the place of the one before; false when none comes.
  bool Accept();
  // From now on connecting is refused. The accepted connection stays.
  void StopListening();

  // Reads until the head of a request has come (and perhaps more); false when it does not.
  bool ReadHead();
  // At most `size` bytes; 0 when the peer has closed.
  size_t ReadSome(size_t size);
  bool Write(const std::string& bytes);
  void Reset();

 private:
  void CloseConnection();

  int listener_;
  int port_;
  int fd_ = -1;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_NET_HAND_SERVED_PORT_H_
