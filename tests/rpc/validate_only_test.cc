// Requests that are checked and priced, and never sent.
#include <gtest/gtest.h>

#include "tests/rpc/received_media.h"
#include "tests/rpc/server_fixture.h"

namespace mediagen::testing {
namespace {

class ValidateOnlyTest : public ServerTest {};

TEST_F(ValidateOnlyTest, PricesPictures) {
  v1::GenerateImagesRequest request;
  request.set_request_id("r-1");
  request.set_validate_only(true);
  request.mutable_spec()->set_prompt("a lighthouse");
  request.mutable_spec()->set_number_of_images(3);
  // Twice under one id: nothing is bought under it.
  for (int i = 0; i < 2; ++i) {
    v1::GenerateImagesResponse response;
    grpc::ClientContext context;
    ASSERT_TRUE(server().images().GenerateImages(&context, request, &response).ok());
    EXPECT_EQ(response.cost().nano_usd(), 120'000'000);
    EXPECT_EQ(response.results_size(), 0);
    EXPECT_EQ(response.request_id(), "r-1");
  }
  EXPECT_EQ(upstream_.request_count(), 0u);
}

TEST_F(ValidateOnlyTest, PricesStreamedPicturesChatsAndVideos) {
  v1::StreamImagesRequest images;
  images.set_validate_only(true);
  images.mutable_spec()->set_prompt("a lighthouse");
  grpc::ClientContext image_context;
  const Streamed<v1::StreamImagesResponse> streamed(
      server().images().StreamImages(&image_context, images));
  ASSERT_TRUE(streamed.status.ok());
  ASSERT_EQ(streamed.events.size(), 1u);
  EXPECT_EQ(streamed.events[0].completed().cost().nano_usd(), 40'000'000);

  v1::ChatRequest chat;
  chat.set_validate_only(true);
  v1::ChatMessage& message = *chat.mutable_spec()->add_messages();
  message.set_role(v1::CHAT_ROLE_USER);
  message.add_parts()->set_text("a lighthouse");
  v1::ChatResponse answer;
  grpc::ClientContext chat_context;
  ASSERT_TRUE(server().chats().Chat(&chat_context, chat, &answer).ok());
  EXPECT_GT(answer.cost().nano_usd(), 0);
  EXPECT_FALSE(answer.has_message());

  v1::GenerateVideoRequest video;
  video.set_validate_only(true);
  video.mutable_spec()->set_prompt("waves");
  grpc::ClientContext video_context;
  const Streamed<v1::GenerateVideoResponse> events(
      server().videos().GenerateVideo(&video_context, video));
  ASSERT_TRUE(events.status.ok());
  ASSERT_EQ(events.events.size(), 1u);
  EXPECT_EQ(events.events[0].started().operation(), "");
  EXPECT_EQ(events.events[0].started().estimated_cost().nano_usd(), 5'400'000'000);
  EXPECT_EQ(upstream_.request_count(), 0u);
}

TEST_F(ValidateOnlyTest, StillRefusesWhatTheProviderHasNoPlaceFor) {
  v1::GenerateImagesRequest request;
  request.set_validate_only(true);
  request.mutable_spec()->set_prompt("a lighthouse");
  request.mutable_spec()->set_seed(7);
  v1::GenerateImagesResponse response;
  grpc::ClientContext context;
  EXPECT_EQ(server().images().GenerateImages(&context, request, &response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace mediagen::testing
