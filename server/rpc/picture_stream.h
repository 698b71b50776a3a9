// The events of StreamImages.
#ifndef MEDIAGEN_SERVER_RPC_PICTURE_STREAM_H_
#define MEDIAGEN_SERVER_RPC_PICTURE_STREAM_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "mediagen/v1/image_service.pb.h"
#include "server/rpc/image_call.h"
#include "server/rpc/reactors.h"
#include "server/upstream/image_formats.h"
#include "server/upstream/media_reader.h"

namespace mediagen {

// Hands pictures on while they arrive: header, chunks, end or failed; then what only the whole
// answer tells. Owned by the flow; the call outlives it. Loop thread only.
class PictureStream {
 public:
  PictureStream(ResponseStream& stream, const ImageCall& images)
      : stream_(stream), images_(images) {}

  Task<absl::Status> OnPiece(MediaPiece piece);
  // The answer broke: what the caller sees, once output has reached it or before.
  absl::Status CutStatus(const absl::Status& status) const;
  // The answer is whole: links, filtered and completed; or the error of an answer without a good
  // picture.
  Task<absl::Status> Finish(ImageAnswer answer);
  // How many good pictures there were.
  int good() const { return good_; }

 private:
  Task<absl::Status> EndPicture(const MediaPiece& end);

  ResponseStream& stream_;
  const ImageCall& images_;
  std::string media_type_;  // Of the current picture.
  uint32_t crc_ = 0;
  bool any_output_ = false;
  int good_ = 0;
  std::vector<v1::MediaEnd> waiting_ends_;  // Of pictures whose type only the whole answer tells.
  int64_t corrupt_offset_ = -1;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_PICTURE_STREAM_H_
