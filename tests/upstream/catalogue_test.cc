#include "server/upstream/catalogue.h"

#include <gtest/gtest.h>

#include "server/upstream/dialects.h"

namespace mediagen {
namespace {

struct Row {
  const char* model;
  Surface surface;
  int max_count;
};

const Row kRows[] = {
    {"imagen-4.0-generate-001", Surface::kImage, 4},
    {"imagen-4.0-fast-generate-001", Surface::kImage, 4},
    {"imagen-4.0-ultra-generate-001", Surface::kImage, 1},
    {"imagen-4.0-ultra-generate-exp-05-20", Surface::kImage, 1},
    {"imagen-3.0-generate-002", Surface::kImage, 4},
    {"gemini-2.0-flash-preview-image-generation", Surface::kChat, 1},
    {"gemini-2.5-flash-image-preview", Surface::kChat, 1},
    {"gemini-2.5-flash-image", Surface::kChat, 1},
    {"veo-2.0-generate-001", Surface::kVideo, 2},
    {"veo-3.0-generate-preview", Surface::kVideo, 1},
};

TEST(CatalogueTest, Rows) {
  for (const Row& row : kRows) {
    const ModelRow* found = FindModel(row.model);
    ASSERT_NE(found, nullptr) << row.model;
    EXPECT_EQ(found->surface, row.surface) << row.model;
    EXPECT_EQ(found->max_count, row.max_count) << row.model;
  }
}

TEST(CatalogueTest, UnknownModels) {
  EXPECT_EQ(FindModel(""), nullptr);
  EXPECT_EQ(FindModel("imagen-9"), nullptr);
  EXPECT_EQ(FindModel("models/"), nullptr);
  EXPECT_EQ(FindModel("imagen-4.0-generate-001 "), nullptr);
}

// The prefix is kept on the wire; it must not be a way around a model's limits.
TEST(CatalogueTest, AModelIsTheSameWithItsPrefix) {
  EXPECT_EQ(FindModel("models/imagen-4.0-generate-001"), FindModel("imagen-4.0-generate-001"));
}

TEST(CatalogueTest, DefaultModelsHaveRows) {
  const Dialect& dialect = DefaultDialect();
  EXPECT_EQ(FindModel(dialect.default_image_model)->surface, Surface::kImage);
  EXPECT_EQ(FindModel(dialect.default_chat_model)->surface, Surface::kChat);
  EXPECT_EQ(FindModel(dialect.default_video_model)->surface, Surface::kVideo);
}

TEST(CatalogueTest, VideosHaveAUsualTime) {
  EXPECT_GT(FindModel("veo-2.0-generate-001")->usual_time, absl::ZeroDuration());
}

}  // namespace
}  // namespace mediagen
