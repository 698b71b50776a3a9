#ifndef MEDIAGEN_TESTS_FAKES_SILENT_PORT_H_
#define MEDIAGEN_TESTS_FAKES_SILENT_PORT_H_

#include <string>
#include <vector>

namespace mediagen::testing {

// A port on 127.0.0.1 where connecting neither succeeds nor fails: its queue of waiting connections
// is full, so the kernel drops what comes. Owns its sockets. Aborts the test program when it cannot
// be made.
class SilentPort {
 public:
  SilentPort();
  ~SilentPort();
  SilentPort(const SilentPort&) = delete;
  SilentPort& operator=(const SilentPort&) = delete;

  int port() const { return port_; }
  // "http://127.0.0.1:PORT"
  std::string base_url() const;

 private:
  int listener_;
  int port_;
  std::vector<int> fillers_;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_FAKES_SILENT_PORT_H_
