#include "server/upstream/chat_reader.h"

#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

// With so much waiting for the caller nothing more is taken; the chunk that is being filled comes
// on top.
constexpr size_t kBytesAhead = PictureChunks::kBytes;
constexpr size_t kMaxErrorText = 64 * 1024;

bool IsSuccess(int status) { return status >= 200 && status < 300; }

}  // namespace

ChatReader::ChatReader(HttpClient& client, CallContext& call, const HttpRequest& request,
                       size_t held_bytes)
    : call_(call),
      bytes_(call.bytes(), call.loop()),
      decoder_(held_bytes, call.bytes().budget),
      exchange_(client, request, *this) {
  // An event that is not whole is held, and cannot be given back.
  call.bytes().collects = true;
}

Task<absl::StatusOr<MediaRead>> ChatReader::Next(ChatPiece& piece, absl::Duration limit) {
  const MonotonicTime until = After(call_.loop().now(), limit);
  for (;;) {
    if (waits_for_bytes_ && !bytes_.IsWaiting()) exchange_.Resume();
    if (decoder_.output().Take(piece)) {
      exchange_.Resume();
      co_return MediaRead::kPiece;
    }
    if (AtEnd()) {
      if (decoder_.output().Take(piece)) co_return MediaRead::kPiece;
      co_return MediaRead::kEnd;
    }
    absl::Duration pause = absl::InfiniteDuration();
    if (until != kNever) pause = absl::FromChrono(until - call_.loop().now());
    absl::StatusOr<Waited> waited = co_await Wait(call_, exchange_.changed(), pause);
    if (!waited.ok()) co_return waited.status();
    if (*waited == Waited::kIdle) co_return MediaRead::kIdle;
  }
}

bool ChatReader::AtEnd() {
  if (!exchange_.done()) {
    if (decoder_.state() == ChatDecoder::State::kReading) return false;
    // What comes behind the end of an answer, or behind its failure, is nobody's.
    exchange_.Abort();
  } else if (exchange_.result().ok() && IsSuccess(exchange_.head().status)) {
    decoder_.Finish();
  }
  return true;
}

BodySink::Taken ChatReader::OnBody(absl::string_view bytes) {
  if (!IsSuccess(exchange_.head().status)) {
    const size_t room = kMaxErrorText - error_text_.size();
    absl::StrAppend(&error_text_, bytes.substr(0, room));
    return Taken::kAll;
  }
  if (decoder_.output().bytes() >= kBytesAhead) return Taken::kNothing;
  // What is decoded now is counted when it is there; this much there must be to spare.
  const ByteLease room = bytes_.Get(ByteBudget::kSmallestChunk, exchange_.changed());
  waits_for_bytes_ = room.empty();
  if (waits_for_bytes_) return Taken::kNothing;
  decoder_.Add(bytes);
  return Taken::kAll;
}

bool ChatReader::ok() const { return decoder_.state() == ChatDecoder::State::kComplete; }

UpstreamError ChatReader::error() const {
  switch (decoder_.state()) {
    case ChatDecoder::State::kUnreadable:
      return UnreadableAnswer(decoder_.problem());
    case ChatDecoder::State::kError: {
      UpstreamError error = ReadUpstreamError(exchange_.head(), decoder_.error_event());
      // Behind the start of an answer it rejects nothing.
      if (!decoder_.error_is_answer()) error.definite_rejection = false;
      return error;
    }
    default:
      break;
  }
  if (!exchange_.result().ok()) return FromTransport(exchange_);
  return ReadUpstreamError(exchange_.head(), error_text_);
}

}  // namespace mediagen
