// Writes a request body out piece by piece.
#ifndef MEDIAGEN_SERVER_NET_REQUEST_BODY_H_
#define MEDIAGEN_SERVER_NET_REQUEST_BODY_H_

#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "server/net/http_request.h"

namespace mediagen {

// Reads segments from front to back and base64-encodes where asked, without holding an encoded
// copy. Loop thread only; the segments outlive it.
class RequestBodyReader {
 public:
  explicit RequestBodyReader(const std::vector<BodySegment>& segments) : segments_(segments) {}

  // Fills `out` as far as the body goes; 0 means that it has ended.
  size_t Read(absl::Span<char> out);
  void Rewind();

 private:
  // What is left of the current segment goes to `out`; returns how much that was.
  size_t ReadSegment(const BodySegment& segment, absl::Span<char> out);
  size_t ReadBase64(const std::string& bytes, absl::Span<char> out);

  const std::vector<BodySegment>& segments_;
  size_t segment_ = 0;
  size_t offset_ = 0;  // In the bytes of the current segment.
  // One encoded group, where `out` ended in the middle of it.
  char group_[4];
  size_t group_used_ = 4;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_NET_REQUEST_BODY_H_
