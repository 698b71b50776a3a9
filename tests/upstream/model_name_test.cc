// Names that callers and upstreams choose, on their way into a path.
#include <gtest/gtest.h>

#include "server/upstream/model_path.h"
#include "server/upstream/param_encoder.h"
#include "tests/upstream/request_text.h"
#include "tests/upstream/upstream_bench.h"

namespace mediagen {
namespace {

using testing::OptionsFor;
using testing::PathOf;
using testing::ViolatedField;

struct GoodRow {
  const char* model;
  const char* path;
};

const GoodRow kGoodRows[] = {
    {"imagen-4.0-generate-001", "/gemini/v1beta/models/imagen-4.0-generate-001:predict"},
    {"models/x", "/gemini/v1beta/models/x:predict"},
    {"tunedModels/x", "/gemini/v1beta/tunedModels/x:predict"},
    {"imagegeneration@006", "/gemini/v1beta/models/imagegeneration@006:predict"},
    {"{name}", "/gemini/v1beta/models/%7Bname%7D:predict"},
    {"modèle", "/gemini/v1beta/models/mod%C3%A8le:predict"},
};

TEST(ModelNameTest, GoesIntoThePathAsItIs) {
  for (const GoodRow& row : kGoodRows) {
    v1::ImageSpec spec;
    const auto request = EncodeGenerateImages(OptionsFor("http://h"), row.model, spec);
    ASSERT_TRUE(request.ok()) << row.model;
    EXPECT_EQ(PathOf(request->http.url), row.path);
  }
}

struct BadRow {
  const char* name;
  std::string model;
  bool good_in_a_body;
};

const BadRow kBadRows[] = {
    {"Empty", "", false},
    {"Dots", "../secret", true},
    {"DotsInside", "a/../../b", true},
    {"Query", "m?alt=x", true},
    {"Ampersand", "m&x=1", true},
    {"Fragment", "m#x", true},
    {"Percent", "m%2e%2e", true},
    {"Backslash", "m\\x", true},
    {"Colon", "m:predict", true},
    {"Blank", "m x", true},
    {"LineEnd", "m\r\nHost: x", false},
    {"Tab", "m\tx", false},
    {"Nul", std::string("m\0x", 3), false},
    {"Delete", "m\x7f", false},
    {"TooLong", std::string(201, 'm'), false},
};

TEST(ModelNameTest, IsRefusedWhereItCouldBendThePath) {
  for (const BadRow& row : kBadRows) {
    v1::ImageSpec image;
    v1::VideoSpec video;
    EXPECT_EQ(
        ViolatedField(EncodeGenerateImages(OptionsFor("http://h"), row.model, image).status()),
        "model")
        << row.name;
    EXPECT_EQ(ViolatedField(EncodeStartVideo(OptionsFor("http://h"), row.model, video).status()),
              "model")
        << row.name;
    v1::ChatSpec chat;
    const auto request = EncodeChat(OptionsFor("http://h"), row.model, ChatCallOptions(), chat);
    EXPECT_EQ(request.ok(), row.good_in_a_body) << row.name;
  }
}

TEST(ModelNameTest, MayBe200BytesLong) {
  v1::ImageSpec spec;
  EXPECT_TRUE(EncodeGenerateImages(OptionsFor("http://h"), std::string(200, 'm'), spec).ok());
}

struct OperationRow {
  const char* name;
  std::string text;
  bool good;
};

const OperationRow kOperationRows[] = {
    {"Gemini", "models/veo-2.0-generate-001/operations/op-2001", true},
    {"Vertex", "projects/p-1/locations/us-central1/publishers/google/models/m@1/operations/6f_0",
     true},
    {"Empty", "", false},
    {"Dots", "models/../operations/x", false},
    {"EmptySegment", "models//operations", false},
    {"LeadingSlash", "/models/x", false},
    {"TrailingSlash", "models/x/", false},
    {"Query", "models/x?y", false},
    {"Fragment", "models/x#y", false},
    {"Percent", "models/%2e", false},
    {"Backslash", "models\\x", false},
    {"Blank", "models/x y", false},
    {"LineEnd", "models/x\r\n", false},
    {"Address", "http://evil/x", false},
    {"ColonAndTilde", "models/m/operations/a:b~c", true},
    {"NonAscii", "models/é", false},
    {"Huge", "models/" + std::string(1000, 'x'), false},
};

TEST(OperationNameTest, IsCheckedBeforeItEntersAPath) {
  for (const OperationRow& row : kOperationRows)
    EXPECT_EQ(IsPathName(row.text), row.good) << row.name;
}

}  // namespace
}  // namespace mediagen
