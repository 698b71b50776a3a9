// Sends a request to a reverse channel and reads its answer while it arrives.
#ifndef MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_READER_H_
#define MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_READER_H_

#include <string>

#include "absl/status/statusor.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_exchange.h"
#include "server/upstream/media_reader.h"
#include "server/upstream/reverse_video_decoder.h"
#include "server/upstream/upstream_error.h"

namespace mediagen {

// Says that text() tells something new. A plain value.
class ReverseVideoNews {};

// One try at an answer. It is small and taken as it comes. Owned by the flow that reads it, in the
// smallest scope; the request outlives it. Loop thread only.
class ReverseVideoReader : private BodySink {
 public:
  using Piece = ReverseVideoNews;

  ReverseVideoReader(HttpClient& client, CallContext& call, const HttpRequest& request)
      : call_(call), exchange_(client, request, *this) {}

  // Waits until there is news, at most for `limit`. An error says that the call has ended.
  Task<absl::StatusOr<MediaRead>> Next(ReverseVideoNews& news, absl::Duration limit);

  const HttpExchange& exchange() const { return exchange_; }
  // As HttpExchange::Abort; Next then ends.
  void Abort() { exchange_.Abort(); }
  // After kEnd: whether a whole answer came and could be read.
  bool ok() const { return decoder_.state() == ReverseVideoDecoder::State::kComplete; }
  // After kEnd, if not ok(): why.
  UpstreamError error() const;
  const ReverseVideoDecoder& decoder() const { return decoder_; }

 private:
  Taken OnBody(absl::string_view bytes) override;
  // Whether nothing more will come.
  bool AtEnd();

  CallContext& call_;
  ReverseVideoDecoder decoder_;
  std::string error_text_;  // Of an answer that is not 2xx.
  HttpExchange exchange_;   // Last: it calls OnBody.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_READER_H_
