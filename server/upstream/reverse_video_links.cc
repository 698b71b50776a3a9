#include "server/upstream/reverse_video_links.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace mediagen {
namespace {

constexpr absl::string_view kFullWidthBar = "\xef\xbd\x9c";

// The path of an absolute URL; its query may hold anything.
absl::string_view PathOf(absl::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == absl::string_view::npos) return "";
  url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("?#"));
  const size_t slash = url.find('/');
  return slash == absl::string_view::npos ? "" : url.substr(slash);
}

absl::string_view FileNameOf(absl::string_view url) {
  const absl::string_view path = PathOf(url);
  return path.substr(path.rfind('/') + 1);
}

bool IsDownload(absl::string_view url) { return absl::StrContains(PathOf(url), "/download/"); }

bool IsVideo(absl::string_view url) {
  if (IsDownload(url)) return true;
  const std::string name = absl::AsciiStrToLower(FileNameOf(url));
  for (absl::string_view extension : {".mp4", ".mov", ".webm", ".m4v"}) {
    if (absl::EndsWith(name, extension)) return true;
  }
  return false;
}

// Letters of other scripts; signs and emoji are none.
bool IsLetter(absl::string_view character) {
  if (character.size() == 2) return true;
  return character.size() == 3 &&
         (character < "\xe2" || (character >= "\xe3\x81" && character < "\xee"));
}

bool SetOnce(std::string& value, absl::string_view url) {
  if (!value.empty()) return false;
  value = std::string(url);
  return true;
}

}  // namespace

void ReverseVideoLinks::OnWord() {
  gap_.word = true;
  label_ended_ = false;
}

void ReverseVideoLinks::OnSymbol(absl::string_view text) {
  if (text == "[") gap_before_label_ = gap_;
  if (text == "(" && label_ended_) gap_ = gap_before_label_;
  label_ended_ = text == "]";
  if (text == "|" || text == kFullWidthBar) gap_.bar = true;
  if (IsLetter(text)) gap_.word = true;
}

bool ReverseVideoLinks::OnUrl(absl::string_view url) {
  const Gap gap = std::exchange(gap_, Gap());
  label_ended_ = false;
  if (IsVideo(url)) {
    last_page_.clear();
    const bool told = OnVideo(url, gap);
    behind_video_ = true;
    return told;
  }
  behind_video_ = false;
  const bool told = OnPage(url, gap);
  last_page_ = std::string(url);
  return told;
}

bool ReverseVideoLinks::OnPage(absl::string_view url, const Gap& gap) {
  bool told = false;
  if (absl::StrContains(PathOf(url), "/source/")) {
    told = SetOnce(urls_.source_page, url);
  } else if (absl::StrContains(PathOf(url), "/web/")) {
    told = SetOnce(urls_.progress_page, url);
  }
  // Pages of other names are known by where they stand: side by side, before the video.
  const bool paired = !last_page_.empty() && last_page_ != url && gap.bar && !gap.word;
  if (!paired || !urls_.watch_url.empty() || !urls_.download_url.empty()) return told;
  if (last_page_ != urls_.source_page) told = SetOnce(urls_.progress_page, last_page_) || told;
  if (url != urls_.progress_page) told = SetOnce(urls_.source_page, url) || told;
  return told;
}

bool ReverseVideoLinks::IsSameFile(absl::string_view url) const {
  const absl::string_view name = FileNameOf(url);
  if (name.empty()) return false;
  return name == FileNameOf(urls_.watch_url) || name == FileNameOf(urls_.download_url);
}

bool ReverseVideoLinks::OnVideo(absl::string_view url, const Gap& gap) {
  if (behind_video_ && (url == urls_.watch_url || url == urls_.download_url)) return false;
  std::string* role = IsDownload(url) ? &urls_.download_url : &urls_.watch_url;
  const bool joined = behind_video_ && (!gap.word || IsSameFile(url));
  if (!joined || (!role->empty() && !gap.bar)) {
    // Another pair: what came before was a first, poorer version.
    urls_.watch_url.clear();
    urls_.download_url.clear();
  } else if (!role->empty() && urls_.download_url.empty()) {
    role = &urls_.download_url;  // Side by side the second is the file.
  }
  *role = std::string(url);
  return true;
}

}  // namespace mediagen
