// The head of an answer.
#ifndef MEDIAGEN_SERVER_NET_HTTP_HEAD_H_
#define MEDIAGEN_SERVER_NET_HTTP_HEAD_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace mediagen {

// Its status line and headers. A plain value.
class HttpHead {
 public:
  HttpHead() = default;
  int status = 0;  // 0: no answer yet.
  std::vector<std::pair<std::string, std::string>> headers;

  bool IsSuccess() const { return status >= 200 && status < 300; }
  // Value of the first header of that name, without regard to case; empty when there is none.
  absl::string_view Header(absl::string_view name) const;
  // Bytes of the body, as the upstream says; 0 where it does not.
  int64_t ContentLength() const;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_NET_HTTP_HEAD_H_
