#ifndef MEDIAGEN_TESTS_LOAD_FAST_UPSTREAM_H_
#define MEDIAGEN_TESTS_LOAD_FAST_UPSTREAM_H_

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <unordered_map>

namespace mediagen::testing {

// What video `number` consists of: groups of 48 bytes, the first of which tells the number.
inline constexpr int64_t kGroupBytes = 48;
std::string FirstGroup(int number);
// Whether `bytes` stand at `offset` of it.
bool IsVideo(int number, int64_t offset, const std::string& bytes);

// An upstream for very many calls, on one thread: numbers the videos it starts from 0 on, says that
// they are not done until Finish, and from then on gives each, made while it is sent. Any thread;
// ends with the object, and the program when it cannot listen.
class FastUpstream {
 public:
  // Videos of so many groups.
  explicit FastUpstream(int64_t groups);
  ~FastUpstream();

  std::string base_url() const;
  int starts() const { return starts_; }
  int64_t polls() const { return polls_; }
  void Finish() { finished_ = true; }

 private:
  class Connection {
   public:
    std::string in;
    std::string out;
    size_t out_sent = 0;
    int number = 0;
    int64_t next_group = 0;  // To be written behind `out`.
    int64_t end_group = 0;
  };

  void Run();
  void Accept();
  // False: the connection has ended.
  bool Read(int fd, Connection& connection);
  bool Write(int fd, Connection& connection);
  bool Answer(const std::string& request_line, Connection& connection);
  void Refill(Connection& connection) const;

  const int64_t groups_;
  const std::string pattern_;  // Base64 of the groups behind the first, over and over.
  int listener_ = -1;
  int epoll_ = -1;
  int stop_ = -1;
  int port_ = 0;
  std::atomic<int> starts_ = 0;
  std::atomic<int64_t> polls_ = 0;
  std::atomic<bool> finished_ = false;
  std::unordered_map<int, Connection> connections_;
  std::thread thread_;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_LOAD_FAST_UPSTREAM_H_
