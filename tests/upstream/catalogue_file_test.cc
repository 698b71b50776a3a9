// What an operator's catalogue file changes, and what of it is refused.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/upstream/catalogue.h"

namespace mediagen {
namespace {

std::shared_ptr<const Catalogue> LoadModels(absl::string_view models) {
  auto catalogue = Catalogue::Load(absl::StrCat(R"({"models": [)", models, "]}"));
  EXPECT_TRUE(catalogue.ok()) << catalogue.status();
  return catalogue.ok() ? *catalogue : Catalogue::BuiltIn();
}

TEST(CatalogueFileTest, AModelOfTheSameNameIsMergedFieldByField) {
  const auto catalogue = LoadModels(R"({
    "name": "imagen-4.0-generate-001",
    "common": {"limits": {"max_count": 2, "aspect_ratios": ["1:1"]}, "refused_fields": {"negative_prompt": ""}},
    "providers": {"aihubmix": {"prices": {"nano_usd_per_image": 50000000}, "retires_at": "2027-01-31"}}
  })");
  const ModelRow& row = *catalogue->Find("aihubmix", "imagen-4.0-generate-001");
  EXPECT_TRUE(row.served);
  EXPECT_EQ(row.limits().max_count(), 2);
  EXPECT_EQ(absl::StrJoin(row.limits().aspect_ratios(), " "), "1:1");
  EXPECT_EQ(row.terms.prices().nano_usd_per_image(), 50'000'000);
  EXPECT_EQ(row.terms.retires_at(), "2027-01-31");
  EXPECT_EQ(row.terms.refused_fields().count("negative_prompt"), 0u);
  // Everything else is as it was.
  EXPECT_EQ(row.terms.refused_fields().count("sample_image_style"), 1u);
  EXPECT_EQ(absl::StrJoin(row.limits().image_sizes(), " "), "1K 2K");
  const ModelRow& elsewhere = *catalogue->Find("camel", "imagen-4.0-generate-001");
  EXPECT_EQ(elsewhere.limits().max_count(), 2);
  EXPECT_EQ(elsewhere.terms.prices().nano_usd_per_image(), 40'000'000);
  EXPECT_EQ(elsewhere.retires_at, std::nullopt);
  EXPECT_EQ(Catalogue::BuiltIn()->Find("camel", "imagen-4.0-generate-001")->limits().max_count(),
            4);
}

TEST(CatalogueFileTest, ADayThatWasAnnouncedIsTakenBack) {
  const auto catalogue = LoadModels(
      R"({"name": "imagen-4.0-generate-001", "providers": {"gemini": {"retires_at": "none"}}})");
  EXPECT_EQ(catalogue->Find("gemini", "imagen-4.0-generate-001")->retires_at, std::nullopt);
  EXPECT_EQ(catalogue->Find("gemini", "imagen-4.0-generate-001")->terms.retires_at(), "");
}

TEST(CatalogueFileTest, ANewModelBeginsLikeAnother) {
  const auto catalogue = LoadModels(R"({
    "name": "veo-4", "aliases": ["newest"], "like": "veo-3.1-generate-001",
    "common": {"limits": {"durations_seconds": [10]}}, "providers": {"camel": {"sent_name": "veo-4-relayed"}}
  })");
  const ModelRow* row = catalogue->Find("camel", "newest");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->name, "veo-4");
  EXPECT_EQ(row->sent_name, "veo-4-relayed");
  EXPECT_EQ(absl::StrJoin(row->limits().durations_seconds(), " "), "10");
  EXPECT_EQ(row->limits().max_reference_images(), 3);
  EXPECT_TRUE(row->Serves(v1::MODEL_SURFACE_VIDEO));
  // Who serves it, and at what price, is not taken over.
  EXPECT_TRUE(row->terms.prices().video_prices().empty());
  EXPECT_FALSE(catalogue->Find("vertex", "veo-4")->served);
}

TEST(CatalogueFileTest, AnAliasGoesToWhatIsServed) {
  const auto catalogue = LoadModels(
      R"({"name": "gemini-2.5-flash-image", "providers": {"aihubmix": {"served": false}}})");
  EXPECT_EQ(catalogue->Find("aihubmix", "nano-banana")->name, "gemini-2.5-flash-image-preview");
  EXPECT_EQ(catalogue->Find("camel", "nano-banana")->name, "gemini-2.5-flash-image");
  EXPECT_FALSE(catalogue->Find("aihubmix", "gemini-2.5-flash-image")->served);
}

TEST(CatalogueFileTest, AnAliasDoesNotHideAModel) {
  const auto catalogue = LoadModels(R"({
    "name": "mine", "aliases": ["veo-3"], "like": "imagen-4.0-generate-001", "providers": {"camel": {}}
  })");
  EXPECT_EQ(catalogue->Find("camel", "veo-3")->name, "veo-3");
}

struct BadRow {
  const char* name;
  const char* json;
  const char* complaint;
};

const BadRow kBadRows[] = {
    {"NoJson", "imagen", "catalogue"},
    {"UnknownKey", R"({"models": [{"name": "a", "colour": "red"}]})", "colour"},
    {"UnknownKeyDeepInside",
     R"({"models": [{"name": "a", "common": {"limits": {"max_cuont": 2}}}]})", "max_cuont"},
    {"NoName", R"({"models": [{"common": {}}]})", "no name"},
    {"NameTwice", R"({"models": [{"name": "veo-3"}, {"name": "veo-3"}]})", "veo-3: is there twice"},
    {"NoSurface", R"({"models": [{"name": "a"}]})", "surfaces"},
    {"UnknownSurface",
     R"({"models": [{"name": "a", "common": {"surfaces": ["MODEL_SURFACE_SOUND"]}}]})", ""},
    {"NumberOfNoSurface", R"({"models": [{"name": "a", "common": {"surfaces": [77]}}]})",
     "surfaces"},
    {"LikeNothing", R"({"models": [{"name": "a", "like": "b"}]})", "no earlier model is b"},
    {"LikeALaterOne", R"({"models": [{"name": "a", "like": "b"}, {"name": "b", "like": "veo-3"}]})",
     "no earlier model is b"},
    {"LikeItself", R"({"models": [{"name": "a", "like": "a"}]})", "no earlier model is a"},
    {"UnknownProvider", R"({"models": [{"name": "veo-3", "providers": {"aihubmx": {}}}]})",
     "aihubmx"},
    {"NoDay", R"({"models": [{"name": "veo-3", "providers": {"camel": {"retires_at": "soon"}}}]})",
     "veo-3: camel: retires_at"},
    {"DayInAnotherSpelling",
     R"({"models": [{"name": "veo-3", "common": {"retires_at": "2026-8-7"}}]})", "retires_at"},
    {"NoSuchDay", R"({"models": [{"name": "veo-3", "common": {"retires_at": "2026-02-30"}}]})",
     "retires_at"},
    {"NegativePrice",
     R"({"models": [{"name": "veo-3", "common": {"prices": {"nano_usd_per_request": -1}}}]})",
     "prices.nano_usd_per_request: must not be negative"},
    {"PriceWithAPoint",
     R"({"models": [{"name": "veo-3", "common": {"prices": {"nano_usd_per_request": 0.41}}}]})",
     ""},
    {"NegativeTokens",
     R"({"models": [{"name": "gemini-2.5-flash-image", "common": {"prices": {"tokens": {"tokens_per_image": {"1K": -5}}}}}]})",
     "tokens_per_image"},
    {"NegativeTime", R"({"models": [{"name": "veo-3", "common": {"usual_time": "-3s"}}]})",
     "usual_time"},
    {"CountOf0", R"({"models": [{"name": "veo-3", "common": {"limits": {"max_count": 0}}}]})",
     "max_count"},
    {"RefusalOfNoField",
     R"({"models": [{"name": "veo-3", "common": {"refused_fields": {"colour": "no"}}}]})",
     "no spec has colour"},
};

TEST(CatalogueFileTest, WhatMakesNoSenseIsRefused) {
  for (const BadRow& row : kBadRows) {
    const auto catalogue = Catalogue::Load(row.json);
    EXPECT_TRUE(absl::IsInvalidArgument(catalogue.status())) << row.name;
    EXPECT_TRUE(absl::StrContains(std::string(catalogue.status().message()), row.complaint))
        << row.name << ": " << catalogue.status();
  }
}

TEST(CatalogueFileTest, TheExampleOfTheReadmeIsOne) {
  std::ifstream file(std::string(MEDIAGEN_SOURCE_DIR) + "/README.md");
  std::stringstream readme;
  readme << file.rdbuf();
  const std::string text = readme.str();
  const size_t begin = text.find("\n## Models\n");
  ASSERT_NE(begin, std::string::npos);
  const size_t json = text.find("```json\n", begin) + 8;
  const auto catalogue = Catalogue::Load(text.substr(json, text.find("```", json) - json));
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  EXPECT_TRUE((*catalogue)->Find("camel", "newest")->served);
}

TEST(CatalogueFileTest, AnEmptyFileChangesNothing) {
  EXPECT_TRUE(Catalogue::Load("").ok());
  const auto catalogue = Catalogue::Load("{}");
  ASSERT_TRUE(catalogue.ok());
  EXPECT_EQ((*catalogue)->Rows("vertex").size(), Catalogue::BuiltIn()->Rows("vertex").size());
}

}  // namespace
}  // namespace mediagen
