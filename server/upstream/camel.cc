// CaMeL: a mirror of AiHubMix. Its chat address has no version segment.
#include "server/upstream/dialects.h"
#include "server/upstream/relay.h"

namespace mediagen {
namespace {

std::string GoogleBaseUrl(absl::string_view) { return "https://camel.kr777.top/gemini"; }

constexpr Dialect Table() {
  Dialect table = Relay();
  table.name = "camel";
  table.google_base_url = GoogleBaseUrl;
  table.default_chat_base_url = "https://api.kr777.top";
  table.default_key_variable = "CAMEL_API_KEY";
  return table;
}

}  // namespace

const Dialect kCamel = Table();

}  // namespace mediagen
