// What is filled into requests that leave it open, and what is not.
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "server/upstream/request_check.h"
#include "tests/upstream/built_in_row.h"

namespace mediagen {
namespace {

using google::protobuf::TextFormat;
using testing::RowAt;

struct Row {
  const char* name;
  const char* dialect;
  const char* model;
  const char* given;
  const char* completed;
};

template <typename Spec, size_t kSize>
void ExpectCompleted(const Row (&rows)[kSize]) {
  for (const Row& row : rows) {
    Spec spec;
    Spec wanted;
    ASSERT_TRUE(TextFormat::ParseFromString(row.given, &spec)) << row.name;
    ASSERT_TRUE(TextFormat::ParseFromString(row.completed, &wanted)) << row.name;
    const absl::Status checked = CheckAndComplete(RowAt(row.dialect, row.model), spec);
    EXPECT_TRUE(checked.ok()) << row.name << ": " << checked;
    EXPECT_EQ(spec.DebugString(), wanted.DebugString()) << row.name;
  }
}

// Upstreams make 4 pictures where none is counted, and bill them all.
const Row kImages[] = {
    {"CountOf1", "camel", "imagen-4.0-generate-001", "prompt: 'x'",
     "prompt: 'x' number_of_images: 1"},
    {"CountOfAnUnknownModel", "camel", "imagen-9", "prompt: 'x'",
     "prompt: 'x' number_of_images: 1"},
    {"CountGiven", "camel", "imagen-4.0-generate-001", "prompt: 'x' number_of_images: 3",
     "prompt: 'x' number_of_images: 3"},
    {"CountOfAModelThatMakes8", "vertex", "imagegeneration@002", "prompt: 'x'",
     "prompt: 'x' number_of_images: 1"},
};

const Row kVideos[] = {
    {"CountOf1AndNoLength", "aihubmix", "veo-2.0-generate-001", "prompt: 'x'",
     "prompt: 'x' number_of_videos: 1"},
    {"UnknownModel", "vertex", "veo-9", "prompt: 'x'", "prompt: 'x' number_of_videos: 1"},
    {"Reverse", "camel", "veo-3", "prompt: 'x'", "prompt: 'x' number_of_videos: 1"},
    {"NothingElse", "vertex", "veo-3.1-generate-001", "prompt: 'x' resolution: '4k'",
     "prompt: 'x' resolution: '4k' number_of_videos: 1"},
};

constexpr char kHello[] = "messages { role: CHAT_ROLE_USER parts { text: 'hello' } }";

TEST(RequestDefaultsTest, Images) { ExpectCompleted<v1::ImageSpec>(kImages); }

TEST(RequestDefaultsTest, Videos) { ExpectCompleted<v1::VideoSpec>(kVideos); }

TEST(RequestDefaultsTest, Chats) {
  const std::string both = std::string(kHello) + "modalities: ['text', 'image']";
  const std::string one = std::string(kHello) + "modalities: ['IMAGE']";
  const Row rows[] = {
      {"BothModalities", "camel", "gemini-2.5-flash-image", kHello, both.c_str()},
      {"UnknownModel", "camel", "gemini-9", kHello, both.c_str()},
      {"ModalitiesGiven", "camel", "gemini-2.5-flash-image", one.c_str(), one.c_str()},
  };
  ExpectCompleted<v1::ChatSpec>(rows);
}

TEST(RequestDefaultsTest, UpscalingHasNone) {
  v1::UpscaleSpec spec;
  spec.mutable_image()->set_data("\xff\xd8\xff");
  spec.set_upscale_factor("x2");
  const v1::UpscaleSpec given = spec;
  EXPECT_TRUE(CheckAndComplete(RowAt("vertex", "imagegeneration@002"), spec).ok());
  EXPECT_EQ(spec.DebugString(), given.DebugString());
}

}  // namespace
}  // namespace mediagen
