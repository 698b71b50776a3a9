#include "server/upstream/cost.h"

#include <algorithm>
#include <limits>

#include "absl/numeric/int128.h"
#include "absl/strings/match.h"

namespace mediagen {
namespace {

constexpr int64_t kDefaultSeconds = 8;
constexpr int64_t kDefaultTokensPerImage = 1290;
constexpr int64_t kBytesPerToken = 4;
constexpr int64_t kMillion = 1'000'000;

std::optional<int64_t> Narrow(absl::int128 amount) {
  if (amount < 0 || amount > std::numeric_limits<int64_t>::max()) return std::nullopt;
  return static_cast<int64_t>(amount);
}

std::optional<v1::Cost> MakeCost(std::optional<int64_t> nano_usd, bool estimated) {
  if (!nano_usd) return std::nullopt;
  v1::Cost cost;
  cost.set_nano_usd(*nano_usd);
  cost.set_estimated(estimated);
  return cost;
}

std::optional<int64_t> Times(std::optional<int64_t> price, int64_t count) {
  if (!price) return std::nullopt;
  return Narrow(absl::int128(*price) * std::max<int64_t>(count, 0));
}

std::optional<int64_t> ImagePrice(const ModelRow* row) {
  if (row == nullptr || !row->terms.prices().has_nano_usd_per_image()) return std::nullopt;
  return row->terms.prices().nano_usd_per_image();
}

std::optional<int64_t> UpscalePrice(const ModelRow* row) {
  if (row == nullptr || !row->terms.prices().has_nano_usd_per_upscaled_image()) return std::nullopt;
  return row->terms.prices().nano_usd_per_upscaled_image();
}

std::optional<int64_t> PricePerSecond(const ModelRow& row, absl::string_view resolution,
                                      bool sound) {
  for (const v1::VideoPrice& price : row.terms.prices().video_prices()) {
    const bool fits =
        price.resolution().empty() || absl::EqualsIgnoreCase(price.resolution(), resolution);
    if (fits && (!price.has_sound() || price.sound() == sound)) return price.nano_usd_per_second();
  }
  return std::nullopt;
}

int64_t SecondsOf(const ModelRow& row, const v1::VideoSpec& spec) {
  if (spec.duration_seconds() > 0) return spec.duration_seconds();
  if (spec.has_video() && row.limits().extension_seconds() > 0)
    return row.limits().extension_seconds();
  return row.terms.default_duration_seconds() > 0 ? row.terms.default_duration_seconds()
                                                  : kDefaultSeconds;
}

int64_t TokensPerImage(const ModelRow& row, absl::string_view size) {
  if (size.empty()) size = row.limits().default_image_size();
  for (const auto& [known, tokens] : row.terms.prices().tokens().tokens_per_image()) {
    if (absl::EqualsIgnoreCase(known, size)) return tokens;
  }
  return kDefaultTokensPerImage;
}

// Tokens of a chat by price.
struct ChatTokens {
  int64_t text_input = 0;
  int64_t image_input = 0;
  int64_t text_output = 0;  // With what was thought.
  int64_t image_output = 0;
  int64_t video_output = 0;
};

std::optional<int64_t> PriceOf(const ModelRow* row, const ChatTokens& tokens) {
  if (row == nullptr || !row->terms.prices().has_tokens()) return std::nullopt;
  const v1::TokenPrices& prices = row->terms.prices().tokens();
  const auto product = [](int64_t count, int64_t price) {
    return absl::uint128(static_cast<uint64_t>(count)) * static_cast<uint64_t>(price);
  };
  // Unsigned, because three products of the largest numbers do not fit otherwise; no answer has
  // more than three kinds of tokens.
  const absl::uint128 millionths = product(tokens.text_input, prices.text_input()) +
                                   product(tokens.image_input, prices.image_input()) +
                                   product(tokens.text_output, prices.text_output()) +
                                   product(tokens.image_output, prices.image_output()) +
                                   product(tokens.video_output, prices.video_output());
  return Narrow(static_cast<absl::int128>((millionths + kMillion / 2) / kMillion));
}

// What was thought beside the counted answer. Some upstreams count it into the answer: then the sum
// is that of question and answer.
int64_t ThoughtBesideAnswer(const v1::Usage& usage, int64_t input, int64_t output) {
  const int64_t thinking = std::max<int64_t>(usage.thinking_tokens(), 0);
  if (usage.total_tokens() <= 0) return thinking;
  const absl::int128 beside = absl::int128(usage.total_tokens()) - input - output;
  return static_cast<int64_t>(std::clamp<absl::int128>(beside, 0, thinking));
}

int64_t TextBytes(const v1::ChatSpec& spec) {
  size_t bytes = spec.system_instruction().size();
  for (const v1::ChatMessage& message : spec.messages()) {
    for (const v1::ChatPart& part : message.parts()) bytes += part.text().size();
  }
  return static_cast<int64_t>(bytes);
}

bool AsksForPictures(const v1::ChatSpec& spec) {
  return spec.modalities().empty() ||
         std::any_of(spec.modalities().begin(), spec.modalities().end(),
                     [](const std::string& word) { return absl::EqualsIgnoreCase(word, "image"); });
}

}  // namespace

std::optional<v1::Cost> EstimateCost(const ModelRow* row, const v1::ImageSpec& spec) {
  return MakeCost(Times(ImagePrice(row), std::max(spec.number_of_images(), 1)), true);
}

std::optional<v1::Cost> EstimateCost(const ModelRow* row, const v1::UpscaleSpec& /*spec*/) {
  return MakeCost(UpscalePrice(row), true);
}

std::optional<v1::Cost> EstimateCost(const ModelRow* row, const v1::ChatSpec& spec) {
  if (row == nullptr) return std::nullopt;
  ChatTokens tokens;
  tokens.text_input = (TextBytes(spec) + kBytesPerToken - 1) / kBytesPerToken;
  if (AsksForPictures(spec))
    tokens.image_output = TokensPerImage(*row, spec.image_config().image_size());
  return MakeCost(PriceOf(row, tokens), true);
}

std::optional<v1::Cost> EstimateCost(const ModelRow* row, const v1::VideoSpec& spec) {
  return MakeCost(Times(VideoUnitPrice(row, spec), std::max(spec.number_of_videos(), 1)), true);
}

std::optional<v1::Cost> ImagesCost(const ModelRow* row, int delivered) {
  return MakeCost(Times(ImagePrice(row), delivered), false);
}

std::optional<v1::Cost> UpscaleCost(const ModelRow* row, int delivered) {
  return MakeCost(Times(UpscalePrice(row), delivered), false);
}

std::optional<int64_t> VideoUnitPrice(const ModelRow* row, const v1::VideoSpec& spec) {
  if (row == nullptr) return std::nullopt;
  if (row->terms.prices().has_nano_usd_per_request())
    return row->terms.prices().nano_usd_per_request();
  const std::string& resolution =
      spec.resolution().empty() ? row->limits().default_resolution() : spec.resolution();
  // Sound is what is made, and billed, when nobody says a word.
  const bool sound = !spec.has_generate_audio() || spec.generate_audio();
  return Times(PricePerSecond(*row, resolution, sound), SecondsOf(*row, spec));
}

std::optional<v1::Cost> VideosCost(std::optional<int64_t> unit_price, int delivered) {
  return MakeCost(Times(unit_price, delivered), false);
}

std::optional<v1::Cost> VideoTokensCost(const ModelRow* row, const v1::Usage& usage) {
  const int64_t input = std::max<int64_t>(usage.input_tokens(), 0);
  const int64_t output = std::max<int64_t>(usage.output_tokens(), 0);
  ChatTokens tokens;
  tokens.text_input = input;  // Pictures and clips cost the same.
  tokens.video_output = std::max<int64_t>(usage.output_video_tokens(), 0);
  const int64_t words = std::max<int64_t>(output - tokens.video_output, 0);
  const absl::int128 text_output = absl::int128(words) + ThoughtBesideAnswer(usage, input, output);
  if (text_output > std::numeric_limits<int64_t>::max()) return std::nullopt;
  tokens.text_output = static_cast<int64_t>(text_output);
  return MakeCost(PriceOf(row, tokens), false);
}

std::optional<v1::Cost> ChatCost(const ModelRow* row, const v1::Usage* usage, int pictures,
                                 absl::string_view image_size) {
  if (row == nullptr) return std::nullopt;
  const int64_t guess = TokensPerImage(*row, image_size) * std::max(pictures, 0);
  ChatTokens tokens;
  if (usage == nullptr) {
    tokens.image_output = guess;
    return MakeCost(PriceOf(row, tokens), true);
  }
  const int64_t input = std::max<int64_t>(usage->input_tokens(), 0);
  const int64_t output = std::max<int64_t>(usage->output_tokens(), 0);
  tokens.image_input = std::clamp<int64_t>(usage->input_image_tokens(), 0, input);
  tokens.text_input = input - tokens.image_input;
  const bool told_apart = usage->output_image_tokens() > 0 || pictures <= 0;
  if (told_apart) {
    tokens.image_output = std::clamp<int64_t>(usage->output_image_tokens(), 0, output);
  } else {
    tokens.image_output = output > 0 ? std::min(guess, output) : guess;
  }
  tokens.text_output = std::max<int64_t>(output - tokens.image_output, 0);
  const absl::int128 text_output =
      absl::int128(tokens.text_output) + ThoughtBesideAnswer(*usage, input, output);
  if (text_output > std::numeric_limits<int64_t>::max()) return std::nullopt;
  tokens.text_output = static_cast<int64_t>(text_output);
  return MakeCost(PriceOf(row, tokens), !told_apart);
}

std::optional<v1::Cost> SumOf(const std::optional<v1::Cost>& a, const std::optional<v1::Cost>& b) {
  if (!a || !b) return std::nullopt;
  return MakeCost(Narrow(absl::int128(a->nano_usd()) + b->nano_usd()),
                  a->estimated() || b->estimated());
}

}  // namespace mediagen
