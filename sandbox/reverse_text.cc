#include "sandbox/reverse_text.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "absl/strings/str_cat.h"

namespace mediagen::sandbox {
namespace {

std::string Quoted(const std::string& text) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.String(text);
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace

std::string ReverseOpening(const std::string& base_url, const std::string& task_id,
                           const std::string& prompt) {
  const std::string rewritten = absl::StrCat(prompt, ", one slow shot in warm light");
  return absl::StrCat("```json\n{\n  \"prompt\": ", Quoted(rewritten), "\n}\n```\n\n",
                      "> A task for the video is set up\n", "> Task ID: `", task_id, "`\n",
                      "> Follow it on these pages, whatever becomes of this answer:\n",
                      "> [Data Preview](", base_url, "/web/", task_id, ") | [Source Data](",
                      base_url, "/source/", task_id, ")\n", "> In the queue\n\n");
}

std::string ReverseWorking() { return "> Type: text to video\n> 🎬 The video is being made"; }

std::string ReverseRefining() {
  return "\n\n> ⚠️ Once more (0/3)\n> 🔄 50% done, now the details";
}

std::string ReverseLinks(const std::string& base_url, const std::string& task_id) {
  return absl::StrCat("\n\n> 🎉 The video is there\n\n[▶️ Watch Online](",
                      ReverseWatchUrl(base_url, task_id), ") | [⏬ Download Video](",
                      ReverseDownloadUrl(base_url, task_id), ")\n");
}

std::string ReverseFailure(bool unsafe) {
  return absl::StrCat(
      "\n\n> ⚠️ Once more (1/3)\n> ⚠️ Once more (2/3)\n\n> ❌ The video failed\n> "
      "Reason: ",
      unsafe ? "PUBLIC_ERROR_UNSAFE_GENERATION" : "PUBLIC_ERROR_HIGH_TRAFFIC", "\n");
}

std::string ReverseWatchUrl(const std::string& base_url, const std::string& task_id) {
  return absl::StrCat(base_url, "/cdn/", task_id, ".mp4");
}

std::string ReverseDownloadUrl(const std::string& base_url, const std::string& task_id) {
  return absl::StrCat(base_url, "/cdn/download/", task_id, ".mp4");
}

}  // namespace mediagen::sandbox
