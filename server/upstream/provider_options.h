// One configured provider.
#ifndef MEDIAGEN_SERVER_UPSTREAM_PROVIDER_OPTIONS_H_
#define MEDIAGEN_SERVER_UPSTREAM_PROVIDER_OPTIONS_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/upstream/breaker.h"
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
  // Without a trailing slash; may carry a path prefix. An empty google_base_url: the dialect's for
  // the location.
  std::string google_base_url;
  std::string chat_base_url;
  std::string api_version;
  std::string interactions_version;  // Of the calls of interactions.
  std::string project;               // Empty: paths name none.
  std::string location;
  std::string default_image_model;
  std::string default_upscale_model;
  std::string default_chat_model;
  std::string default_video_model;
  // What all calls of this provider take; unset: as the model's row says, else the dialect.
  std::optional<ChatShape> chat_shape;
  std::optional<VideoShape> video_shape;
  // Whether videos of interactions are asked for as files instead of bytes.
  bool videos_as_files = false;
  // Time limit that Google-style calls tell the upstream; zero: none is told.
  absl::Duration server_timeout;

  BreakerOptions breaker;

  absl::Duration connect_timeout = absl::Seconds(10);
  // Longest wait for the answer to a picture or chat: models think for minutes.
  absl::Duration generate_timeout = absl::Minutes(10);
  // Longest wait for the answer to the start of a video, and for a poll.
  absl::Duration short_call_timeout = absl::Seconds(60);
  absl::Duration stall_timeout = absl::Seconds(60);

  // The base URL of calls that go to `location`.
  std::string BaseUrl(Base base, absl::string_view location) const {
    if (base == Base::kChat) return chat_base_url;
    return google_base_url.empty() ? dialect->google_base_url(location) : google_base_url;
  }
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_PROVIDER_OPTIONS_H_
