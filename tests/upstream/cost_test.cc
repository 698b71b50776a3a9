// What things cost, to the nano-USD.
#include "server/upstream/cost.h"

#include <gtest/gtest.h>

#include <limits>

#include "absl/strings/str_cat.h"
#include "tests/upstream/built_in_row.h"

namespace mediagen {
namespace {

using testing::RowAt;

constexpr int64_t kUnknown = -1;
constexpr int64_t kHuge = std::numeric_limits<int64_t>::max();

int64_t Amount(const std::optional<v1::Cost>& cost) { return cost ? cost->nano_usd() : kUnknown; }

struct ImageRow {
  const char* dialect;
  const char* model;
  int count;
  int64_t cost;
};

const ImageRow kImageRows[] = {
    {"aihubmix", "imagen-4.0-generate-001", 1, 40'000'000},
    {"aihubmix", "imagen-4.0-generate-001", 4, 160'000'000},
    {"camel", "imagen-4.0-fast-generate-001", 3, 60'000'000},
    {"aihubmix", "imagen-4.0-ultra-generate-001", 1, 60'000'000},
    {"aihubmix", "imagen-3.0-generate-002", 1, 30'000'000},
    {"vertex", "imagen-3.0-generate-002", 1, 40'000'000},
    {"vertex", "imagen-3.0-fast-generate-001", 2, 40'000'000},
    {"vertex", "imagegeneration@006", 1, kUnknown},
    {"gemini", "imagegeneration@006", 1, kUnknown},
    {"aihubmix", "veo-2.0-generate-001", 1, kUnknown},
};

TEST(CostTest, Images) {
  for (const ImageRow& row : kImageRows) {
    const std::string name = absl::StrCat(row.dialect, " ", row.model);
    v1::ImageSpec spec;
    spec.set_number_of_images(row.count);
    const auto estimate = EstimateCost(RowAt(row.dialect, row.model), spec);
    EXPECT_EQ(Amount(estimate), row.cost) << name;
    EXPECT_TRUE(!estimate || estimate->estimated()) << name;
    const auto cost = ImagesCost(RowAt(row.dialect, row.model), row.count);
    EXPECT_EQ(Amount(cost), row.cost) << name;
    EXPECT_FALSE(cost && cost->estimated()) << name;
  }
}

TEST(CostTest, WhatWasNotDeliveredCostsNothing) {
  const ModelRow* row = RowAt("camel", "imagen-4.0-generate-001");
  EXPECT_EQ(Amount(ImagesCost(row, 0)), 0);
  EXPECT_EQ(Amount(ImagesCost(row, -3)), 0);
  EXPECT_EQ(Amount(VideosCost(5, 0)), 0);
}

TEST(CostTest, NoRowNoPrice) {
  EXPECT_EQ(EstimateCost(nullptr, v1::ImageSpec()), std::nullopt);
  EXPECT_EQ(EstimateCost(nullptr, v1::UpscaleSpec()), std::nullopt);
  EXPECT_EQ(EstimateCost(nullptr, v1::ChatSpec()), std::nullopt);
  EXPECT_EQ(EstimateCost(nullptr, v1::VideoSpec()), std::nullopt);
  EXPECT_EQ(ImagesCost(nullptr, 1), std::nullopt);
  EXPECT_EQ(UpscaleCost(nullptr, 1), std::nullopt);
  EXPECT_EQ(ChatCost(nullptr, nullptr, 1, ""), std::nullopt);
  EXPECT_EQ(VideosCost(std::nullopt, 1), std::nullopt);
}

TEST(CostTest, UpscalingIsPricedWhereAPriceIsKnown) {
  EXPECT_EQ(UpscaleCost(RowAt("vertex", "imagegeneration@002"), 1), std::nullopt);
  const auto catalogue = Catalogue::Load(
      R"({"models": [{"name": "imagegeneration@002", "common": {"prices": {"nano_usd_per_upscaled_image": 7}}}]})");
  ASSERT_TRUE(catalogue.ok());
  const ModelRow* row = (*catalogue)->Find("vertex", "imagegeneration@002");
  EXPECT_EQ(Amount(UpscaleCost(row, 1)), 7);
  EXPECT_EQ(Amount(EstimateCost(row, v1::UpscaleSpec())), 7);
  EXPECT_EQ(ImagesCost(row, 1), std::nullopt);
}

struct VideoRow {
  const char* name;
  const char* dialect;
  const char* model;
  void (*ask)(v1::VideoSpec& spec);
  int delivered;
  int64_t cost;
};

const VideoRow kVideoRows[] = {
    {"DefaultLength", "aihubmix", "veo-2.0-generate-001", [](v1::VideoSpec&) {}, 1, 2'800'000'000},
    {"Two", "aihubmix", "veo-2.0-generate-001", [](v1::VideoSpec& s) { s.set_duration_seconds(5); },
     2, 3'500'000'000},
    {"OtherProvider", "vertex", "veo-2.0-generate-001",
     [](v1::VideoSpec& s) { s.set_duration_seconds(5); }, 1, 2'500'000'000},
    {"Relay", "camel", "veo-3.0-generate-preview", [](v1::VideoSpec&) {}, 1, 5'400'000'000},
    {"WithSoundUnlessSaid", "vertex", "veo-3.1-generate-001",
     [](v1::VideoSpec& s) { s.set_duration_seconds(4); }, 1, 1'600'000'000},
    {"Silent", "vertex", "veo-3.1-generate-001",
     [](v1::VideoSpec& s) { s.set_generate_audio(false); }, 1, 1'600'000'000},
    {"4k", "vertex", "veo-3.1-generate-001", [](v1::VideoSpec& s) { s.set_resolution("4K"); }, 1,
     4'800'000'000},
    {"Silent4k", "vertex", "veo-3.1-generate-001",
     [](v1::VideoSpec& s) {
       s.set_resolution("4k");
       s.set_generate_audio(false);
     },
     1, 3'200'000'000},
    {"Fast1080p", "vertex", "veo-3.1-fast-generate-001",
     [](v1::VideoSpec& s) { s.set_resolution("1080p"); }, 2, 1'920'000'000},
    {"Extension", "vertex", "veo-3.1-generate-001",
     [](v1::VideoSpec& s) { s.mutable_video()->set_gcs_uri("gs://b/o"); }, 1, 2'800'000'000},
    {"Reverse", "aihubmix", "veo-3", [](v1::VideoSpec&) {}, 1, 410'000'000},
    // Tokens of a second x seconds x price of a token.
    {"TenSecondsUnlessSaid", "gemini", "gemini-omni-1.2-flash", [](v1::VideoSpec&) {}, 1,
     5792LL * 10 * 17'500},
    {"Draft", "gemini", "gemini-omni-1.2-flash",
     [](v1::VideoSpec& s) {
       s.set_resolution("360p");
       s.set_duration_seconds(3);
     },
     1, 1931LL * 3 * 17'500},
    {"Longest4k", "vertex", "gemini-omni-1.2-flash",
     [](v1::VideoSpec& s) {
       s.set_resolution("4k");
       s.set_duration_seconds(15);
     },
     1, 17'376LL * 15 * 17'500},
    {"NoPriceAtThatProvider", "vertex", "veo-3.0-generate-001", [](v1::VideoSpec&) {}, 1, kUnknown},
};

TEST(CostTest, Videos) {
  for (const VideoRow& row : kVideoRows) {
    v1::VideoSpec spec;
    row.ask(spec);
    spec.set_number_of_videos(row.delivered);
    const ModelRow* model = RowAt(row.dialect, row.model);
    EXPECT_EQ(Amount(EstimateCost(model, spec)), row.cost) << row.name;
    EXPECT_EQ(Amount(VideosCost(VideoUnitPrice(model, spec), row.delivered)), row.cost) << row.name;
  }
}

TEST(CostTest, TokensOfAVideo) {
  const ModelRow* model = RowAt("gemini", "gemini-omni-1.2-flash");
  v1::Usage usage;
  usage.set_input_tokens(1000);
  usage.set_output_tokens(50'100);
  usage.set_output_video_tokens(50'000);
  usage.set_thinking_tokens(16);
  usage.set_total_tokens(51'116);
  const std::optional<v1::Cost> cost = VideoTokensCost(model, usage);
  // 1.50 for a million in, 9 for words and thoughts out, 17.50 for video out.
  EXPECT_EQ(Amount(cost), 1000 * 1'500 + 116 * 9'000 + 50'000LL * 17'500);
  EXPECT_FALSE(cost->estimated());
  EXPECT_EQ(VideoTokensCost(nullptr, usage), std::nullopt);
  usage.set_output_video_tokens(kHuge);
  usage.set_input_tokens(kHuge);
  EXPECT_EQ(VideoTokensCost(model, usage), std::nullopt);
}

struct ChatRow {
  const char* name;
  const char* dialect;
  const char* model;
  const char* size;
  int pictures;
  v1::Usage usage;
  int64_t cost;
  bool estimated;
};

v1::Usage UsageOf(int64_t input, int64_t input_image, int64_t output, int64_t output_image,
                  int64_t thinking = 0, int64_t total = 0) {
  v1::Usage usage;
  usage.set_input_tokens(input);
  usage.set_input_image_tokens(input_image);
  usage.set_output_tokens(output);
  usage.set_output_image_tokens(output_image);
  usage.set_thinking_tokens(thinking);
  usage.set_total_tokens(total);
  return usage;
}

constexpr char kFlash[] = "gemini-2.5-flash-image";  // In 0.3, text out 2.5, pictures out 30.
constexpr char kPro[] = "gemini-3-pro-image";        // In 2, text out 12, pictures out 120.

const ChatRow kChatRows[] = {
    {"OnePicture", "camel", kFlash, "", 1, UsageOf(0, 0, 1290, 1290), 38'700'000, false},
    {"TextAndPicture", "camel", kFlash, "", 1, UsageOf(10, 0, 1300, 1290), 38'728'000, false},
    {"PictureIn", "gemini", kPro, "", 1, UsageOf(570, 560, 1120, 1120), 135'540'000, false},
    {"NotToldApart", "camel", kFlash, "", 1, UsageOf(10, 0, 1300, 0), 38'728'000, true},
    {"NotToldApartAndFewTokens", "camel", kFlash, "", 1, UsageOf(0, 0, 1000, 0), 30'000'000, true},
    {"NotToldApart4K", "gemini", kPro, "4k", 1, UsageOf(0, 0, 2000, 0), 240'000'000, true},
    {"AnswerNotCounted", "gemini", kPro, "4K", 2, UsageOf(100, 0, 0, 0), 480'200'000, true},
    {"TextOnly", "camel", kFlash, "", 0, UsageOf(10, 0, 100, 0), 253'000, false},
    {"ThoughtBeside", "gemini", kPro, "", 0, UsageOf(10, 0, 100, 0, 50, 160), 1'820'000, false},
    {"ThoughtWithin", "gemini", kPro, "", 0, UsageOf(10, 0, 100, 0, 50, 110), 1'220'000, false},
    {"ThoughtAndNoSum", "gemini", kPro, "", 0, UsageOf(10, 0, 100, 0, 50), 1'820'000, false},
    {"SumOfOtherThings", "gemini", kPro, "", 0, UsageOf(10, 0, 100, 0, 50, 9999), 1'820'000, false},
    {"NegativeCounts", "camel", kFlash, "", 0, UsageOf(-5, -9, -1, -7, -3, -2), 0, false},
    {"MorePictureThanAll", "camel", kFlash, "", 1, UsageOf(5, 100, 10, 900), 301'500, false},
    {"RoundedToTheNearest", "gemini", "gemini-3.1-flash-lite-image", "", 0, UsageOf(1, 0, 1, 0),
     1750, false},
    {"MoreThanThereIs", "gemini", kPro, "", 1, UsageOf(kHuge, 0, kHuge, kHuge, kHuge), kUnknown,
     false},
    {"ModelOfVideos", "vertex", "veo-3.1-generate-001", "", 1, UsageOf(1, 0, 1, 0), kUnknown,
     false},
};

TEST(CostTest, Chats) {
  for (const ChatRow& row : kChatRows) {
    const auto cost = ChatCost(RowAt(row.dialect, row.model), &row.usage, row.pictures, row.size);
    EXPECT_EQ(Amount(cost), row.cost) << row.name;
    EXPECT_EQ(cost && cost->estimated(), row.estimated) << row.name;
  }
}

TEST(CostTest, AChatWithoutUsageIsEstimatedByItsPictures) {
  const auto cost = ChatCost(RowAt("camel", kFlash), nullptr, 2, "");
  EXPECT_EQ(Amount(cost), 77'400'000);
  EXPECT_TRUE(cost->estimated());
}

struct ChatEstimateRow {
  const char* name;
  void (*ask)(v1::ChatSpec& spec);
  int64_t cost;
};

const ChatEstimateRow kChatEstimates[] = {
    {"Nothing", [](v1::ChatSpec&) {}, 134'400'000},
    {"4K", [](v1::ChatSpec& s) { s.mutable_image_config()->set_image_size("4K"); }, 240'000'000},
    {"UnknownSize", [](v1::ChatSpec& s) { s.mutable_image_config()->set_image_size("9K"); },
     154'800'000},
    {"NineBytes", [](v1::ChatSpec& s) { s.add_messages()->add_parts()->set_text("123456789"); },
     134'406'000},
    {"SystemInstruction", [](v1::ChatSpec& s) { s.set_system_instruction("1234"); }, 134'402'000},
    {"TextOnly", [](v1::ChatSpec& s) { s.add_modalities("TEXT"); }, 0},
    {"PictureOnly", [](v1::ChatSpec& s) { s.add_modalities("IMAGE"); }, 134'400'000},
};

TEST(CostTest, ChatEstimates) {
  for (const ChatEstimateRow& row : kChatEstimates) {
    v1::ChatSpec spec;
    row.ask(spec);
    EXPECT_EQ(Amount(EstimateCost(RowAt("gemini", kPro), spec)), row.cost) << row.name;
  }
}

TEST(CostTest, Sums) {
  v1::Cost some;
  some.set_nano_usd(5);
  v1::Cost guessed = some;
  guessed.set_estimated(true);
  v1::Cost huge;
  huge.set_nano_usd(kHuge);
  EXPECT_EQ(Amount(SumOf(some, some)), 10);
  EXPECT_FALSE(SumOf(some, some)->estimated());
  EXPECT_TRUE(SumOf(some, guessed)->estimated());
  EXPECT_EQ(SumOf(some, std::nullopt), std::nullopt);
  EXPECT_EQ(SumOf(std::nullopt, some), std::nullopt);
  EXPECT_EQ(SumOf(some, huge), std::nullopt);
}

TEST(CostTest, HugeCountsDoNotOverflow) {
  EXPECT_EQ(VideosCost(kHuge, 2), std::nullopt);
  EXPECT_EQ(Amount(VideosCost(kHuge, 1)), kHuge);
}

}  // namespace
}  // namespace mediagen
