// Requests that are wrong in themselves: refused with the field's path, and nothing is sent.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/rpc/paid_rpcs.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

void ExpectRefused(const grpc::Status& status, const std::string& reason,
                   const std::string& field) {
  const client::CallError error = ErrorOf(status);
  EXPECT_EQ(error.code, absl::StatusCode::kInvalidArgument) << error.message;
  EXPECT_EQ(error.reason, reason);
  EXPECT_EQ(error.domain, "mediagen");
  EXPECT_FALSE(error.retry_delay.has_value());
  ASSERT_EQ(error.field_violations.size(), 1u) << error.message;
  EXPECT_EQ(error.field_violations[0].field, field);
  EXPECT_FALSE(error.field_violations[0].description.empty());
}

struct BadName {
  std::string name;
  std::function<void(PaidParameters&)> spoil;
  std::string field;
};

void PrintTo(const BadName& bad, std::ostream* out) { *out << bad.name; }

class BadNameTest : public ServerTest, public ::testing::WithParamInterface<BadName> {};

TEST_P(BadNameTest, IsRefusedByEveryPaidRpc) {
  for (const PaidRpc& rpc : PaidRpcs()) {
    SCOPED_TRACE(rpc.name);
    PaidParameters parameters;
    GetParam().spoil(parameters);
    // In the body of a chat any printable name goes; it cannot leave its string.
    if (rpc.surface == Surface::kChat && GetParam().name == "ModelLeavesItsPath") continue;
    if (rpc.surface == Surface::kChat && GetParam().name == "ModelWithQuery") continue;
    ExpectRefused(rpc.Call(server(), parameters), "INVALID_REQUEST", GetParam().field);
  }
  EXPECT_EQ(upstream_.accepted_connections(), 0);
}

INSTANTIATE_TEST_SUITE_P(
    , BadNameTest,
    ::testing::Values(
        BadName{"UnknownProvider", [](auto& p) { p.provider = "nobody"; }, "provider"},
        BadName{"ModelLeavesItsPath", [](auto& p) { p.model = "../../secret"; }, "model"},
        BadName{"ModelWithQuery", [](auto& p) { p.model = "imagen?key=1"; }, "model"},
        BadName{"ModelWithLineBreak", [](auto& p) { p.model = "imagen\r\nHost: x"; }, "model"},
        BadName{"ModelTooLong", [](auto& p) { p.model = std::string(201, 'm'); }, "model"},
        BadName{"RequestIdWithBlank", [](auto& p) { p.request_id = "a b"; }, "request_id"},
        BadName{"RequestIdWithLineBreak", [](auto& p) { p.request_id = "a\nb"; }, "request_id"},
        BadName{"RequestIdTooLong", [](auto& p) { p.request_id = std::string(129, 'r'); },
                "request_id"}),
    [](const auto& info) { return info.param.name; });

class LogLineTest : public ServerTest {};

TEST_F(LogLineTest, ALongNameDoesNotMakeALongLine) {
  PaidParameters parameters;
  parameters.model = std::string(1'000'000, 'm');
  for (const PaidRpc& rpc : PaidRpcs()) EXPECT_FALSE(rpc.Call(server(), parameters).ok());
  EXPECT_TRUE(log_.WaitFor("call").has_value());
  EXPECT_LT(log_.text().size(), 10'000u);
}

class BadInputTest : public ServerTest {
 protected:
  ~BadInputTest() override { EXPECT_EQ(upstream_.accepted_connections(), 0); }

  grpc::Status Images(const std::function<void(v1::ImageSpec&)>& spoil) {
    v1::GenerateImagesRequest request;
    request.mutable_spec()->set_prompt("a lighthouse");
    spoil(*request.mutable_spec());
    grpc::ClientContext context;
    v1::GenerateImagesResponse response;
    return server().images().GenerateImages(&context, request, &response);
  }

  grpc::Status Chat(const std::function<void(v1::ChatSpec&)>& fill) {
    v1::ChatRequest request;
    fill(*request.mutable_spec());
    grpc::ClientContext context;
    v1::ChatResponse response;
    return server().chats().Chat(&context, request, &response);
  }

  grpc::Status Video(const std::function<void(v1::VideoSpec&)>& spoil,
                     const std::string& model = "veo-2.0-generate-001") {
    v1::StartVideoRequest request;
    request.set_model(model);
    request.mutable_spec()->set_prompt("waves");
    spoil(*request.mutable_spec());
    grpc::ClientContext context;
    v1::StartVideoResponse response;
    return server().videos().StartVideo(&context, request, &response);
  }
};

v1::ChatPart& UserPart(v1::ChatSpec& spec) {
  v1::ChatMessage& message = *spec.add_messages();
  message.set_role(v1::CHAT_ROLE_USER);
  return *message.add_parts();
}

TEST_F(BadInputTest, ValidateOnlySendsNothing) {
  for (const PaidRpc& rpc : PaidRpcs()) {
    SCOPED_TRACE(rpc.name);
    PaidParameters parameters;
    parameters.validate_only = true;
    EXPECT_TRUE(rpc.Call(server(), parameters).ok());
    parameters.prompt = "";
    EXPECT_EQ(ErrorOf(rpc.Call(server(), parameters)).reason, "INVALID_REQUEST");
  }
  EXPECT_EQ(upstream_.request_count(), 0u);
}

TEST_F(BadInputTest, WhatToDrawIsRequired) {
  v1::GenerateImagesRequest request;
  grpc::ClientContext context;
  v1::GenerateImagesResponse response;
  ExpectRefused(server().images().GenerateImages(&context, request, &response), "INVALID_REQUEST",
                "spec");
}

TEST_F(BadInputTest, ImageSpecs) {
  struct Case {
    const char* name;
    std::function<void(v1::ImageSpec&)> spoil;
    const char* field;
  };
  const Case cases[] = {
      {"empty prompt", [](auto& spec) { spec.set_prompt(""); }, "spec.prompt"},
      {"blank prompt", [](auto& spec) { spec.set_prompt(" \n\t"); }, "spec.prompt"},
      {"long prompt", [](auto& spec) { spec.set_prompt(std::string(32'001, 'p')); }, "spec.prompt"},
      {"count 5", [](auto& spec) { spec.set_number_of_images(5); }, "spec.number_of_images"},
      {"count -1", [](auto& spec) { spec.set_number_of_images(-1); }, "spec.number_of_images"},
      {"ratio", [](auto& spec) { spec.set_aspect_ratio("2:1"); }, "spec.aspect_ratio"},
      {"person", [](auto& spec) { spec.set_person_generation("x"); }, "spec.person_generation"},
  };
  for (const Case& bad : cases) {
    SCOPED_TRACE(bad.name);
    ExpectRefused(Images(bad.spoil), "INVALID_REQUEST", bad.field);
  }
}

TEST_F(BadInputTest, VideoSpecs) {
  struct Case {
    const char* name;
    std::function<void(v1::VideoSpec&)> spoil;
    const char* field;
  };
  const Case cases[] = {
      {"empty prompt", [](auto& spec) { spec.set_prompt(""); }, "spec.prompt"},
      {"count 3", [](auto& spec) { spec.set_number_of_videos(3); }, "spec.number_of_videos"},
      {"count -1", [](auto& spec) { spec.set_number_of_videos(-1); }, "spec.number_of_videos"},
      {"ratio", [](auto& spec) { spec.set_aspect_ratio("1:1"); }, "spec.aspect_ratio"},
      {"duration", [](auto& spec) { spec.set_duration_seconds(4); }, "spec.duration_seconds"},
      {"negative", [](auto& spec) { spec.set_duration_seconds(-5); }, "spec.duration_seconds"},
      {"no image", [](auto& spec) { spec.mutable_image()->set_data("GIF?"); }, "spec.image.data"},
      {"empty image", [](auto& spec) { spec.mutable_image(); }, "spec.image"},
      {"bucket", [](auto& spec) { spec.mutable_image()->set_gcs_uri("gs://b/o"); },
       "spec.image.gcs_uri"},
      {"link", [](auto& spec) { spec.mutable_image()->set_uri("https://a/b.png"); },
       "spec.image.uri"},
      {"wrong type",
       [](auto& spec) {
         spec.mutable_image()->set_data(Png(100));
         spec.mutable_image()->set_mime_type("image/jpeg");
       },
       "spec.image.mime_type"},
  };
  for (const Case& bad : cases) {
    SCOPED_TRACE(bad.name);
    ExpectRefused(Video(bad.spoil), "INVALID_REQUEST", bad.field);
  }
  ExpectRefused(Video([](auto& spec) { spec.mutable_image()->set_data(Png(100)); },
                      "veo-3.0-generate-preview"),
                "INVALID_REQUEST", "spec.image");
  ExpectRefused(Video([](auto&) {}, "imagen-4.0-generate-001"), "INVALID_REQUEST", "model");
}

TEST_F(BadInputTest, ChatSpecs) {
  struct Case {
    const char* name;
    std::function<void(v1::ChatSpec&)> fill;
    const char* field;
  };
  const Case cases[] = {
      {"nothing", [](auto&) {}, "spec.messages"},
      {"no user",
       [](auto& spec) {
         UserPart(spec).set_text("hello");
         spec.mutable_messages(0)->set_role(v1::CHAT_ROLE_MODEL);
       },
       "spec.messages"},
      {"no role",
       [](auto& spec) {
         UserPart(spec).set_text("hello");
         spec.mutable_messages(0)->clear_role();
       },
       "spec.messages[0].role"},
      {"no parts",
       [](auto& spec) {
         UserPart(spec).set_text("hello");
         spec.add_messages()->set_role(v1::CHAT_ROLE_USER);
       },
       "spec.messages[1].parts"},
      {"empty text", [](auto& spec) { UserPart(spec).set_text(""); },
       "spec.messages[0].parts[0].text"},
      {"no image", [](auto& spec) { UserPart(spec).mutable_image()->set_data("not a picture"); },
       "spec.messages[0].parts[0].image.data"},
      {"plain link", [](auto& spec) { UserPart(spec).mutable_image()->set_uri("http://a/b"); },
       "spec.messages[0].parts[0].image.uri"},
      {"signature",
       [](auto& spec) {
         UserPart(spec).set_text("hello");
         spec.mutable_messages(0)->mutable_parts(0)->set_thought_signature("s");
       },
       "spec.messages[0].parts[0].thought_signature"},
      {"modality",
       [](auto& spec) {
         UserPart(spec).set_text("hello");
         spec.add_modalities("smell");
       },
       "spec.modalities[0]"},
      {"temperature",
       [](auto& spec) {
         UserPart(spec).set_text("hello");
         spec.set_temperature(std::numeric_limits<double>::quiet_NaN());
       },
       "spec.temperature"},
  };
  for (const Case& bad : cases) {
    SCOPED_TRACE(bad.name);
    ExpectRefused(Chat(bad.fill), "INVALID_REQUEST", bad.field);
  }
}

TEST_F(BadInputTest, APictureOf21MegabytesIsTooLarge) {
  const std::string picture = Png(21'000'000);
  ExpectRefused(Chat([&](auto& spec) { UserPart(spec).mutable_image()->set_data(picture); }),
                "MEDIA_TOO_LARGE", "spec.messages[0].parts[0].image.data");
  ExpectRefused(Video([&](auto& spec) { spec.mutable_image()->set_data(picture); }),
                "MEDIA_TOO_LARGE", "spec.image.data");
  ExpectRefused(Video([&](auto& spec) { spec.mutable_image()->set_data(Png(20'000'001)); }),
                "MEDIA_TOO_LARGE", "spec.image.data");
}

class LargeInputTest : public ServerTest {};

TEST_F(LargeInputTest, APictureOf20MegabytesArrives) {
  const std::string picture = Png(20'000'000);
  for (const PaidRpc& rpc : PaidRpcs()) {
    if (rpc.surface == Surface::kImage) continue;
    SCOPED_TRACE(rpc.name);
    for (const Answer& answer : GoodAnswers(rpc)) upstream_.Enqueue(answer);
    PaidParameters parameters;
    parameters.image = picture;
    const size_t before = upstream_.request_count();
    const grpc::Status status = rpc.Call(server(), parameters);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_TRUE(upstream_.requests().at(before).body.find(Base64(picture)) != std::string::npos);
  }
}

}  // namespace
}  // namespace mediagen::testing
