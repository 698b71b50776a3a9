#include "server/upstream/file_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/json_view.h"

namespace mediagen {
namespace {

// As MediaReader: a chunk that fills slowly is handed on at this age, unless it is too short to
// tell its type.
constexpr absl::Duration kFlushAge = absl::Milliseconds(20);
constexpr int64_t kTypeBytes = 16;
constexpr size_t kMaxText = 64 * 1024;

// Something that another try will not mend.
UpstreamError Final(absl::string_view message) {
  return UpstreamError(absl::StatusCode::kInternal, message);
}

UpstreamError NoFile() {
  UpstreamError error = Final("the upstream sent something else in place of a file");
  error.cause = UpstreamError::Cause::kCorrupt;
  return error;
}

UpstreamError TooSlow() {
  UpstreamError slow(absl::StatusCode::kDeadlineExceeded, "the file does not come in time");
  slow.transient = true;
  return slow;
}

std::optional<Url> OptionalUrl(absl::string_view text) {
  absl::StatusOr<Url> url = ParseUrl(text);
  if (!url.ok()) return std::nullopt;
  return *std::move(url);
}

}  // namespace

FileReader::FileReader(HttpClient& client, CallContext& call, HttpRequest request,
                       absl::string_view base_url, const LinkRules& rules)
    : client_(client),
      call_(call),
      bytes_(call.bytes(), call.loop()),
      first_request_(std::move(request)),
      rules_(rules),
      base_url_(OptionalUrl(base_url)),
      give_up_(After(call.loop().now(), rules.time_limit)) {
  Start(ParseUrl(first_request_.url));
}

void FileReader::Start(const absl::StatusOr<Url>& url) {
  exchange_ = nullptr;  // Before its request changes.
  if (!url.ok()) return GiveUp(Final(url.status().message()));
  if (base_url_.has_value() && url->HasOriginOf(*base_url_)) {
    request_ = first_request_;
    request_.url = url->text;
    request_.max_body_bytes = rules_.max_bytes;
  } else {
    absl::StatusOr<HttpRequest> link = rules_.Get(*url);
    if (!link.ok()) return GiveUp(Final(link.status().message()));
    request_ = *std::move(link);
  }
  url_ = *url;
  text_.clear();
  exchange_ = std::make_unique<HttpExchange>(client_, request_, static_cast<BodySink&>(*this));
}

bool FileReader::IsAtRedirect() const {
  if (exchange_ == nullptr) return false;
  switch (exchange_->head().status) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
      return true;
    default:
      return false;
  }
}

void FileReader::FollowRedirect() {
  if (redirects_++ == kMaxRedirects) {
    exchange_ = nullptr;
    return GiveUp(Final("the upstream redirects too often"));
  }
  Start(ResolveUrl(url_, std::string(exchange_->head().Header("Location"))));
}

void FileReader::GiveUp(UpstreamError error) {
  failure_ = std::move(error);
  finished_ = true;
}

Task<absl::StatusOr<MediaRead>> FileReader::Next(MediaPiece& piece, absl::Duration limit) {
  const MonotonicTime until = After(call_.loop().now(), limit);
  is_awaited_ = true;
  const absl::Cleanup not_awaited = [this] { is_awaited_ = false; };
  for (;;) {
    if (IsAtRedirect()) FollowRedirect();
    TakeRest();
    if (TakePiece(piece)) {
      if (exchange_ != nullptr && rest_.empty() && ready_.empty()) exchange_->Resume();
      co_return MediaRead::kPiece;
    }
    if (finished_ || (exchange_->done() && rest_.empty())) {
      Finish();
      if (TakePiece(piece)) co_return MediaRead::kPiece;
      co_return MediaRead::kEnd;
    }
    MonotonicTime wake = std::min(until, give_up_);
    if (ChunkIsOfUse()) wake = std::min(wake, After(chunk_begun_, kFlushAge));
    absl::Duration pause = absl::InfiniteDuration();
    if (wake != kNever) pause = absl::FromChrono(wake - call_.loop().now());
    absl::StatusOr<Waited> waited = co_await Wait(call_, exchange_->changed(), pause);
    if (!waited.ok()) co_return waited.status();
    const MonotonicTime now = call_.loop().now();
    if (ChunkIsOfUse() && now >= After(chunk_begun_, kFlushAge)) FlushChunk();
    if (now >= give_up_) RunOutOfTime();
    const bool goes_on = !exchange_->done() || !rest_.empty();
    if (ready_.empty() && goes_on && now >= until) co_return MediaRead::kIdle;
  }
}

bool FileReader::TakePiece(MediaPiece& piece) {
  if (ready_.empty()) return false;
  piece = std::move(ready_.front());
  ready_.pop_front();
  return true;
}

BodySink::Taken FileReader::OnBody(absl::string_view bytes) {
  if (!rest_.empty() || !ready_.empty()) return Taken::kNothing;
  const bool may_be_file = exchange_->head().status == 200;
  if (may_be_file && start_ == FileStart::kUndecided) {
    const size_t known = text_.size();
    text_.append(bytes.data(), std::min(bytes.size(), kFileStartBytes - known));
    bytes.remove_prefix(text_.size() - known);
    start_ = JudgeFileStart(text_, false);
    if (start_ == FileStart::kMedia) TakeFileBytes(text_);
  }
  if (may_be_file && start_ == FileStart::kMedia) {
    TakeFileBytes(bytes);
  } else {
    text_.append(bytes.data(), std::min(bytes.size(), kMaxText - std::min(kMaxText, text_.size())));
  }
  return ready_.empty() && rest_.empty() ? Taken::kAll : Taken::kLast;
}

void FileReader::TakeFileBytes(absl::string_view bytes) {
  while (!bytes.empty()) {
    if (!rest_.empty() || (chunk_.capacity() == 0 && !NewChunk())) {
      absl::StrAppend(&rest_, bytes);
      return;
    }
    const size_t count = std::min(bytes.size(), chunk_.room().size());
    std::memcpy(chunk_.room().data(), bytes.data(), count);
    chunk_.Grow(count);
    bytes.remove_prefix(count);
    if (chunk_.room().empty()) FlushChunk();
  }
}

bool FileReader::NewChunk() {
  const int64_t most = chunk_offset_ == 0 ? int64_t{MediaReader::kFirstChunkBytes}
                                          : call_.bytes().budget.ChunkBytes();
  const bool hungry = is_awaited_ && ready_.empty();
  ByteLease lease = hungry ? bytes_.GetHungry(most, exchange_->changed())
                           : bytes_.Get(most, exchange_->changed());
  if (lease.empty()) return false;
  const auto size = static_cast<size_t>(lease.bytes());
  chunk_ = MediaBuffer(size, std::move(lease));
  chunk_begun_ = call_.loop().now();
  return true;
}

void FileReader::TakeRest() {
  const bool hungry = ready_.empty() && !call_.bytes().collects;
  if (rest_.empty() || (bytes_.IsWaiting() && !hungry)) return;
  const std::string rest = std::exchange(rest_, std::string());
  TakeFileBytes(rest);
  if (rest_.empty() && ready_.empty()) exchange_->Resume();
}

bool FileReader::ChunkIsOfUse() const {
  return !chunk_.empty() && chunk_offset_ + static_cast<int64_t>(chunk_.size()) >= kTypeBytes;
}

void FileReader::FlushChunk() {
  if (chunk_.empty()) return;
  MediaPiece piece;
  piece.offset = chunk_offset_;
  chunk_offset_ += static_cast<int64_t>(chunk_.size());
  piece.bytes = MediaBuffer::Fitted(std::exchange(chunk_, MediaBuffer()));
  ready_.push_back(std::move(piece));
}

void FileReader::RunOutOfTime() {
  if (!exchange_->done()) exchange_->Abort();
  if (rest_.empty()) return;
  rest_.clear();
  GiveUp(TooSlow());
}

void FileReader::Finish() {
  if (std::exchange(finished_, true)) return;
  const bool whole = exchange_->result().ok() && exchange_->head().status == 200;
  // What came before a cut is still good, if it tells its type.
  if (whole && start_ == FileStart::kUndecided) {
    start_ = JudgeFileStart(text_, true);
    if (start_ == FileStart::kMedia) {
      const auto size = static_cast<int64_t>(text_.size());
      chunk_ = MediaBuffer(text_.size(), call_.bytes().budget.Take(size));
      TakeFileBytes(text_);
    }
  }
  if (whole || ChunkIsOfUse()) FlushChunk();
  if (!whole || start_ != FileStart::kMedia) return GiveUp(ReadFailure());
  MediaPiece piece;
  piece.offset = chunk_offset_;
  piece.end = true;
  ready_.push_back(std::move(piece));
}

UpstreamError FileReader::ReadFailure() const {
  if (!exchange_->result().ok()) {
    if (call_.loop().now() < give_up_) return FromTransport(*exchange_);
    return TooSlow();
  }
  const HttpHead& head = exchange_->head();
  if (head.status == 200) {
    const absl::string_view text = WithoutLeadingBlanks(text_);
    rapidjson::Document document;
    if (!ParseJson(text, document) || !FindErrorObject(JsonView(&document)).exists())
      return NoFile();
    return ReadUpstreamError(head, text);
  }
  UpstreamError error = ReadUpstreamError(head, text_);
  if (head.status < 400) error.transient = false;
  return error;
}

}  // namespace mediagen
