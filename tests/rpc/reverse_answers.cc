#include "tests/rpc/reverse_answers.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace mediagen::testing {
namespace {

std::string Quoted(const std::string& text) {
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\\\""}, {"\n", "\\n"}}), "\"");
}

}  // namespace

std::string ReverseOpening(const std::string& site) {
  return absl::StrCat("```json\n{\"prompt\": \"grey waves\"}\n```\n\n> Task ID: `", kTaskId,
                      "`\n> [Data](", ProgressPage(site), ") | [Source](", SourcePage(site),
                      ")\n> Waiting\n\n");
}

std::string ReverseProgress() { return "> ⚠️ Retrying (1/3)\n> 🔄 Working 42%\n"; }

std::string ReverseLinks(const std::string& site) {
  return absl::StrCat("\n> 🎉 Done\n\n[▶️ Watch](", WatchUrl(site), ") | [⏬ Download](",
                      DownloadUrl(site), ")\n");
}

std::string ReverseFailure() {
  return "> ❌ Video generation failed\n> Reason: PUBLIC_ERROR_UNSAFE_GENERATION\n";
}

std::string WatchUrl(const std::string& site) { return absl::StrCat(site, "/cdn/v.mp4?sig=a"); }
std::string DownloadUrl(const std::string& site) {
  return absl::StrCat(site, "/cdn/download/v.mp4?sig=b");
}
std::string ProgressPage(const std::string& site) { return absl::StrCat(site, "/web/", kTaskId); }
std::string SourcePage(const std::string& site) { return absl::StrCat(site, "/source/", kTaskId); }

std::string ReverseStream(const std::vector<std::string>& deltas) {
  std::string stream;
  for (const std::string& delta : deltas) {
    absl::StrAppend(&stream, R"(data: {"choices":[{"index":0,"delta":{"content":)", Quoted(delta),
                    "}}]}\n\n");
  }
  return stream;
}

std::string ReverseJson(const std::string& text) {
  return absl::StrCat(R"({"choices":[{"index":0,"message":{"role":"assistant","content":)",
                      Quoted(text), R"(},"finish_reason":"stop"}]})");
}

}  // namespace mediagen::testing
