// One configured provider.
#ifndef MEDIAGEN_SERVER_UPSTREAM_PROVIDER_OPTIONS_H_
#define MEDIAGEN_SERVER_UPSTREAM_PROVIDER_OPTIONS_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/upstream/dialect.h"

namespace mediagen {

class Catalogue;

// Everything that turns a dialect's table into requests, but for the key. A plain value.
class ProviderOptions {
 public:
  // With the built-in catalogue.
  ProviderOptions();

  std::string name;
  const Dialect* dialect = nullptr;
  std::shared_ptr<const Catalogue> catalogue;
  // Without a trailing slash; may carry a path prefix.
  std::string gemini_base_url;
  std::string chat_base_url;
  std::string api_version;
  std::string default_image_model;
  std::string default_chat_model;
  std::string default_video_model;

  absl::Duration connect_timeout = absl::Seconds(10);
  // Longest wait for the answer to a picture or chat: models think for minutes.
  absl::Duration generate_timeout = absl::Minutes(10);
  // Longest wait for the answer to the start of a video, and for a poll.
  absl::Duration short_call_timeout = absl::Seconds(60);
  absl::Duration stall_timeout = absl::Seconds(60);

  absl::string_view base_url(Base base) const {
    return base == Base::kGemini ? gemini_base_url : chat_base_url;
  }
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_PROVIDER_OPTIONS_H_
