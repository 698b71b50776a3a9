// The recorded requests: neutral request in, the recorded HTTP out. Pure encoding, no defaults.
#include <gtest/gtest.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/upstream/dialects.h"
#include "server/upstream/param_encoder.h"
#include "tests/upstream/request_text.h"
#include "tests/upstream/wire_case.h"

namespace mediagen {
namespace {

using testing::BodyText;
using testing::FromBase64;
using testing::HeaderOf;
using testing::JsonText;
using testing::WireCase;

ProviderOptions ProviderOf(JsonView client) {
  ProviderOptions options;
  options.dialect = &kAihubmix;
  absl::string_view base_path = client.Get("base_path").Text();
  while (absl::ConsumeSuffix(&base_path, "/")) {  // As the configuration does.
  }
  options.google_base_url = absl::StrCat("http://upstream", base_path);
  options.chat_base_url = options.google_base_url;
  options.api_version = std::string(client.Get("api_version").Text());
  return options;
}

v1::Media MediaOf(JsonView media) {
  v1::Media read;
  if (media.Get("bytes_base64").exists())
    read.set_data(FromBase64(media.Get("bytes_base64").Text()));
  if (media.Get("gcs_uri").exists()) read.set_gcs_uri(std::string(media.Get("gcs_uri").Text()));
  read.set_mime_type(std::string(media.Get("mime_type").Text()));
  return read;
}

v1::ImageSpec ImageSpecOf(JsonView wish) {
  v1::ImageSpec spec;
  spec.set_prompt(std::string(wish.Get("prompt").Text()));
  spec.set_number_of_images(static_cast<int>(wish.Get("number_of_images").Integer().value_or(0)));
  spec.set_aspect_ratio(std::string(wish.Get("aspect_ratio").Text()));
  spec.set_person_generation(std::string(wish.Get("person_generation").Text()));
  return spec;
}

v1::VideoSpec VideoSpecOf(JsonView wish) {
  v1::VideoSpec spec;
  spec.set_prompt(std::string(wish.Get("prompt").Text()));
  if (wish.Get("image").exists()) *spec.mutable_image() = MediaOf(wish.Get("image"));
  spec.set_number_of_videos(static_cast<int>(wish.Get("number_of_videos").Integer().value_or(0)));
  spec.set_duration_seconds(static_cast<int>(wish.Get("duration_seconds").Integer().value_or(0)));
  spec.set_aspect_ratio(std::string(wish.Get("aspect_ratio").Text()));
  spec.set_person_generation(std::string(wish.Get("person_generation").Text()));
  return spec;
}

v1::ChatSpec ChatSpecOf(const WireCase& wire) {
  v1::ChatSpec spec;
  const JsonView wish = wire.json().Get("neutral_request");
  for (size_t i = 0; i < wish.Get("messages").size(); ++i) {
    const JsonView message = wish.Get("messages").at(i);
    v1::ChatMessage& read = *spec.add_messages();
    read.set_role(v1::CHAT_ROLE_USER);
    for (size_t j = 0; j < message.Get("parts").size(); ++j) {
      const JsonView part = message.Get("parts").at(j);
      v1::ChatPart& read_part = *read.add_parts();
      if (part.Get("text").exists()) read_part.set_text(std::string(part.Get("text").Text()));
      if (part.Get("image").exists()) *read_part.mutable_image() = MediaOf(part.Get("image"));
      if (part.Get("image_url").exists())
        read_part.mutable_image()->set_uri(std::string(part.Get("image_url").Text()));
    }
  }
  for (size_t i = 0; i < wish.Get("modalities").size(); ++i)
    spec.add_modalities(std::string(wish.Get("modalities").at(i).Text()));
  if (wish.Get("temperature").exists())
    spec.set_temperature(wire.document()["neutral_request"]["temperature"].GetDouble());
  return spec;
}

absl::StatusOr<UpstreamRequest> Encode(const WireCase& wire) {
  const JsonView wish = wire.json().Get("neutral_request");
  const ProviderOptions provider = ProviderOf(wire.json().Get("client"));
  const absl::string_view operation = wish.Get("operation").Text();
  const absl::string_view model = wish.Get("model").Text();
  if (operation == "get_video_operation") return EncodePollVideo(provider, wish.Get("name").Text());
  if (operation == "generate_images") {
    v1::ImageSpec spec = ImageSpecOf(wish);
    return EncodeGenerateImages(provider, model, spec);
  }
  if (operation == "generate_videos") {
    v1::VideoSpec spec = VideoSpecOf(wish);
    return EncodeStartVideo(provider, model, spec);
  }
  v1::ChatSpec spec = ChatSpecOf(wire);
  return EncodeChat(provider, model, ChatCallOptions(), spec);
}

// Keys and everything `x-*`, both ways: none missing, none too many.
void ExpectHeaders(const WireCase& wire, const UpstreamRequest& request) {
  for (const auto& header : wire.document()["http"]["headers_of_interest"].GetObject()) {
    const std::string name = header.name.GetString();
    if (name == "authorization" || absl::StartsWith(name, "x-")) {
      EXPECT_EQ(HeaderOf(request, name), header.value.GetString()) << wire.name();
    }
  }
  for (const std::string& line : request.http.headers) {
    const std::string name = absl::AsciiStrToLower(line.substr(0, line.find(':')));
    if (name != "authorization" && !absl::StartsWith(name, "x-")) continue;
    EXPECT_TRUE(wire.json().Get("http").Get("headers_of_interest").Get(name).exists())
        << wire.name() << ": " << name;
  }
}

void ExpectBody(const WireCase& wire, const UpstreamRequest& request) {
  const rapidjson::Value& wanted = wire.document()["http"]["body"];
  if (wanted.IsNull()) {
    EXPECT_TRUE(request.http.body.empty()) << wire.name();
    return;
  }
  EXPECT_EQ(HeaderOf(request, "content-type"), "application/json");
  rapidjson::Document sent;
  const std::string text = BodyText(request);
  ASSERT_FALSE(sent.Parse(text.c_str()).HasParseError()) << wire.name() << ": " << text;
  EXPECT_TRUE(sent == wanted) << wire.name() << "\nsent   " << text << "\nwanted "
                              << JsonText(wanted);
}

TEST(RequestCasesTest, AreEncodedAsRecorded) {
  size_t checked = 0;
  for (const std::string& name : testing::WireCaseNames("requests", "")) {
    if (absl::StartsWith(name, "auth.")) continue;  // token_cases_test.cc
    ++checked;
    const WireCase wire("requests", name);
    absl::StatusOr<UpstreamRequest> request = Encode(wire);
    if (const JsonView refused = wire.json().Get("refused"); refused.exists()) {
      const std::string field = testing::ViolatedField(request.status());
      EXPECT_EQ(absl::StripPrefix(field, "spec."), refused.Get("field").Text()) << name;
      continue;
    }
    ASSERT_TRUE(request.ok()) << name << ": " << request.status();
    const JsonView http = wire.json().Get("http");
    EXPECT_EQ(request->http.method, http.Get("method").Text()) << name;
    EXPECT_EQ(testing::PathOf(request->http.url), http.Get("path").Text()) << name;
    EXPECT_TRUE(http.Get("query").IsEmpty()) << name;
    const JsonView key = wire.json().Get("client").Get("api_key");
    Authorize(*request, AccessKey(AccessKey::Kind::kApiKey, std::string(key.Text())));
    ExpectHeaders(wire, *request);
    ExpectBody(wire, *request);
  }
  EXPECT_EQ(checked, 26u);
}

}  // namespace
}  // namespace mediagen
