// AiHubMix: a relay.
#include "server/upstream/dialects.h"
#include "server/upstream/relay.h"

namespace mediagen {
namespace {

std::string GoogleBaseUrl(absl::string_view) { return "https://aihubmix.com/gemini"; }

constexpr Dialect Table() {
  Dialect table = Relay();
  table.name = "aihubmix";
  table.google_base_url = GoogleBaseUrl;
  table.default_chat_base_url = "https://aihubmix.com/v1";
  table.default_key_variable = "AIHUBMIX_API_KEY";
  return table;
}

}  // namespace

const Dialect kAihubmix = Table();

}  // namespace mediagen
