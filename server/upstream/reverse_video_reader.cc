#include "server/upstream/reverse_video_reader.h"

#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

constexpr size_t kMaxErrorText = 64 * 1024;

bool IsSuccess(int status) { return status >= 200 && status < 300; }

}  // namespace

Task<absl::StatusOr<MediaRead>> ReverseVideoReader::Next(ReverseVideoNews&, absl::Duration limit) {
  const MonotonicTime until = After(call_.loop().now(), limit);
  for (;;) {
    const bool at_end = AtEnd();
    if (decoder_.text().TakeNews()) co_return MediaRead::kPiece;
    if (at_end) co_return MediaRead::kEnd;
    absl::Duration pause = absl::InfiniteDuration();
    if (until != kNever) pause = absl::FromChrono(until - call_.loop().now());
    absl::StatusOr<Waited> waited = co_await Wait(call_, exchange_.changed(), pause);
    if (!waited.ok()) co_return waited.status();
    if (*waited == Waited::kIdle) co_return MediaRead::kIdle;
  }
}

bool ReverseVideoReader::AtEnd() {
  if (!exchange_.done()) {
    if (decoder_.state() == ReverseVideoDecoder::State::kReading) return false;
    // What comes behind the end of an answer, or behind its failure, is nobody's.
    exchange_.Abort();
  } else if (exchange_.result().ok() && IsSuccess(exchange_.head().status)) {
    decoder_.Finish();
  }
  return true;
}

BodySink::Taken ReverseVideoReader::OnBody(absl::string_view bytes) {
  if (IsSuccess(exchange_.head().status)) {
    decoder_.Add(bytes);
  } else {
    absl::StrAppend(&error_text_, bytes.substr(0, kMaxErrorText - error_text_.size()));
  }
  return Taken::kAll;
}

UpstreamError ReverseVideoReader::error() const {
  switch (decoder_.state()) {
    case ReverseVideoDecoder::State::kUnreadable:
      return UnreadableAnswer(decoder_.problem());
    case ReverseVideoDecoder::State::kError: {
      UpstreamError error = ReadUpstreamError(exchange_.head(), decoder_.error_event());
      // Behind the start of an answer it rejects nothing.
      if (decoder_.has_choice()) error.definite_rejection = false;
      return error;
    }
    default:
      break;
  }
  if (!exchange_.result().ok()) return FromTransport(exchange_);
  return ReadUpstreamError(exchange_.head(), error_text_);
}

}  // namespace mediagen
