#ifndef MEDIAGEN_TESTS_FAKES_ANSWER_H_
#define MEDIAGEN_TESTS_FAKES_ANSWER_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "sandbox/http_server.h"

namespace mediagen::testing {

// RST, or FIN as if all had been said.
enum class CutKind { kReset, kClose };

// What FakeUpstream does with one request: an answer, and where it goes wrong. A value, built by
// chaining:
//   Answer(200).Body(json).WriteEvery(1000).CutAfter(5000)
// Times are limits of a pause, never a means to be "after" something: for that there is
// HoldUntilReleased.
class Answer {
 public:
  explicit Answer(int status = 200, std::string body = "");
  static Answer Json(std::string body) { return Answer(200, std::move(body)); }

  Answer& Status(int status);
  // Replaces a header of that name; `Content-Type: application/json` is there unless replaced.
  Answer& Header(std::string name, std::string value);
  Answer& Body(std::string body);
  // A body that is made while it is written: called until it answers "".
  Answer& BodyFrom(std::function<std::string()> next_piece);
  // How the body ends; Content-Length unless asked otherwise (and chunked for BodyFrom).
  Answer& Framing(http::Framing framing);
  // Pieces of that size, one write each, with a pause before each but the first.
  Answer& WriteEvery(size_t bytes, std::chrono::milliseconds pause = {});

  // Before the first byte of the answer.
  Answer& DelayBefore(std::chrono::milliseconds pause);
  Answer& HoldUntilReleased();
  Answer& CloseBeforeAnswer(CutKind kind = CutKind::kReset);
  // These bytes in place of an answer, then FIN.
  Answer& Raw(std::string bytes);

  // After so many bytes of the body: end the connection, or keep it as it is until it is released
  // (then the rest follows) or the peer closes.
  Answer& CutAfter(uint64_t body_bytes, CutKind kind = CutKind::kReset);
  Answer& StallAfter(uint64_t body_bytes);

  // Before the request's body is read: never read it; or answer without reading it. Only for
  // answers that are chosen before the body is there: enqueued ones, and a default that is an
  // Answer.
  Answer& StallBeforeReadingBody();
  Answer& AnswerBeforeReadingBody();
  // 417, before the body if the request has `Expect: 100-continue`, else after it.
  Answer& Expect417();

  // Whether this request's body is not to be read.
  bool SkipsBody(const http::Request& request) const;
  // Does it all. `released` ends holds and stalls; `sent` counts the body bytes written.
  void Play(http::Connection& connection, const http::Gate& released,
            std::atomic<uint64_t>& sent) const;

 private:
  static constexpr uint64_t kNever = std::numeric_limits<uint64_t>::max();

  // False when the connection is at its end.
  bool WriteBody(http::Connection& connection, std::string_view piece, const http::Gate& released,
                 std::atomic<uint64_t>& sent) const;
  bool DoWhatIsDueAt(uint64_t written, http::Connection& connection,
                     const http::Gate& released) const;
  void End(http::Connection& connection, CutKind kind) const;

  int status_;
  http::Headers headers_;
  std::shared_ptr<const std::string> body_;  // Shared, so that copies of an answer stay cheap.
  std::function<std::string()> next_piece_;
  http::Framing framing_ = http::Framing::kContentLength;
  size_t write_bytes_ = 0;  // 0: as it comes.
  std::chrono::milliseconds write_pause_{};
  std::chrono::milliseconds delay_before_{};
  bool hold_ = false;
  bool close_before_answer_ = false;
  CutKind cut_kind_ = CutKind::kReset;
  uint64_t cut_after_ = kNever;
  uint64_t stall_after_ = kNever;
  bool stall_before_body_ = false;
  bool answer_before_body_ = false;
  bool expect_417_ = false;
  std::shared_ptr<const std::string> raw_;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_FAKES_ANSWER_H_
