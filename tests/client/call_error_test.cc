#include "client/call_error.h"

#include <gtest/gtest.h>

#include "client/grpc_status.h"
#include "tests/client/fake_server.h"

namespace mediagen::client {
namespace {

TEST(CallErrorTest, ReadsAllDetails) {
  const CallError error = ParseCallError(ToAbslStatus(
      MakeError({.code = grpc::StatusCode::RESOURCE_EXHAUSTED,
                 .message = "slow down",
                 .reason = "UPSTREAM_RATE_LIMITED",
                 .metadata = {{"request_id", "r1"}, {"upstream_code", "429"}},
                 .violations = {{"spec.prompt", "too long"}, {"spec.aspect_ratio", "unknown"}},
                 .retry_seconds = 30})));
  EXPECT_EQ(error.code, absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(error.message, "slow down");
  EXPECT_EQ(error.reason, "UPSTREAM_RATE_LIMITED");
  EXPECT_EQ(error.domain, "mediagen");
  EXPECT_EQ(error.Metadata("request_id"), "r1");
  EXPECT_EQ(error.Metadata("upstream_code"), "429");
  EXPECT_EQ(error.Metadata("operation"), "");
  ASSERT_EQ(error.field_violations.size(), 2u);
  EXPECT_EQ(error.field_violations[1].field, "spec.aspect_ratio");
  EXPECT_EQ(error.field_violations[1].description, "unknown");
  EXPECT_EQ(error.retry_delay, absl::Seconds(30));
}

TEST(CallErrorTest, ZeroDelayStillMeansThatRepeatingIsSafe) {
  const CallError error = ParseCallError(ToAbslStatus(MakeError(
      {.code = grpc::StatusCode::UNAVAILABLE, .reason = "DRAINING", .retry_seconds = 0})));
  EXPECT_EQ(error.retry_delay, absl::ZeroDuration());
}

TEST(CallErrorTest, NoDetailsMeanNoReason) {
  const CallError error =
      ParseCallError(ToAbslStatus(grpc::Status(grpc::StatusCode::UNAVAILABLE, "Socket closed")));
  EXPECT_EQ(error.code, absl::StatusCode::kUnavailable);
  EXPECT_EQ(error.message, "Socket closed");
  EXPECT_EQ(error.reason, "");
  EXPECT_EQ(error.retry_delay, std::nullopt);
}

TEST(CallErrorTest, GarbageInTheTrailerDoesNotHideTheError) {
  const CallError error = ParseCallError(
      ToAbslStatus(grpc::Status(grpc::StatusCode::INTERNAL, "oops", "\xff\xff not a proto")));
  EXPECT_EQ(error.code, absl::StatusCode::kInternal);
  EXPECT_EQ(error.message, "oops");
  EXPECT_EQ(error.reason, "");
}

TEST(CallErrorTest, LocalErrorsAreMarked) {
  const CallError error =
      ParseCallError(LocalError(absl::StatusCode::kDataLoss, "STREAM_GAP", "a hole"));
  EXPECT_EQ(error.reason, "STREAM_GAP");
  EXPECT_EQ(error.domain, "mediagen.client");
  EXPECT_EQ(error.message, "a hole");
}

}  // namespace
}  // namespace mediagen::client
