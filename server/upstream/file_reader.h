// Reads a file from an upstream, piece by piece, while it arrives.
#ifndef MEDIAGEN_SERVER_UPSTREAM_FILE_READER_H_
#define MEDIAGEN_SERVER_UPSTREAM_FILE_READER_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_exchange.h"
#include "server/upstream/file_start.h"
#include "server/upstream/link_rules.h"
#include "server/upstream/media_reader.h"

namespace mediagen {

// Downloads one file as item 0, in pieces like those of MediaReader, from its first byte on.
// Follows at most 3 redirects: each one is a link under `rules`, and gets no header of the first
// request, unless it has the origin of the base URL. Holds at most two chunks, and those only out
// of the call's byte budget: while nobody calls Next, or there is none to be had, it stops taking
// bytes, and TCP stops the upstream. Owned by the flow that reads it, in the
// smallest scope; the rules outlive it. Loop thread only.
class FileReader : private BodySink {
 public:
  static constexpr int kMaxRedirects = 3;

  // `request` is a GET. Where its origin is that of `base_url`, which the operator chose, it leaves
  // as it is, headers and all; anywhere else it is a link like any other. `base_url` may be empty.
  FileReader(HttpClient& client, CallContext& call, HttpRequest request, absl::string_view base_url,
             const LinkRules& rules);

  // Waits for the next piece, at most for `limit`. An error says that the call has ended. The last
  // piece of a whole file has `end` set.
  Task<absl::StatusOr<MediaRead>> Next(MediaPiece& piece, absl::Duration limit);

  // After kEnd: whether the whole file came.
  bool ok() const { return !failure_.has_value(); }
  // After kEnd, if not ok(): why. For a body that is no file, the cause is kCorrupt.
  const UpstreamError& error() const { return *failure_; }

 private:
  Taken OnBody(absl::string_view bytes) override;
  // Keeps in rest_ what no chunk may be had for yet.
  void TakeFileBytes(absl::string_view bytes);
  // Goes on with rest_, if there is one and a chunk for it.
  void TakeRest();
  bool NewChunk();
  void FlushChunk();
  bool TakePiece(MediaPiece& piece);
  // Whether the chunk may be handed on before it is full.
  bool ChunkIsOfUse() const;

  // Begins the exchange with `url`, or fails.
  void Start(const absl::StatusOr<Url>& url);
  bool IsAtRedirect() const;
  void FollowRedirect();
  void GiveUp(UpstreamError error);
  void RunOutOfTime();
  // After the last exchange has ended.
  void Finish();
  UpstreamError ReadFailure() const;

  HttpClient& client_;
  CallContext& call_;
  ByteWaiter bytes_;
  const HttpRequest first_request_;
  const LinkRules& rules_;
  std::optional<Url> base_url_;
  const MonotonicTime give_up_;
  int redirects_ = 0;

  FileStart start_ = FileStart::kUndecided;
  std::string text_;  // The first bytes until they are judged, then the body if it is no file.
  std::deque<MediaPiece> ready_;
  MediaBuffer chunk_;          // Being filled.
  bool is_awaited_ = false;    // Somebody is in Next.
  std::string rest_;           // Of a block; waits for a chunk.
  int64_t chunk_offset_ = 0;   // Of its first byte in the file.
  MonotonicTime chunk_begun_;  // When its first byte came.
  bool finished_ = false;
  std::optional<UpstreamError> failure_;

  Url url_;  // Of the exchange, like its request.
  HttpRequest request_;
  std::unique_ptr<HttpExchange> exchange_;  // Last: it calls OnBody.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_FILE_READER_H_
