#include "client/cli/model_table.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace mediagen::client {
namespace {

v1::Model ModelOf(const std::string& text) {
  v1::Model model;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &model)) << text;
  return model;
}

TEST(ModelTableTest, ColumnsStandUnderTheirHeadings) {
  const std::vector<v1::Model> models = {
      ModelOf("provider: 'p' name: 'short' surfaces: [MODEL_SURFACE_IMAGE, MODEL_SURFACE_UPSCALE]"
              " limits { max_count: 4 } prices { nano_usd_per_image: 40000000 }"
              " lifecycle { state: MODEL_STATE_ACTIVE }"),
      ModelOf(
          "provider: 'another' name: 'a-longer-name' surfaces: [MODEL_SURFACE_REVERSE_VIDEO]"
          " prices { nano_usd_per_request: 410000000 }"
          " lifecycle { state: MODEL_STATE_RETIRED retires_at: '2026-06-30' replacement: 'b' }"),
  };
  EXPECT_EQ(
      ModelTable(models),
      "PROVIDER  MODEL          SERVES         MOST  PRICE             STATE\n"
      "p         short          image upscale  4     0.04 USD/picture  in service\n"
      "another   a-longer-name  reverse-video  -     0.41 USD/request  gone since 2026-06-30; "
      "then b\n");
}

TEST(ModelTableTest, NoModels) { EXPECT_EQ(ModelTable({}), "no models\n"); }

struct Row {
  const char* model;
  const char* cell;
};

const Row kRows[] = {
    {"prices { nano_usd_per_upscaled_image: 3000000 }", "  0.003 USD/picture  "},
    {"prices { video_prices { nano_usd_per_second: 350000000 } }", "  0.35 USD/s  "},
    {"prices { video_prices { nano_usd_per_second: 200000000 }"
     " video_prices { nano_usd_per_second: 600000000 } }",
     "  up to 0.60 USD/s  "},
    {"limits { default_image_size: '1K' } prices { tokens { image_output: 120000000000"
     " tokens_per_image { key: '4K' value: 2000 } tokens_per_image { key: '1K' value: 1120 } } }",
     "  0.1344 USD/picture  "},
    {"prices { tokens { image_output: 30000000000 tokens_per_image { key: '1K' value: 1290 } } }",
     "  0.0387 USD/picture  "},
    {"prices { tokens { image_output: 9223372036854775807"
     " tokens_per_image { key: '1K' value: 2147483647 } } }",
     "  -  "},
    {"prices { tokens { text_output: 1 } }", "  -  "},
    {"", "  -  "},
    {"lifecycle { state: MODEL_STATE_DEPRECATED retires_at: '2027-05-28' }", "ends 2027-05-28\n"},
    {"lifecycle { state: MODEL_STATE_DEPRECATED retires_at: '2027-05-28'"
     " retires_at_earliest: true }",
     "ends 2027-05-28 or later\n"},
    {"lifecycle { state: MODEL_STATE_DEPRECATED replacement: 'b' }", "will end; then b\n"},
    {"lifecycle { state: MODEL_STATE_END_DUE retires_at: '2026-11-17' }",
     "may be gone since 2026-11-17\n"},
    {"surfaces: 77", "  77  "},
    {"name: 'with\\033[2Jcontrols'", "  with?[2Jcontrols  "},
};

TEST(ModelTableTest, Cells) {
  for (const Row& row : kRows) {
    const std::string table = ModelTable({ModelOf(row.model)});
    EXPECT_TRUE(absl::StrContains(table, row.cell)) << row.model << ":\n" << table;
  }
}

TEST(ModelTableTest, EverySurfaceHasAWord) {
  const auto* type = v1::ModelSurface_descriptor();
  for (int i = 0; i < type->value_count(); ++i) {
    const int surface = type->value(i)->number();
    if (surface == v1::MODEL_SURFACE_UNSPECIFIED) continue;
    const std::string table = ModelTable({ModelOf(absl::StrCat("surfaces: ", surface))});
    EXPECT_FALSE(absl::StrContains(table, absl::StrCat("  ", surface, "  "))) << table;
  }
  EXPECT_EQ(SurfaceOfWord("chat"), v1::MODEL_SURFACE_CHAT);
  EXPECT_EQ(SurfaceOfWord("sound"), v1::MODEL_SURFACE_UNSPECIFIED);
  EXPECT_EQ(SurfaceWords(), "image, upscale, chat, video, reverse-video, interactions");
}

}  // namespace
}  // namespace mediagen::client
