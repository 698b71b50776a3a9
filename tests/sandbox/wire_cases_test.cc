// Every recorded request, as it went over the wire, is one that the sandbox takes.

#include <gtest/gtest.h>
#include <rapidjson/pointer.h>

#include <string>

#include "tests/sandbox/answer_check.h"
#include "tests/sandbox/interaction_cases.h"
#include "tests/sandbox/sandbox_client.h"
#include "tests/sandbox/wire_request.h"

namespace mediagen::testing {
namespace {

// Starts a short video at `path`, which stands before ":predictLongRunning"; its name.
std::string StartShortVideo(SandboxClient& client, const std::string& path) {
  JsonAnswer started = client.Post(
      path + ":predictLongRunning",
      R"({"instances":[{"prompt":"a boat"}],"parameters":{"sampleCount":1,"durationSeconds":1}})");
  EXPECT_EQ(started.http.status, 200);
  return started.TextAt("/name");
}

void CheckDoneVideo(const JsonAnswer& answer, const std::string& name) {
  EXPECT_EQ(answer.TextAt("/name"), name);
  ASSERT_TRUE(answer.At("/done").IsTrue());
  const std::string uri =
      answer.TextAt("/response/generateVideoResponse/generatedSamples/0/video/uri");
  if (!uri.empty()) {
    EXPECT_TRUE(uri.starts_with("https://"));
    return;
  }
  EXPECT_EQ(answer.TextAt("/response/videos/0/mimeType"), "video/mp4");
  CheckVideo(answer.BytesAt("/response/videos/0/bytesBase64Encoded"));
}

// The text of a chat, be it whole or in events.
std::string ChatText(const JsonAnswer& answer) {
  if (answer.json.IsObject()) return answer.TextAt("/choices/0/message/content");
  EXPECT_TRUE(answer.http.body.ends_with("data: [DONE]\n\n"));
  std::string text;
  for (const rapidjson::Document& event : EventsOf(answer)) {
    const rapidjson::Value* piece = rapidjson::Pointer("/choices/0/delta/content").Get(event);
    if (piece != nullptr) text += piece->GetString();
  }
  return text;
}

std::string Between(const std::string& text, const std::string& begin, const std::string& end) {
  const size_t at = text.find(begin);
  if (at == std::string::npos) return "";
  return text.substr(at + begin.size(), text.find(end, at + begin.size()) - at - begin.size());
}

void CheckChatVideo(SandboxClient& client, const JsonAnswer& answer) {
  const std::string text = ChatText(answer);
  EXPECT_TRUE(text.starts_with("```json\n{\n  \"prompt\": \"")) << text;
  const std::string task = Between(text, "Task ID: `", "`");
  EXPECT_EQ(task.size(), 36u);
  const std::string base = client.base_url();
  EXPECT_NE(text.find("[Data Preview](" + base + "/web/" + task + ")"), std::string::npos) << text;
  EXPECT_EQ(client.Get("/source/" + task).TextAt("/status"), "completed");
  for (const char* label : {"Watch Online](", "Download Video]("}) {
    const std::string link = Between(text, label, ")");
    ASSERT_TRUE(link.starts_with(base)) << text;
    CheckVideo(client.Get(link.substr(base.size())).http.body);
  }
}

class WireCases : public ::testing::TestWithParam<std::string> {
 protected:
  void Check(BodyStyle style);
  void CheckVideoSurfaces();

  SandboxClient client_;
  WireRequest request_;
  BodyStyle style_ = BodyStyle::kCompact;
};

void WireCases::CheckVideoSurfaces() {
  const std::string& surface = request_.surface;
  if (surface.starts_with("veo.download")) {
    const std::string version = request_.path.substr(0, request_.path.find("files/"));
    const std::string name = StartShortVideo(client_, version + "models/veo-2.0-generate-001");
    JsonAnswer done = client_.PollUntilDone(name);
    const std::string uri =
        done.TextAt("/response/generateVideoResponse/generatedSamples/0/video/uri");
    request_.path = version + "files/" + Between(uri, "files/", ":") + ":download";
    CheckVideo(Send(client_, request_, style_).http.body);
    return;
  }
  if (surface == "veo.poll.gemini") {
    const size_t operation = request_.path.find("/operations/");
    const size_t models = request_.path.find("models/");
    const std::string name = StartShortVideo(client_, request_.path.substr(0, operation));
    request_.path = request_.path.substr(0, models) + name;
    CheckDoneVideo(client_.Until([&] { return Send(client_, request_, style_); }, "/done"), name);
    return;
  }
  const std::string verb = ":fetchPredictOperation";
  const std::string name =
      StartShortVideo(client_, request_.path.substr(0, request_.path.size() - verb.size()));
  request_.body["operationName"].SetString(name, request_.body.GetAllocator());
  CheckDoneVideo(client_.Until([&] { return Send(client_, request_, style_); }, "/done"), name);
}

void WireCases::Check(BodyStyle style) {
  SCOPED_TRACE(style == BodyStyle::kPython ? "as Python writes it" : "compact");
  style_ = style;
  request_ = ReadWireRequest(GetParam());
  const std::string& surface = request_.surface;
  if (surface.starts_with("veo.poll") || surface.starts_with("veo.download")) {
    CheckVideoSurfaces();
    return;
  }
  if (surface.starts_with("interactions.")) {
    CheckInteractionCase(client_, ReadWireRequest(GetParam()), style_);
    return;
  }
  const JsonAnswer answer = Send(client_, request_, style_);
  if (request_.beyond_model_limits && answer.http.status != 200) {
    CheckRefusal(answer);
    return;
  }
  ASSERT_EQ(answer.http.status, 200) << answer.http.body.substr(0, 500);
  if (request_.operation == "get_model") {
    CheckPublisherModel(answer);
  } else if (surface.starts_with("imagen.")) {
    CheckPrediction(answer, request_);
  } else if (surface.ends_with(".generateContent")) {
    CheckContent(answer, request_);
  } else if (surface.ends_with(".streamGenerateContent")) {
    CheckContentStream(answer, request_);
  } else if (surface.starts_with("veo.predictLongRunning")) {
    EXPECT_NE(answer.TextAt("/name").find("/operations/"), std::string::npos);
  } else if (surface == "chat.image") {
    CheckChatPicture(answer);
  } else if (surface == "chat.image.stream") {
    CheckChatPictureStream(answer);
  } else if (surface.starts_with("chat.video")) {
    CheckChatVideo(client_, answer);
  } else if (surface == "auth") {
    CheckAuth(answer, request_);
  } else {
    FAIL() << "no check for " << surface;
  }
}

TEST_P(WireCases, AreAnsweredWell) {
  Check(BodyStyle::kCompact);
  Check(BodyStyle::kPython);
}

std::string NameOf(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  for (char& c : name) c = isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Sandbox, WireCases, ::testing::ValuesIn(WireRequestFiles()), NameOf);

}  // namespace
}  // namespace mediagen::testing
