// The trace of a call: from its caller, to the log, to the upstream, and back.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {
namespace {

constexpr char kTrace[] = "0af7651916cd43dd8448eb211c80319c";
const std::string kParent = absl::StrCat("00-", kTrace, "-b7ad6b7169203331-01");

class TraceTest : public VideoTest {
 protected:
  // The `traceparent` that a call is answered with.
  std::string Call(const std::vector<std::string>& traceparents) {
    upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(100)})));
    grpc::ClientContext context;
    for (const std::string& value : traceparents) context.AddMetadata("traceparent", value);
    v1::GenerateImagesRequest request;
    request.set_request_id(absl::StrCat("r-", ++calls_));
    request.mutable_spec()->set_prompt("a lighthouse");
    v1::GenerateImagesResponse response;
    const grpc::Status status = server().images().GenerateImages(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    const auto& metadata = context.GetServerInitialMetadata();
    const auto found = metadata.find("traceparent");
    if (found == metadata.end()) return "";
    return std::string(found->second.data(), found->second.size());
  }

  int calls_ = 0;
};

TEST_F(TraceTest, TheLogSaysWhichTraceAndRequest) {
  const std::string answered = Call({kParent});
  const auto line = log_.WaitFor("call");
  ASSERT_TRUE(line.has_value());
  EXPECT_EQ(line->trace_id(), kTrace);
  EXPECT_EQ(line->request_id(), "r-1");
  EXPECT_EQ(answered, absl::StrCat("00-", kTrace, "-", line->span_id(), "-01"));
}

TEST_F(TraceTest, WhatIsMalformedOrSaidTwiceBeginsANewTrace) {
  for (const auto& given : std::vector<std::vector<std::string>>{
           {}, {"nonsense"}, {kParent + "x"}, {kParent, kParent}}) {
    const std::string answered = Call(given);
    EXPECT_EQ(answered.size(), 55u) << answered;
    EXPECT_FALSE(absl::StrContains(answered, kTrace));
  }
}

TEST_F(TraceTest, UpstreamsAreToldOnlyWhereTheConfigurationSaysSo) {
  Call({kParent});
  EXPECT_EQ(upstream_.requests().at(0).headers.Get("traceparent"), "");
}

TEST_F(TraceTest, UpstreamsAreToldOfPaidRequestsAndPolls) {
  config_.set_send_traceparent(true);
  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  upstream_.Enqueue(Answer::Json(VideosAnswer({Mp4(100)})));
  grpc::ClientContext context;
  context.AddMetadata("traceparent", kParent);
  auto streamed =
      Streamed<v1::GenerateVideoResponse>(server().videos().GenerateVideo(&context, Waves()));
  EXPECT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  const auto requests = upstream_.requests();
  ASSERT_EQ(requests.size(), 2u);
  for (const auto& request : requests) {
    EXPECT_TRUE(absl::StrContains(request.headers.Get("traceparent"), kTrace)) << request.target;
    EXPECT_FALSE(absl::StrContains(request.headers.Get("traceparent"), "b7ad6b7169203331"));
  }
}

TEST_F(TraceTest, AnOrphanIsLoggedUnderTheTraceOfWhoPaid) {
  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  upstream_.SetDefault(Answer::Json(PendingAnswer()));
  grpc::ClientContext context;
  context.AddMetadata("traceparent", kParent);
  auto reader = server().videos().GenerateVideo(&context, Waves());
  v1::GenerateVideoResponse event;
  ASSERT_TRUE(reader->Read(&event));
  context.TryCancel();
  reader->Finish();
  const auto line = log_.WaitFor("operation_orphaned");
  ASSERT_TRUE(line.has_value());
  EXPECT_EQ(line->trace_id(), kTrace);
  EXPECT_EQ(line->request_id(), "r-1");
}

}  // namespace
}  // namespace mediagen::testing
