#include "server/upstream/media_reader.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"

namespace mediagen {
namespace {

// Where base64 media stands. Both spellings of a name stand side by side: MediaPiece::kind.
constexpr MediaField kMediaFields[] = {
    {"", "bytesBase64Encoded"}, {"", "bytes_base64_encoded"}, {"", "encodedVideo"},
    {"", "encoded_video"},      {"inlineData", "data"},       {"inline_data", "data"},
    {"response", "video"},
};

// In steps media has one name everywhere, also where it is no result: all of it is kept out of the
// envelope.
constexpr MediaField kStepFields[] = {{"", "data"}};

// What the largest piece of an answer decodes to: libcurl hands over 16 KiB at a time, however much
// it has read.
constexpr size_t kPieceBytes = 12 * 1024;
// A chunk that fills slowly is handed on at this age; a writer that is merely idle gets nothing
// early.
constexpr absl::Duration kFlushAge = absl::Milliseconds(20);
// Of an answer that is put together; an upstream says any length it likes.
constexpr int64_t kMostExpected = 32 * 1024 * 1024;
// Fewer bytes at the start of an item are not handed on by themselves: they would not tell its
// type.
constexpr int64_t kTypeBytes = 16;

PayloadSplitter::Options SplitterOptions(AnswerMedia media) {
  PayloadSplitter::Options options;
  options.fields = kMediaFields;
  if (media == AnswerMedia::kSteps) options.fields = kStepFields;
  return options;
}

}  // namespace

MediaReader::MediaReader(HttpClient& client, CallContext& call, const HttpRequest& request,
                         AnswerMedia media)
    : call_(call),
      bytes_(call.bytes(), call.loop()),
      media_(media),
      splitter_(SplitterOptions(media)),
      exchange_(client, request, *this) {}

Task<absl::StatusOr<MediaRead>> MediaReader::Next(MediaPiece& piece, absl::Duration limit) {
  const MonotonicTime until = After(call_.loop().now(), limit);
  is_awaited_ = true;
  const absl::Cleanup not_awaited = [this] { is_awaited_ = false; };
  for (;;) {
    SplitRest();
    if (TakePiece(piece)) {
      if (rest_.empty() && ready_.empty()) exchange_.Resume();
      co_return MediaRead::kPiece;
    }
    if (exchange_.done() && rest_.empty()) {
      Finish();
      if (TakePiece(piece)) co_return MediaRead::kPiece;
      co_return MediaRead::kEnd;
    }
    MonotonicTime wake = until;
    if (ChunkAges()) wake = std::min(wake, After(chunk_begun_, kFlushAge));
    absl::Duration pause = absl::InfiniteDuration();
    if (wake != kNever) pause = absl::FromChrono(wake - call_.loop().now());
    absl::StatusOr<Waited> waited = co_await Wait(call_, exchange_.changed(), pause);
    if (!waited.ok()) co_return waited.status();
    const MonotonicTime now = call_.loop().now();
    if (ChunkAges() && now >= After(chunk_begun_, kFlushAge)) FlushChunk();
    const bool goes_on = !exchange_.done() || !rest_.empty();
    if (ready_.empty() && goes_on && now >= until) co_return MediaRead::kIdle;
  }
}

bool MediaReader::TakePiece(MediaPiece& piece) {
  if (ready_.empty()) return false;
  piece = std::move(ready_.front());
  ready_.pop_front();
  return true;
}

BodySink::Taken MediaReader::OnBody(absl::string_view bytes) {
  if (!exchange_.head().IsSuccess()) {
    error_text_.Append(bytes);
    return Taken::kAll;
  }
  if (!rest_.empty() || !ready_.empty()) return Taken::kNothing;
  if (!Split(bytes)) return Taken::kRefused;
  // A chunk that the next piece would not fit into goes as it is: none is cut in two, and nothing
  // of it has to be kept. One for all that may come has room for all.
  const bool has_room = chunk_.room().size() >= std::min(kPieceBytes, chunk_.capacity() / 4);
  if (!has_room && chunk_.capacity() <= kChunkBytes) FlushChunk();
  return ready_.empty() && rest_.empty() ? Taken::kAll : Taken::kLast;
}

bool MediaReader::IsAhead() const {
  size_t bytes = 0;
  for (const MediaPiece& piece : ready_) bytes += piece.bytes.size();
  return bytes >= kFirstChunkBytes;
}

bool MediaReader::Split(absl::string_view bytes) {
  while (!bytes.empty()) {
    if (in_item_ && chunk_.capacity() == 0 && (IsAhead() || !NewChunk())) {
      rest_ = std::string(bytes);
      return true;
    }
    const absl::StatusOr<PayloadSplitter::Step> step = splitter_.Next(bytes, chunk_.room());
    if (!step.ok()) {
      split_status_ = step.status();
      return false;
    }
    bytes.remove_prefix(step->consumed);
    chunk_.Grow(step->produced);
    switch (step->event) {
      case PayloadSplitter::Event::kNeedInput:
        break;
      case PayloadSplitter::Event::kOutputFull:
        FlushChunk();
        break;
      case PayloadSplitter::Event::kMediaBegin:
        BeginItem();
        break;
      case PayloadSplitter::Event::kMediaEnd:
        EndItem();
        break;
    }
  }
  return true;
}

int64_t MediaReader::WantedChunkBytes() const {
  if (call_.bytes().collects) {
    // Nobody waits for a first piece: one chunk for all that may still come.
    const int64_t left = exchange_.head().ContentLength() - exchange_.body_bytes_received();
    if (left > 0) return std::min(left / 4 * 3 + kTypeBytes, kMostExpected);
  } else if (chunk_offset_ == 0) {
    return int64_t{kFirstChunkBytes};
  }
  return call_.bytes().budget.ChunkBytes();
}

bool MediaReader::NewChunk() {
  const int64_t most = WantedChunkBytes();
  const bool hungry = is_awaited_ && ready_.empty();
  ByteLease lease =
      hungry ? bytes_.GetHungry(most, exchange_.changed()) : bytes_.Get(most, exchange_.changed());
  if (lease.empty()) return false;
  const auto size = static_cast<size_t>(lease.bytes());
  chunk_ = MediaBuffer(size, std::move(lease));
  chunk_begun_ = call_.loop().now();
  return true;
}

void MediaReader::SplitRest() {
  const bool hungry = ready_.empty() && !call_.bytes().collects;
  if (rest_.empty() || IsAhead() || (bytes_.IsWaiting() && !hungry)) return;
  const std::string rest = std::exchange(rest_, std::string());
  if (!Split(rest)) exchange_.Abort();
  if (rest_.empty() && ready_.empty()) exchange_.Resume();
}

MediaPiece MediaReader::NewPiece() const {
  MediaPiece piece;
  piece.item = splitter_.media().index;
  piece.kind = splitter_.media().field / 2;
  piece.place = place_;
  piece.offset = chunk_offset_;
  return piece;
}

bool MediaReader::ChunkIsOfUse() const {
  return !chunk_.empty() && chunk_offset_ + static_cast<int64_t>(chunk_.size()) >= kTypeBytes;
}

bool MediaReader::ChunkAges() const { return !call_.bytes().collects && ChunkIsOfUse(); }

void MediaReader::FlushChunk() {
  if (chunk_.empty()) return;
  MediaPiece piece = NewPiece();
  chunk_offset_ += static_cast<int64_t>(chunk_.size());
  piece.bytes = MediaBuffer::Fitted(std::move(chunk_));
  ready_.push_back(std::move(piece));
}

void MediaReader::BeginItem() {
  in_item_ = true;
  chunk_offset_ = 0;
  if (media_ == AnswerMedia::kUsual) return;
  open_types_.Feed(splitter_.envelope().substr(followed_));
  followed_ = splitter_.envelope().size();
  place_ = PlaceInSteps(open_types_.objects());
}

void MediaReader::EndItem() {
  FlushChunk();
  chunk_ = MediaBuffer();
  in_item_ = false;
  const ItemInfo& media = splitter_.media();
  MediaPiece piece = NewPiece();
  piece.end = true;
  piece.corrupt = media.corrupt;
  piece.corrupt_offset = media.corrupt_offset;
  ready_.push_back(std::move(piece));
}

void MediaReader::Finish() {
  if (std::exchange(finished_, true)) return;
  if (!exchange_.head().IsSuccess()) return;
  if (split_status_.ok() && exchange_.result().ok()) {
    split_status_ = splitter_.Finish();
    envelope_ = splitter_.TakeEnvelope();
  }
  // What came before a cut is still good; a caller that can join again goes on behind it.
  if (ChunkIsOfUse()) FlushChunk();
}

bool MediaReader::ok() const {
  return exchange_.result().ok() && exchange_.head().IsSuccess() && split_status_.ok();
}

UpstreamError MediaReader::error() const {
  if (!split_status_.ok()) {
    UpstreamError unreadable = UnreadableAnswer(split_status_.message());
    unreadable.transient = !absl::IsResourceExhausted(split_status_);
    return unreadable;
  }
  if (!exchange_.result().ok()) return FromTransport(exchange_);
  return ReadUpstreamError(exchange_.head(), error_text_.text());
}

}  // namespace mediagen
