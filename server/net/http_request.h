// What is asked of an upstream.
#ifndef MEDIAGEN_SERVER_NET_HTTP_REQUEST_H_
#define MEDIAGEN_SERVER_NET_HTTP_REQUEST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/net/address_rule.h"

namespace mediagen {

// A piece of a request body. Large media stays in the one string it came in: it is encoded while it
// leaves.
class BodySegment {
 public:
  enum class Encoding { kAsIs, kBase64 };
  BodySegment(std::string bytes, Encoding encoding)
      : bytes_(std::move(bytes)), encoding_(encoding) {}

  const std::string& bytes() const { return bytes_; }
  Encoding encoding() const { return encoding_; }
  // Length on the wire.
  int64_t wire_size() const;

 private:
  std::string bytes_;
  Encoding encoding_;
};

// One HTTP request and the limits it runs under. A plain value.
class HttpRequest {
 public:
  HttpRequest() = default;

  std::string method = "GET";
  // http:// or https://; no credentials in it.
  std::string url;
  // "Name: value" lines.
  std::vector<std::string> headers;
  // Those that hold a key, apart so that it can be replaced. Keys live here and nowhere else.
  std::vector<std::string> authorization;
  std::vector<BodySegment> body;

  // Leaves at most once: on a connection of its own, with a body that cannot be rewound.
  bool at_most_once = false;
  // Where the URL is a stranger's: what may be connected to. The request then leaves on a
  // connection of its own, so that none is reused which others may have opened.
  std::optional<AddressRule> address_rule;
  // Large answers are read in larger blocks.
  bool expects_media = false;

  absl::Duration connect_timeout = absl::Seconds(10);
  // Longest silence between the end of the request and the first byte of the answer.
  absl::Duration response_timeout = absl::Seconds(60);
  // Longest silence in the middle of the request or of the answer, time paused by the reader not
  // counted.
  absl::Duration stall_timeout = absl::Seconds(60);
  // Largest answer body that is taken.
  int64_t max_body_bytes = int64_t{4} << 30;

  int64_t body_wire_size() const;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_NET_HTTP_REQUEST_H_
