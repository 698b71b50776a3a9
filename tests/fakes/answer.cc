#include "tests/fakes/answer.h"

#include <algorithm>
#include <utility>

#include "sandbox/text.h"

namespace mediagen::testing {
namespace {

constexpr size_t kDefaultWriteBytes = 256 * 1024;

}  // namespace

Answer::Answer(int status, std::string body) : status_(status) {
  headers_.Add("Content-Type", "application/json");
  Body(std::move(body));
}

Answer& Answer::Status(int status) {
  status_ = status;
  return *this;
}

Answer& Answer::Header(std::string name, std::string value) {
  http::Headers kept;
  for (const http::Headers::Field& field : headers_) {
    if (!http::EqualsIgnoreCase(field.first, name)) kept.Add(field.first, field.second);
  }
  kept.Add(std::move(name), std::move(value));
  headers_ = std::move(kept);
  return *this;
}

Answer& Answer::Body(std::string body) {
  body_ = std::make_shared<const std::string>(std::move(body));
  return *this;
}

Answer& Answer::BodyFrom(std::function<std::string()> next_piece) {
  next_piece_ = std::move(next_piece);
  if (framing_ == http::Framing::kContentLength) framing_ = http::Framing::kChunked;
  return *this;
}

Answer& Answer::Framing(http::Framing framing) {
  framing_ = framing;
  return *this;
}

Answer& Answer::WriteEvery(size_t bytes, std::chrono::milliseconds pause) {
  write_bytes_ = bytes;
  write_pause_ = pause;
  return *this;
}

Answer& Answer::DelayBefore(std::chrono::milliseconds pause) {
  delay_before_ = pause;
  return *this;
}

Answer& Answer::HoldUntilReleased() {
  hold_ = true;
  return *this;
}

Answer& Answer::CloseBeforeAnswer(CutKind kind) {
  close_before_answer_ = true;
  cut_kind_ = kind;
  return *this;
}

Answer& Answer::Raw(std::string bytes) {
  raw_ = std::make_shared<const std::string>(std::move(bytes));
  return *this;
}

Answer& Answer::CutAfter(uint64_t body_bytes, CutKind kind) {
  cut_after_ = body_bytes;
  cut_kind_ = kind;
  return *this;
}

Answer& Answer::StallAfter(uint64_t body_bytes) {
  stall_after_ = body_bytes;
  return *this;
}

Answer& Answer::StallBeforeReadingBody() {
  stall_before_body_ = true;
  return *this;
}

Answer& Answer::AnswerBeforeReadingBody() {
  answer_before_body_ = true;
  return *this;
}

Answer& Answer::Expect417() {
  status_ = 417;
  expect_417_ = true;
  return *this;
}

bool Answer::SkipsBody(const http::Request& request) const {
  return stall_before_body_ || answer_before_body_ ||
         (expect_417_ && request.headers.HasToken("Expect", "100-continue"));
}

void Answer::Play(http::Connection& connection, const http::Gate& released,
                  std::atomic<uint64_t>& sent) const {
  if (stall_before_body_ || hold_) {
    if (connection.Stall(released) != http::WaitEnd::kGateOpened) return;
  }
  if (delay_before_.count() > 0 && !connection.Pause(delay_before_)) return;
  if (close_before_answer_) return End(connection, cut_kind_);
  if (raw_ != nullptr) {
    connection.WriteRaw(*raw_);
    return connection.Close();
  }
  if (!connection.WriteHead(status_, headers_, framing_, body_->size())) return;
  if (!DoWhatIsDueAt(0, connection, released)) return;
  if (next_piece_) {
    for (std::string piece = next_piece_(); !piece.empty(); piece = next_piece_()) {
      if (!WriteBody(connection, piece, released, sent)) return;
    }
  } else if (!WriteBody(connection, *body_, released, sent)) {
    return;
  }
  connection.Finish();
}

bool Answer::WriteBody(http::Connection& connection, std::string_view piece,
                       const http::Gate& released, std::atomic<uint64_t>& sent) const {
  const size_t usual = write_bytes_ > 0 ? write_bytes_ : kDefaultWriteBytes;
  while (!piece.empty()) {
    const uint64_t written = connection.body_bytes_written();
    if (written > 0 && write_pause_.count() > 0 && !connection.Pause(write_pause_)) return false;
    uint64_t size = std::min(usual, piece.size());
    if (cut_after_ > written) size = std::min(size, cut_after_ - written);
    if (stall_after_ > written) size = std::min(size, stall_after_ - written);
    if (!connection.Write(piece.substr(0, size))) return false;
    sent += size;
    piece.remove_prefix(size);
    if (!DoWhatIsDueAt(written + size, connection, released)) return false;
  }
  return true;
}

bool Answer::DoWhatIsDueAt(uint64_t written, http::Connection& connection,
                           const http::Gate& released) const {
  if (written == stall_after_ && connection.Stall(released) != http::WaitEnd::kGateOpened) {
    return false;
  }
  if (written == cut_after_) {
    End(connection, cut_kind_);
    return false;
  }
  return true;
}

void Answer::End(http::Connection& connection, CutKind kind) const {
  if (kind == CutKind::kReset) {
    connection.Cut();
  } else {
    connection.Close();
  }
}

}  // namespace mediagen::testing
