#include "server/upstream/message_fields.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "mediagen/v1/chat_image_service.pb.h"
#include "server/upstream/catalogue.pb.h"

namespace mediagen {
namespace {

using google::protobuf::TextFormat;

config::ModelTerms Terms(const std::string& text) {
  config::ModelTerms terms;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &terms)) << text;
  return terms;
}

struct OverlayRow {
  const char* name;
  const char* base;
  const char* overlay;
  const char* result;
};

const OverlayRow kOverlays[] = {
    {"Nothing", "sent_name: 'a'", "", "sent_name: 'a'"},
    {"OnNothing", "", "sent_name: 'a'", "sent_name: 'a'"},
    {"Value", "sent_name: 'a' note: 'n'", "sent_name: 'b'", "sent_name: 'b' note: 'n'"},
    {"False", "served: true", "served: false", "served: false"},
    {"List", "surfaces: [MODEL_SURFACE_IMAGE, MODEL_SURFACE_UPSCALE]",
     "surfaces: [MODEL_SURFACE_CHAT]", "surfaces: [MODEL_SURFACE_CHAT]"},
    {"ListInAMessage", "limits { max_count: 4 image_sizes: ['1K', '2K'] }",
     "limits { image_sizes: ['4K'] }", "limits { max_count: 4 image_sizes: ['4K'] }"},
    {"ListOfMessages", "prices { video_prices { nano_usd_per_second: 1 } }",
     "prices { video_prices { nano_usd_per_second: 2 } }",
     "prices { video_prices { nano_usd_per_second: 2 } }"},
    {"Map", "refused_fields { key: 'a' value: '1' } refused_fields { key: 'b' value: '2' }",
     "refused_fields { key: 'b' value: '3' }",
     "refused_fields { key: 'a' value: '1' } refused_fields { key: 'b' value: '3' }"},
};

TEST(MessageFieldsTest, Overlays) {
  for (const OverlayRow& row : kOverlays) {
    config::ModelTerms base = Terms(row.base);
    Overlay(Terms(row.overlay), base);
    std::string got;
    std::string wanted;
    TextFormat::PrintToString(base, &got);
    TextFormat::PrintToString(Terms(row.result), &wanted);
    EXPECT_EQ(got, wanted) << row.name;
  }
}

struct PathRow {
  const char* path;
  const char* spec;
  bool there;
  bool set;
};

const PathRow kPaths[] = {
    {"temperature", "", true, false},
    {"temperature", "temperature: 0", true, true},
    {"modalities", "", true, false},
    {"modalities", "modalities: 'text'", true, true},
    {"image_config", "image_config {}", true, true},
    {"image_config.image_size", "", true, false},
    {"image_config.image_size", "image_config {}", true, false},
    {"image_config.image_size", "image_config { image_size: '1K' }", true, true},
    {"image_config.colour", "image_config { image_size: '1K' }", false, false},
    {"temperature.celsius", "temperature: 1", false, false},
    {"messages.role", "messages { role: CHAT_ROLE_USER }", false, false},
    {"", "", false, false},
    {"colour", "", false, false},
};

TEST(MessageFieldsTest, Paths) {
  for (const PathRow& row : kPaths) {
    v1::ChatSpec spec;
    ASSERT_TRUE(TextFormat::ParseFromString(row.spec, &spec)) << row.spec;
    EXPECT_EQ(HasPath(*v1::ChatSpec::descriptor(), row.path), row.there) << row.path;
    EXPECT_EQ(IsSet(spec, row.path), row.set) << row.path << " of " << row.spec;
  }
}

struct NegativeRow {
  const char* terms;
  const char* path;
};

const NegativeRow kNegatives[] = {
    {"", ""},
    {"default_duration_seconds: 0", ""},
    {"default_duration_seconds: -1", "default_duration_seconds"},
    {"limits { durations_seconds: [4, -6] }", "limits.durations_seconds"},
    {"prices { video_prices { nano_usd_per_second: 1 } video_prices { nano_usd_per_second: -1 } }",
     "prices.video_prices.nano_usd_per_second"},
    {"usual_time { nanos: -1 }", "usual_time.nanos"},
};

TEST(MessageFieldsTest, NegativeNumbers) {
  for (const NegativeRow& row : kNegatives)
    EXPECT_EQ(NegativeNumber(Terms(row.terms)), row.path) << row.terms;
}

}  // namespace
}  // namespace mediagen
