// Keys that callers bring.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "tests/rpc/received_media.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

constexpr char kOwnKey[] = "sk-callers-own-key-0001";
constexpr char kMetadata[] = "x-mediagen-upstream-key";

class CallerKeyTest : public ServerTest {
 protected:
  CallerKeyTest() { config_.set_allow_caller_keys(true); }

  grpc::Status Generate(const std::string& key) {
    grpc::ClientContext context;
    if (!key.empty()) context.AddMetadata(kMetadata, key);
    v1::GenerateImagesRequest request;
    request.mutable_spec()->set_prompt("a lighthouse");
    v1::GenerateImagesResponse response;
    return server().images().GenerateImages(&context, request, &response);
  }
};

TEST_F(CallerKeyTest, GoesToTheProviderInPlaceOfTheOperators) {
  upstream_.SetDefault(Answer::Json(ImagesAnswer({Png(100)})));
  ASSERT_TRUE(Generate(kOwnKey).ok());
  EXPECT_EQ(upstream_.requests().at(0).headers.Get("x-goog-api-key"), kOwnKey);
  ASSERT_TRUE(Generate("").ok());
  EXPECT_EQ(upstream_.requests().at(1).headers.Get("x-goog-api-key"), kUpstreamKey);
}

TEST_F(CallerKeyTest, IsRefusedUnlessAllowed) {
  config_.set_allow_caller_keys(false);
  const client::CallError error = ErrorOf(Generate(kOwnKey));
  EXPECT_EQ(error.code, absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(error.reason, "CALLER_KEY_REFUSED");
  EXPECT_EQ(upstream_.request_count(), 0u);
}

TEST_F(CallerKeyTest, RefusedByTheProviderIsTheCallersError) {
  upstream_.SetDefault(Answer(401, R"({"error":{"message":"bad key sk-callers-own-key-0001"}})"));
  const client::CallError error = ErrorOf(Generate(kOwnKey));
  EXPECT_EQ(error.code, absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(error.reason, "UPSTREAM_CREDENTIALS");
  for (const auto& [name, value] : error.metadata)
    EXPECT_FALSE(absl::StrContains(value, kOwnKey)) << name;
  EXPECT_EQ(ErrorOf(Generate("")).code, absl::StatusCode::kInternal);
}

TEST_F(CallerKeyTest, IsNeededAgainToWatchWhatItStarted) {
  upstream_.Enqueue(Answer::Json(R"({"name":"models/m/operations/o"})"));
  v1::StartVideoRequest request;
  request.mutable_spec()->set_prompt("waves");
  v1::StartVideoResponse started;
  grpc::ClientContext context;
  context.AddMetadata(kMetadata, kOwnKey);
  ASSERT_TRUE(server().videos().StartVideo(&context, request, &started).ok());

  upstream_.SetDefault(Answer::Json(R"({"name":"models/m/operations/o"})"));
  v1::GetVideoOperationRequest look;
  look.set_operation(started.started().operation());
  v1::GetVideoOperationResponse state;
  grpc::ClientContext without;
  EXPECT_EQ(ErrorOf(server().videos().GetVideoOperation(&without, look, &state)).reason,
            "OPERATION_KEY_REQUIRED");
  grpc::ClientContext other;
  other.AddMetadata(kMetadata, "sk-somebody-elses-key");
  EXPECT_EQ(ErrorOf(server().videos().GetVideoOperation(&other, look, &state)).reason,
            "OPERATION_KEY_REQUIRED");
  EXPECT_EQ(upstream_.request_count(), 1u);
  grpc::ClientContext same;
  same.AddMetadata(kMetadata, kOwnKey);
  EXPECT_TRUE(server().videos().GetVideoOperation(&same, look, &state).ok());
  EXPECT_EQ(upstream_.requests().at(1).headers.Get("x-goog-api-key"), kOwnKey);
}

}  // namespace
}  // namespace mediagen::testing
