#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sandbox/base64.h"
#include "sandbox/canvas.h"
#include "sandbox/interaction_film.h"
#include "sandbox/interaction_request.h"
#include "sandbox/picture_codec.h"
#include "tests/sandbox/interaction_calls.h"

namespace mediagen::sandbox {
namespace {

using testing::ShortFilm;

std::string Picture() {
  return R"({"type":"image","mime_type":"image/png","data":")" +
         EncodeBase64(EncodePng(Canvas({8, 8}))) + "\"}";
}

// A request whose input this is.
std::string Input(const std::string& input, const std::string& task = "") {
  return R"({"model":"gemini-omni-1.2-flash","input":)" + input +
         R"(,"generation_config":{"video_config":{)" +
         (task.empty() ? "" : R"("task":")" + task + "\"") + "}}}";
}

std::string Format(const std::string& members) {
  return ShortFilm(R"("response_format":{"type":"video",)" + members + "}");
}

absl::StatusOr<VideoSpec> Plan(const std::string& body, const VideoSpec* earlier = nullptr,
                               Provider provider = Provider::kGeminiApi) {
  Route route;
  route.provider = provider;
  absl::StatusOr<InteractionRequest> request = ReadInteractionRequest(route, body);
  if (!request.ok()) return request.status();
  return PlanFilm(*request, FindOmniModel(request->model).value(), earlier, 10);
}

TEST(InteractionRequests, SayWhatTheVideoIsLike) {
  absl::StatusOr<VideoSpec> spec = Plan(
      Format(R"("aspect_ratio":"9:16","resolution":"1080p","duration":"7.6s","delivery":"uri")"));
  ASSERT_TRUE(spec.ok()) << spec.status();
  EXPECT_EQ(spec->size.width, 1080);
  EXPECT_EQ(spec->size.height, 1920);
  EXPECT_EQ(spec->seconds, 8);
  EXPECT_EQ(spec->prompt, "a boat");
  spec = Plan(R"({"model":"gemini-omni-1.1-flash","input":"a [sandbox:slow] boat"})");
  EXPECT_EQ(spec->size.width, 1280);
  EXPECT_EQ(spec->seconds, 10);
  EXPECT_EQ(spec->prompt, "a  boat");
}

TEST(InteractionRequests, MayWrapTheirInput) {
  const std::string text = R"({"type":"text","text":"a boat"})";
  const std::vector<std::string> inputs = {text, "[" + text + "]",
                                           R"({"type":"user_input","content":[)" + text + "]}",
                                           R"([{"type":"user_input","content":"a boat"}])"};
  for (const std::string& input : inputs) {
    absl::StatusOr<VideoSpec> spec = Plan(Input(input));
    ASSERT_TRUE(spec.ok()) << input << spec.status();
    EXPECT_EQ(spec->prompt, "a boat") << input;
  }
}

TEST(InteractionRequests, TakeTheirPicturesAsTheTaskHasIt) {
  const std::string input = "[" + Picture() + "," + Picture() + R"(,{"type":"text","text":"x"}])";
  absl::StatusOr<VideoSpec> frames = Plan(Input(input, "image_to_video"));
  EXPECT_NE(frames->first_frame, nullptr);
  EXPECT_NE(frames->last_frame, nullptr);
  EXPECT_EQ(frames->references.size(), 0u);
  absl::StatusOr<VideoSpec> references = Plan(Input(input, "reference_to_video"));
  EXPECT_EQ(references->first_frame, nullptr);
  EXPECT_EQ(references->references.size(), 2u);
  absl::StatusOr<VideoSpec> mixed = Plan(Input(input));
  EXPECT_NE(mixed->first_frame, nullptr);
  EXPECT_EQ(mixed->last_frame, nullptr);
  EXPECT_EQ(mixed->references.size(), 1u);
}

TEST(InteractionRequests, ChangeAnEarlierVideo) {
  VideoSpec earlier;
  earlier.prompt = "a boat";
  earlier.seed = 7;
  earlier.size = {720, 1280};
  earlier.seconds = 12;
  absl::StatusOr<VideoSpec> edit = Plan(
      ShortFilm(R"("response_format":{"type":"video","resolution":"360p"})", "at night"), &earlier);
  ASSERT_TRUE(edit.ok()) << edit.status();
  EXPECT_EQ(edit->prompt, "a boat");
  EXPECT_EQ(edit->seed, 7u);
  EXPECT_EQ(edit->size.height, 640);
  EXPECT_EQ(edit->seconds, 12);
  ASSERT_EQ(edit->changes.size(), 1u);
  EXPECT_EQ(edit->changes[0].prompt, "at night");
  EXPECT_EQ(edit->changes[0].from_second, 0);
  absl::StatusOr<VideoSpec> longer = Plan(Input("\"go on\"", "extend"), &*edit);
  EXPECT_EQ(longer->seconds, 22);
  ASSERT_EQ(longer->changes.size(), 2u);
  EXPECT_EQ(longer->changes[1].from_second, 12);
  EXPECT_EQ(Plan(Input("\"go on\"", "extend"), &*longer).status().code(),
            absl::StatusCode::kInvalidArgument);
}

struct BadCase {
  const char* name;
  std::string body;
  const char* complaint;  // Part of it.
  bool with_earlier = false;
  Provider provider = Provider::kGeminiApi;
};

class BadInteractionRequests : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadInteractionRequests, AreRefused) {
  VideoSpec earlier;
  const absl::StatusOr<VideoSpec> spec =
      Plan(GetParam().body, GetParam().with_earlier ? &earlier : nullptr, GetParam().provider);
  EXPECT_EQ(spec.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(std::string(spec.status().message()).find(GetParam().complaint), std::string::npos)
      << spec.status();
}

constexpr char kText[] = R"(,{"type":"text","text":"x"}])";

INSTANTIATE_TEST_SUITE_P(
    Sandbox, BadInteractionRequests,
    ::testing::Values(
        BadCase{"NoJson", "x", "Invalid JSON"},
        BadCase{"NoInput", R"({"model":"gemini-omni-1.2-flash"})", "input is required"},
        BadCase{"CamelCase", ShortFilm(R"("previousInteractionId":"v1_x")"), "previousInteraction"},
        BadCase{"CamelCaseBelow", Format(R"("aspectRatio":"16:9")"), "aspectRatio"},
        BadCase{"CamelCaseInput", Input(R"([{"type":"image","mimeType":"image/png"}])"),
                "mimeType"},
        BadCase{"Count", ShortFilm(R"("number_of_videos":2)"), "number_of_videos"},
        BadCase{"System", ShortFilm(R"("system_instruction":"x")"), "system_instruction"},
        BadCase{"Temperature", ShortFilm(R"("generation_config":{"temperature":1})"),
                "temperature"},
        BadCase{"Safety", ShortFilm(R"("safety_settings":[])"), "safety_settings"},
        BadCase{"Stream", ShortFilm(R"("stream":true)"), "streams"},
        BadCase{"BackgroundUnstored", ShortFilm(R"("background":true,"store":false)"), "store"},
        BadCase{"BackgroundText", ShortFilm(R"("background":"true")"), "background"},
        BadCase{"UpperCase", ShortFilm(R"("response_modalities":["VIDEO"])"), "VIDEO"},
        BadCase{"PictureFormat", ShortFilm(R"("response_format":{"type":"image"})"), "type"},
        BadCase{"TwoFormats", ShortFilm(R"("response_format":[{},{}])"), "one object"},
        BadCase{"Ratio", Format(R"("aspect_ratio":"1:1")"), "1:1"},
        BadCase{"Resolution", Format(R"("resolution":"4K")"), "4K"},
        BadCase{"Delivery", Format(R"("delivery":"INLINE")"), "INLINE"},
        BadCase{"Unit", Format(R"("duration":"8")"), "ends with"},
        BadCase{"Number", Format(R"("duration":8)"), "ends with"},
        BadCase{"TooShort", Format(R"("duration":"2s")"), "between 3s and 15s"},
        BadCase{"TooLong", Format(R"("duration":"16s")"), "between 3s and 15s"},
        BadCase{"TooLongFor11",
                R"({"model":"gemini-omni-1.1-flash","input":"x",)"
                R"("response_format":{"type":"video","duration":"11s"}})",
                "between 3s and 10s"},
        BadCase{"Bucket", Format(R"("delivery":"uri","gcs_uri":"gs://b/")"), "gcs_uri"},
        BadCase{"NoBucket", Format(R"("delivery":"uri")"), "go together", false, Provider::kVertex},
        BadCase{"Seed", ShortFilm(R"("generation_config":{"seed":-1})"), "seed"},
        BadCase{"Task", Input("\"x\"", "animate"), "animate"},
        BadCase{"EditOfNothing", Input("\"x\"", "edit"), "requires a video"},
        BadCase{"FrameOfNothing", Input("\"x\"", "image_to_video"), "requires an image"},
        BadCase{"EditWithRatio",
                ShortFilm(R"("response_format":{"type":"video","aspect_ratio":"16:9"},)"
                          R"("generation_config":{"video_config":{"task":"edit"}})"),
                "aspect_ratio", true},
        BadCase{"ExtendWithPicture", Input("[" + Picture() + kText, "extend"), "no images", true},
        BadCase{
            "ThreeFrames",
            Input("[" + Picture() + "," + Picture() + "," + Picture() + kText, "image_to_video"),
            "last frame"},
        BadCase{"Sound", Input(R"([{"type":"audio","data":"x"}])"), "audio"},
        BadCase{"NoPicture", Input(R"([{"type":"image","mime_type":"image/png","data":"Zm9v"}])"),
                "neither PNG nor JPEG"},
        BadCase{"NoMimeType", Input(R"([{"type":"image","data":"Zm9v"}])"), "mime_type"},
        BadCase{"NoClip", Input(R"([{"type":"video","mime_type":"video/mp4","data":"Zm9v"}])"),
                "no MP4"},
        BadCase{"DataAndUri",
                Input(R"([{"type":"video","mime_type":"video/mp4","data":"Zm9v",)"
                      R"("uri":"files/x"}])"),
                "Only one"},
        BadCase{"BucketPicture", Input(R"([{"type":"image","uri":"gs://b/a.png"}])"), "gs://"},
        BadCase{"Empty", Input("[]"), "empty"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace mediagen::sandbox
