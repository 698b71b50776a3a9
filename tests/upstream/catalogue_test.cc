// What the built-in catalogue says of models, provider by provider.
#include "server/upstream/catalogue.h"

#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/upstream/dialects.h"
#include "server/upstream/lifecycle.h"

namespace mediagen {
namespace {

const Catalogue& BuiltIn() { return *Catalogue::BuiltIn(); }

struct Row {
  const char* dialect;
  const char* model;
  v1::ModelSurface surface;
  bool served;
  int max_count;          // 0: not known.
  const char* ratios;     // Joined with blanks; empty: not checked.
  const char* durations;  // As above.
  const char* retires_at;
  bool earliest;
  const char* replacement;
};

constexpr auto kImage = v1::MODEL_SURFACE_IMAGE;
constexpr auto kUpscale = v1::MODEL_SURFACE_UPSCALE;
constexpr auto kChat = v1::MODEL_SURFACE_CHAT;
constexpr auto kVideo = v1::MODEL_SURFACE_VIDEO;
constexpr auto kReverse = v1::MODEL_SURFACE_REVERSE_VIDEO;
constexpr auto kInteractions = v1::MODEL_SURFACE_INTERACTIONS;
constexpr char kImagenRatios[] = "1:1 3:4 4:3 9:16 16:9";
constexpr char k10Ratios[] = "1:1 2:3 3:2 3:4 4:3 4:5 5:4 9:16 16:9 21:9";
constexpr char k14Ratios[] = "1:1 2:3 3:2 3:4 4:3 4:5 5:4 9:16 16:9 21:9 1:4 4:1 1:8 8:1";
constexpr char kBothWays[] = "16:9 9:16";

const Row kRows[] = {
    {"aihubmix", "imagen-4.0-generate-001", kImage, true, 4, kImagenRatios, "", "", false,
     "gemini-3.1-flash-image"},
    {"camel", "imagen-4.0-generate-001", kImage, true, 4, kImagenRatios, "", "", false,
     "gemini-3.1-flash-image"},
    {"gemini", "imagen-4.0-generate-001", kImage, true, 4, kImagenRatios, "", "2026-08-17", false,
     "gemini-3.1-flash-image"},
    {"vertex", "imagen-4.0-generate-001", kImage, true, 4, kImagenRatios, "", "2026-08-17", true,
     "gemini-3.1-flash-image"},
    {"aihubmix", "imagen-4.0-ultra-generate-001", kImage, true, 1, kImagenRatios, "", "", false,
     "gemini-3-pro-image"},
    {"vertex", "imagen-4.0-ultra-generate-001", kImage, true, 4, kImagenRatios, "", "2026-08-17",
     true, "gemini-3-pro-image"},
    {"gemini", "imagen-3.0-generate-001", kImage, false, 4, kImagenRatios, "", "", false,
     "gemini-3.1-flash-image"},
    {"vertex", "imagegeneration@002", kUpscale, true, 8, "1:1", "", "2026-08-17", true,
     "gemini-3.1-flash-image"},
    {"vertex", "imagegeneration@005", kImage, true, 4, "1:1 9:16", "", "2026-08-17", true,
     "gemini-3.1-flash-image"},
    {"vertex", "imagen-4.0-upscale-preview", kUpscale, true, 1, "", "", "2026-08-17", true, ""},
    {"vertex", "imagen-3.0-generate-002", kUpscale, true, 4, kImagenRatios, "", "2026-08-17", true,
     "gemini-3.1-flash-image"},
    {"aihubmix", "gemini-2.5-flash-image", kChat, true, 1, k10Ratios, "", "", false,
     "gemini-3.1-flash-image"},
    {"gemini", "gemini-2.5-flash-image-preview", kChat, true, 1, k10Ratios, "", "2026-01-15", false,
     "gemini-2.5-flash-image"},
    {"vertex", "gemini-2.5-flash-image", kChat, true, 1, k10Ratios, "", "2026-10-02", true,
     "gemini-3.1-flash-lite-image"},
    {"gemini", "gemini-nano-banana-2.1", kChat, true, 1, k14Ratios, "", "", false, ""},
    {"aihubmix", "gemini-nano-banana-2.1", kChat, false, 1, k14Ratios, "", "", false, ""},
    {"vertex", "gemini-3-pro-image", kChat, true, 1, k10Ratios, "", "2027-05-28", true, ""},
    {"aihubmix", "veo-2.0-generate-001", kVideo, true, 2, kBothWays, "5 8", "", false, ""},
    {"gemini", "veo-2.0-generate-001", kVideo, true, 2, kBothWays, "5 6 7 8", "2026-06-30", false,
     "gemini-omni-1.1-flash"},
    {"vertex", "veo-2.0-generate-001", kVideo, true, 4, kBothWays, "5 6 7 8", "2026-06-30", false,
     "veo-3.1-generate-001"},
    {"camel", "veo-3.0-generate-preview", kVideo, true, 1, "16:9", "8", "", false, ""},
    {"gemini", "veo-3.0-fast-generate-001", kVideo, true, 1, kBothWays, "8", "2026-06-30", false,
     "gemini-omni-1.1-flash"},
    {"vertex", "veo-3.0-fast-generate-001", kVideo, true, 4, kBothWays, "4 6 8", "2026-06-30",
     false, "veo-3.1-fast-generate-001"},
    {"vertex", "veo-3.1-generate-001", kVideo, true, 4, kBothWays, "4 6 8", "2026-11-17", true, ""},
    {"gemini", "veo-3.1-generate-001", kVideo, false, 4, kBothWays, "4 6 8", "", false, ""},
    {"gemini", "veo-3.1-lite-generate-preview", kVideo, true, 1, kBothWays, "4 6 8", "2026-10-22",
     false, "gemini-omni-1.1-flash"},
    {"aihubmix", "veo-3", kReverse, true, 1, "16:9", "8", "", false, ""},
    {"vertex", "veo-3", kReverse, false, 1, "16:9", "8", "", false, ""},
    {"gemini", "gemini-omni-flash-preview", kInteractions, true, 1, kBothWays, "3 4 5 6 7 8 9 10",
     "2026-09-30", false, "gemini-omni-1.1-flash"},
};

TEST(CatalogueTest, Rows) {
  for (const Row& row : kRows) {
    const std::string name = absl::StrCat(row.dialect, " ", row.model);
    const ModelRow* found = BuiltIn().Find(row.dialect, row.model);
    ASSERT_NE(found, nullptr) << name;
    EXPECT_EQ(found->name, row.model);
    EXPECT_EQ(found->sent_name, row.model);
    EXPECT_TRUE(found->Serves(row.surface)) << name;
    EXPECT_EQ(found->served, row.served) << name;
    EXPECT_EQ(found->limits().max_count(), row.max_count) << name;
    EXPECT_EQ(absl::StrJoin(found->limits().aspect_ratios(), " "), row.ratios) << name;
    EXPECT_EQ(absl::StrJoin(found->limits().durations_seconds(), " "), row.durations) << name;
    EXPECT_EQ(found->terms.retires_at(), row.retires_at) << name;
    EXPECT_EQ(found->retires_at.has_value(), *row.retires_at != '\0') << name;
    EXPECT_EQ(found->terms.retires_at_earliest(), row.earliest) << name;
    EXPECT_EQ(found->terms.replacement(), row.replacement) << name;
  }
}

struct NameRow {
  const char* dialect;
  const char* written;
  const char* name;  // Empty: not known.
  const char* sent;
};

const NameRow kNames[] = {
    {"gemini", "imagen-4.0-generate-001", "imagen-4.0-generate-001", "imagen-4.0-generate-001"},
    {"gemini", "models/imagen-4.0-generate-001", "imagen-4.0-generate-001",
     "models/imagen-4.0-generate-001"},
    {"vertex", "publishers/google/models/veo-3.1-generate-001", "veo-3.1-generate-001",
     "publishers/google/models/veo-3.1-generate-001"},
    {"vertex", "projects/p/locations/l/publishers/google/models/veo-3.1-generate-001",
     "veo-3.1-generate-001",
     "projects/p/locations/l/publishers/google/models/veo-3.1-generate-001"},
    {"aihubmix", "nano-banana", "gemini-2.5-flash-image", "gemini-2.5-flash-image"},
    {"gemini", "models/nano-banana", "gemini-2.5-flash-image", "models/gemini-2.5-flash-image"},
    {"a provider that no row names", "nano-banana", "gemini-2.5-flash-image",
     "gemini-2.5-flash-image"},
    {"vertex", "gemini-omni-1.1-flash", "gemini-omni-1.1-flash", "gemini-omni-1.1-flash-preview"},
    {"vertex", "gemini-omni-1.1-flash-preview", "gemini-omni-1.1-flash",
     "gemini-omni-1.1-flash-preview"},
    {"gemini", "gemini-omni-1.1-flash", "gemini-omni-1.1-flash", "gemini-omni-1.1-flash"},
    {"gemini", "gemini-omni-1.1-flash-preview", "", "gemini-omni-1.1-flash-preview"},
    {"gemini", "", "", ""},
    {"gemini", "models/", "", "models/"},
    {"gemini", "imagen-9", "", "imagen-9"},
    {"gemini", "imagen-4.0-generate-001 ", "", "imagen-4.0-generate-001 "},
    {"gemini", "tunedModels/imagen-4.0-generate-001", "", "tunedModels/imagen-4.0-generate-001"},
    {"vertex", "publishers/other/models/veo-3.1-generate-001", "",
     "publishers/other/models/veo-3.1-generate-001"},
    {"vertex", "projects//locations/l/publishers/google/models/veo-3.1-generate-001", "",
     "projects//locations/l/publishers/google/models/veo-3.1-generate-001"},
    {"vertex", "projects/p/publishers/google/models/veo-3.1-generate-001", "",
     "projects/p/publishers/google/models/veo-3.1-generate-001"},
};

TEST(CatalogueTest, Names) {
  for (const NameRow& row : kNames) {
    const ModelRow* found = BuiltIn().Find(row.dialect, row.written);
    EXPECT_EQ(found == nullptr ? "" : found->name, row.name) << row.dialect << " " << row.written;
    EXPECT_EQ(SentName(found, row.written), row.sent) << row.dialect << " " << row.written;
  }
}

TEST(CatalogueTest, TheDefaultsOfEveryDialectAreServedByTheRightService) {
  const std::string names = DialectNames();
  for (const absl::string_view name : absl::StrSplit(names, ", ")) {
    const Dialect* dialect = FindDialect(name);
    ASSERT_NE(dialect, nullptr) << name;
    const auto serves = [dialect](absl::string_view model, v1::ModelSurface surface) {
      if (model.empty()) return true;  // The provider has no such models.
      const ModelRow* row = BuiltIn().Find(dialect->name, model);
      return row != nullptr && row->served && row->Serves(surface);
    };
    EXPECT_TRUE(serves(dialect->default_image_model, kImage)) << dialect->name;
    EXPECT_TRUE(serves(dialect->default_chat_model, kChat)) << dialect->name;
    EXPECT_TRUE(serves(dialect->default_video_model, kVideo) ||
                serves(dialect->default_video_model, kInteractions))
        << dialect->name;
  }
}

TEST(CatalogueTest, NoDefaultIsGone) {
  const absl::Time now = *ParseDay("2026-11-21");
  for (const char* name : {"gemini", "vertex"}) {
    const Dialect& dialect = *FindDialect(name);
    for (const absl::string_view model :
         {dialect.default_image_model, dialect.default_upscale_model, dialect.default_chat_model,
          dialect.default_video_model}) {
      if (model.empty()) continue;
      EXPECT_FALSE(IsRetired(*BuiltIn().Find(name, model), now)) << name << " " << model;
    }
  }
}

TEST(CatalogueTest, EverySuccessorIsAModelOfTheSameProvider) {
  for (const char* dialect : {"gemini", "vertex"}) {
    for (const ModelRow* row : BuiltIn().Rows(dialect)) {
      const std::string& successor = row->terms.replacement();
      if (successor.empty()) continue;
      const ModelRow* found = BuiltIn().Find(dialect, successor);
      ASSERT_NE(found, nullptr) << row->name;
      EXPECT_TRUE(found->served) << dialect << ": " << successor;
    }
  }
}

TEST(CatalogueTest, OnlyWhatIsServedIsListed) {
  std::set<std::string> names;
  for (const ModelRow* row : BuiltIn().Rows("aihubmix")) {
    EXPECT_TRUE(row->served);
    EXPECT_TRUE(names.insert(row->name).second) << row->name << " is there twice";
  }
  EXPECT_EQ(names.count("imagen-4.0-generate-001"), 1u);
  EXPECT_EQ(names.count("imagegeneration@002"), 0u);
  EXPECT_TRUE(BuiltIn().Rows("a provider that no row names").empty());
}

TEST(CatalogueTest, EveryVideoHasALengthAndAUsualTime) {
  for (const char* dialect : {"aihubmix", "camel", "gemini", "vertex"}) {
    for (const ModelRow* row : BuiltIn().Rows(dialect)) {
      if (ServiceOf(*row) != "VideoService") continue;
      EXPECT_GT(row->terms.default_duration_seconds(), 0) << row->name;
      EXPECT_GT(row->usual_time(), absl::ZeroDuration()) << row->name;
      EXPECT_FALSE(row->limits().default_resolution().empty()) << row->name;
    }
  }
}

}  // namespace
}  // namespace mediagen
