#include "tests/sandbox/answer_check.h"

#include <gtest/gtest.h>

#include "sandbox/base64.h"
#include "sandbox/json_input.h"
#include "sandbox/picture_codec.h"
#include "sandbox/text.h"
#include "tests/sandbox/video_probe.h"

namespace mediagen::testing {
namespace {

using sandbox::Member;
using sandbox::Text;

std::string Of(const rapidjson::Value& value) { return std::string(Text(&value)); }

// What the request's responseModalities say.
bool AsksForPicture(const WireRequest& request) {
  const rapidjson::Value* modalities =
      Member(Member(&request.body, "generationConfig"), "responseModalities");
  if (modalities == nullptr) return false;
  for (const rapidjson::Value& modality : modalities->GetArray()) {
    if (Of(modality) == "IMAGE") return true;
  }
  return false;
}

// How many pictures are in the parts of one object.
int CheckParts(const rapidjson::Value& object) {
  int pictures = 0;
  const rapidjson::Value* candidate = sandbox::FirstEntry(Member(&object, "candidates"));
  const rapidjson::Value* parts = Member(Member(candidate, "content"), "parts");
  EXPECT_NE(parts, nullptr);
  if (parts == nullptr) return 0;
  for (const rapidjson::Value& part : parts->GetArray()) {
    if (!part.HasMember("inlineData")) continue;
    ++pictures;
    CheckPicture(part["inlineData"]["data"], Of(part["inlineData"]["mimeType"]));
  }
  return pictures;
}

bool HasEnd(const rapidjson::Value& object) {
  return !Text(Member(sandbox::FirstEntry(Member(&object, "candidates")), "finishReason")).empty();
}

}  // namespace

void CheckPicture(const rapidjson::Value& base64, const std::string& mime_type) {
  const std::string text = Of(base64);
  const std::string bytes = sandbox::DecodeBase64(text).value_or("");
  EXPECT_TRUE(sandbox::EncodeBase64(bytes) == text) << "not in the standard form";
  EXPECT_EQ(bytes.starts_with("\x89PNG") ? "image/png" : "image/jpeg", mime_type);
  EXPECT_TRUE(sandbox::DecodePicture(bytes).has_value());
}

void CheckVideo(const std::string& bytes) {
  const VideoFacts facts = ProbeVideo(bytes);
  EXPECT_EQ(facts.codec, "h264");
  EXPECT_GT(facts.frames, 0);
}

void CheckPrediction(const JsonAnswer& answer, const WireRequest& request) {
  const rapidjson::Value& predictions = answer.At("/predictions");
  ASSERT_TRUE(predictions.IsArray());
  const bool with_scores = request.Parameter("includeSafetyAttributes").IsTrue();
  const rapidjson::Value& count = request.Parameter("sampleCount");
  unsigned pictures = 0;
  for (const rapidjson::Value& entry : predictions.GetArray()) {
    if (with_scores && entry.HasMember("contentType")) continue;
    ++pictures;
    ASSERT_TRUE(entry.HasMember("mimeType"));
    const std::string bucket = Of(request.Parameter("storageUri"));
    if (bucket.empty()) {
      CheckPicture(entry["bytesBase64Encoded"], Of(entry["mimeType"]));
    } else {
      EXPECT_TRUE(Of(entry["gcsUri"]).starts_with(bucket));
    }
  }
  EXPECT_EQ(pictures, count.IsNumber() ? static_cast<unsigned>(count.GetDouble()) : 4u);
}

void CheckContent(const JsonAnswer& answer, const WireRequest& request) {
  const int pictures = CheckParts(answer.json);
  EXPECT_TRUE(HasEnd(answer.json));
  EXPECT_TRUE(answer.At("/usageMetadata/totalTokenCount").IsInt());
  EXPECT_TRUE(pictures == 1 || !AsksForPicture(request));
}

std::vector<rapidjson::Document> EventsOf(const JsonAnswer& answer) {
  EXPECT_TRUE(answer.http.Header("content-type").starts_with("text/event-stream"));
  std::vector<rapidjson::Document> events;
  const std::vector<std::string_view> blocks = http::Split(answer.http.body, "\n\n");
  EXPECT_EQ(blocks.back(), "");
  for (std::string_view block : blocks) {
    if (block.empty() || block == "data: [DONE]") continue;
    EXPECT_TRUE(block.starts_with("data: {")) << block.substr(0, 80);
    EXPECT_EQ(block.find('\n'), std::string_view::npos);
    const std::string json(block.substr(6));
    events.emplace_back().Parse(json.data(), json.size());
    EXPECT_FALSE(events.back().HasParseError());
  }
  EXPECT_FALSE(events.empty());
  return events;
}

void CheckContentStream(const JsonAnswer& answer, const WireRequest& request) {
  int pictures = 0;
  const std::vector<rapidjson::Document> events = EventsOf(answer);
  for (const rapidjson::Document& event : events) {
    const int here = CheckParts(event);
    pictures += here;
    // Readers of parts[0] alone must find it.
    EXPECT_TRUE(here == 0 || event["candidates"][0]["content"]["parts"].Size() == 1);
  }
  EXPECT_TRUE(HasEnd(events.back()));
  EXPECT_TRUE(events.back().HasMember("usageMetadata"));
  EXPECT_TRUE(pictures == 1 || !AsksForPicture(request));
}

void CheckChatPicture(const JsonAnswer& answer) {
  const rapidjson::Value& part = answer.At("/choices/0/message/multi_mod_content/1");
  ASSERT_TRUE(part.IsObject());
  EXPECT_FALSE(part.HasMember("text"));
  CheckPicture(part["inline_data"]["data"], Of(part["inline_data"]["mime_type"]));
  CheckPicture(part["inlineData"]["data"], Of(part["inlineData"]["mimeType"]));
  EXPECT_TRUE(answer.At("/usage/total_tokens").IsInt());
}

void CheckChatPictureStream(const JsonAnswer& answer) {
  EXPECT_TRUE(answer.http.body.ends_with("data: [DONE]\n\n"));
  int pictures = 0;
  for (const rapidjson::Document& event : EventsOf(answer)) {
    const rapidjson::Value* choice = sandbox::FirstEntry(Member(&event, "choices"));
    const rapidjson::Value* parts = Member(Member(choice, "delta"), "multiModContent");
    if (parts == nullptr) continue;
    ++pictures;
    const rapidjson::Value& data = (*parts)[0]["inline_data"];
    CheckPicture(data["data"], Of(data["mime_type"]));
  }
  EXPECT_EQ(pictures, 1);
}

void CheckAuth(const JsonAnswer& answer, const WireRequest& request) {
  EXPECT_EQ(answer.http.Header("metadata-flavor"), request.path == "/token" ? "" : "Google");
  EXPECT_TRUE(answer.http.Header("content-type").starts_with("application/json"));
  ASSERT_TRUE(answer.json.IsObject());
  if (request.operation == "account") return;
  EXPECT_NE(answer.TextAt("/access_token"), "");
  EXPECT_TRUE(answer.At("/expires_in").IsInt());
  EXPECT_EQ(answer.TextAt("/token_type"), "Bearer");
}

void CheckPublisherModel(const JsonAnswer& answer) {
  const std::string name = answer.TextAt("/name");
  EXPECT_TRUE(name.starts_with("publishers/google/models/"));
  EXPECT_EQ(answer.TextAt("/publisherModelTemplate"),
            "projects/{user-project}/locations/{location}/" + name);
  EXPECT_EQ(
      answer.TextAt("/predictSchemata/instanceSchemaUri"),
      "gs://google-cloud-aiplatform/schema/predict/instance/vision_generative_model_1.0.0.yaml");
}

void CheckRefusal(const JsonAnswer& answer) {
  EXPECT_EQ(answer.http.status, 400);
  EXPECT_EQ(answer.TextAt("/error/status"), "INVALID_ARGUMENT");
  EXPECT_NE(answer.TextAt("/error/message"), "");
}

}  // namespace mediagen::testing
