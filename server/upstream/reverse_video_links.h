// The links of a reverse channel's answer.
#ifndef MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_LINKS_H_
#define MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_LINKS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace mediagen {

// What the links of an answer name. A plain value.
class ReverseVideoUrls {
 public:
  ReverseVideoUrls() = default;
  std::string progress_page;
  std::string source_page;
  // The last pair of the answer; either may be missing.
  std::string watch_url;
  std::string download_url;
};

// Tells by its URL and by where it stands what a link is: labels are in any language. Two links
// with no word between them belong together. Any thread; the URLs outlive it.
class ReverseVideoLinks {
 public:
  explicit ReverseVideoLinks(ReverseVideoUrls& urls) : urls_(urls) {}

  // The tokens of the answer, in order.
  void OnWord();
  void OnSymbol(absl::string_view text);
  // Whether it told something new.
  bool OnUrl(absl::string_view url);

 private:
  // What stands between two links, labels left out.
  struct Gap {
    bool word = false;
    bool bar = false;
  };

  bool OnPage(absl::string_view url, const Gap& gap);
  bool OnVideo(absl::string_view url, const Gap& gap);
  // Whether the last video link and `url` are two links to one file.
  bool IsSameFile(absl::string_view url) const;

  ReverseVideoUrls& urls_;
  Gap gap_;
  Gap gap_before_label_;
  bool label_ended_ = false;
  std::string last_page_;      // If the last link was one of a page.
  bool behind_video_ = false;  // The last link was one of a video.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_LINKS_H_
