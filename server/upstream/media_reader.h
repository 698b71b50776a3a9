// Reads an answer that holds media, piece by piece, while it arrives.
#ifndef MEDIAGEN_SERVER_UPSTREAM_MEDIA_READER_H_
#define MEDIAGEN_SERVER_UPSTREAM_MEDIA_READER_H_

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/codec/open_types.h"
#include "server/codec/payload_splitter.h"
#include "server/net/http_exchange.h"
#include "server/upstream/error_text.h"
#include "server/upstream/media_buffer.h"
#include "server/upstream/media_place.h"
#include "server/upstream/upstream_error.h"
#include "server/upstream/upstream_request.h"

namespace mediagen {

// Bytes of one media item, or its end.
class MediaPiece {
 public:
  MediaPiece() = default;
  int item = 0;
  int kind = 0;  // The same for items that stood under the same name, in either spelling.
  MediaPlace place = MediaPlace::kResult;
  int64_t offset = 0;  // Of the first byte; at the end of an item its size.
  MediaBuffer bytes;   // Empty at the end of an item.
  bool end = false;
  bool corrupt = false;         // Set at the end: the bytes of this item are void.
  int64_t corrupt_offset = -1;  // First offending character of its base64 text.
};

enum class MediaRead {
  kPiece,
  kIdle,  // The limit passed first.
  kEnd,   // The exchange has ended, well or not: see error() and envelope().
};

// Sends a request and cuts the media out of a 2xx answer; what remains is the envelope. An answer
// of another status is kept as text. Holds at most two chunks, and those only out of the call's
// byte budget: while nobody calls Next, or there is none to be had, it stops taking bytes, and TCP
// stops the upstream. Owned by the flow that reads it, in the smallest scope;
// the request outlives it. Loop thread only.
class MediaReader : private BodySink {
 public:
  // The first chunk of an item is small, so that it comes early; the others are the best size for
  // the wire, or less when bytes run short.
  static constexpr size_t kFirstChunkBytes = 64 * 1024;
  static constexpr size_t kChunkBytes = ByteBudget::kLargestChunk;

  using Piece = MediaPiece;

  MediaReader(HttpClient& client, CallContext& call, const HttpRequest& request,
              AnswerMedia media = AnswerMedia::kUsual);

  // Waits for the next piece, at most for `limit`. An error says that the call has ended.
  Task<absl::StatusOr<MediaRead>> Next(MediaPiece& piece, absl::Duration limit);

  const HttpExchange& exchange() const { return exchange_; }
  // As HttpExchange::Abort; Next then ends.
  void Abort() { exchange_.Abort(); }
  // After kEnd: whether a whole 2xx answer came and could be split.
  bool ok() const;
  // After kEnd, if not ok(): why.
  UpstreamError error() const;
  // After kEnd, if ok(): the answer without its media (a media field holds its item's number).
  const std::string& envelope() const { return envelope_; }

 private:
  Taken OnBody(absl::string_view bytes) override;
  // Takes `bytes` through the splitter, or keeps in rest_ what no chunk may be had for yet; false
  // when the splitter refuses them.
  bool Split(absl::string_view bytes);
  // Goes on with rest_, if there is one and a chunk for it.
  void SplitRest();
  int64_t WantedChunkBytes() const;
  bool NewChunk();
  // Whether the caller of Next has something to do before more is wanted.
  bool IsAhead() const;
  // A piece of the current item, from chunk_offset_ on.
  MediaPiece NewPiece() const;
  void BeginItem();
  void EndItem();
  // Whether the chunk may be handed on before it is full.
  bool ChunkIsOfUse() const;
  // Whether somebody waits for it meanwhile.
  bool ChunkAges() const;
  void FlushChunk();
  bool TakePiece(MediaPiece& piece);
  // After the exchange has ended: checks that the answer is whole.
  void Finish();

  CallContext& call_;
  ByteWaiter bytes_;
  const AnswerMedia media_;
  PayloadSplitter splitter_;
  OpenTypes open_types_;                    // Of steps.
  size_t followed_ = 0;                     // Bytes of the envelope that it has seen.
  MediaPlace place_ = MediaPlace::kResult;  // Of the current item.
  std::deque<MediaPiece> ready_;
  MediaBuffer chunk_;          // Being filled.
  bool is_awaited_ = false;    // Somebody is in Next.
  std::string rest_;           // Of a block; waits for a chunk.
  int64_t chunk_offset_ = 0;   // Of its first byte in the item.
  MonotonicTime chunk_begun_;  // When its first byte came.
  bool in_item_ = false;
  bool finished_ = false;
  absl::Status split_status_;
  std::string envelope_;
  ErrorText error_text_;
  HttpExchange exchange_;  // Last: it calls OnBody.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_MEDIA_READER_H_
