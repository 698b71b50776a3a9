// Sends a chat request and reads its answer, piece by piece, while it arrives.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CHAT_READER_H_
#define MEDIAGEN_SERVER_UPSTREAM_CHAT_READER_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_exchange.h"
#include "server/upstream/chat_decoder.h"
#include "server/upstream/media_reader.h"
#include "server/upstream/upstream_error.h"

namespace mediagen {

// One try at an answer of either shape, whichever was asked for. While nobody calls Next it stops
// taking bytes, and TCP stops the upstream. Owned by the flow that reads it, in the smallest scope;
// the request outlives it. Loop thread only.
class ChatReader : private BodySink {
 public:
  using Piece = ChatPiece;

  // `held_bytes`: see ChatDecoder.
  ChatReader(HttpClient& client, CallContext& call, const HttpRequest& request, size_t held_bytes);

  // Waits for the next piece, at most for `limit`. An error says that the call has ended.
  Task<absl::StatusOr<MediaRead>> Next(ChatPiece& piece, absl::Duration limit);

  const HttpExchange& exchange() const { return exchange_; }
  // As HttpExchange::Abort; Next then ends.
  void Abort() { exchange_.Abort(); }
  // After kEnd: whether a whole answer came and could be read.
  bool ok() const;
  // After kEnd, if not ok(): why.
  UpstreamError error() const;
  const ChatFacts& facts() const { return decoder_.facts(); }
  const ChatOutput& output() const { return decoder_.output(); }

 private:
  Taken OnBody(absl::string_view bytes) override;
  // Whether nothing more will come.
  bool AtEnd();

  CallContext& call_;
  ByteWaiter bytes_;
  ChatDecoder decoder_;
  bool waits_for_bytes_ = false;  // Of the budget.
  std::string error_text_;        // Of an answer that is not 2xx.
  HttpExchange exchange_;         // Last: it calls OnBody.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CHAT_READER_H_
