// Google's Gemini API.
#include "server/upstream/dialects.h"
#include "server/upstream/gemini_calls.h"

namespace mediagen {
namespace {

std::string GoogleBaseUrl(absl::string_view) { return "https://generativelanguage.googleapis.com"; }

constexpr Dialect Table() {
  Dialect table = GeminiDialect();
  table.name = "gemini";
  table.google_base_url = GoogleBaseUrl;
  table.default_key_variable = "GEMINI_API_KEY";
  table.default_chat_model = "gemini-nano-banana-2.1";
  table.default_video_model = "gemini-omni-1.2-flash";
  return table;
}

}  // namespace

const Dialect kGemini = Table();

}  // namespace mediagen
