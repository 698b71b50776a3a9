// Videos of a reverse channel, over the wire.
#ifndef MEDIAGEN_TESTS_RPC_REVERSE_FIXTURE_H_
#define MEDIAGEN_TESTS_RPC_REVERSE_FIXTURE_H_

#include <string>

#include "tests/rpc/reverse_answers.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {

// The channel's pages and files are the upstream's own, but nobody may fetch them unless
// TrustTheSite.
class ReverseTest : public VideoTest {
 protected:
  std::string site() { return upstream_.base_url(); }

  static v1::GenerateVideoRequest Waves() {
    v1::GenerateVideoRequest request = VideoTest::Waves();
    request.set_model("veo-3");
    return request;
  }

  static void TrustTheSite(config::ServerConfig& config) {
    config::TrustedLinkHost& host = *config.add_trusted_link_hosts();
    host.set_host("127.0.0.1");
    host.set_allow_plain_http(true);
    host.add_address_ranges("127.0.0.0/8");
  }

  static Answer Stream(std::string events) {
    return Answer(200, std::move(events)).Header("Content-Type", "text/event-stream");
  }
  // A stream that says so much, then waits for its release, then says the rest.
  static Answer HeldStream(const std::string& first, const std::string& rest) {
    return Stream(first + rest).StallAfter(first.size());
  }
  Answer WholeStream() {
    return Stream(ReverseStream({ReverseOpening(site()), ReverseProgress(), ReverseLinks(site())}) +
                  kStreamEnd);
  }

  Streamed<v1::GenerateVideoResponse> Generate(const v1::GenerateVideoRequest& request = Waves()) {
    return VideoTest::Generate(request);
  }

  // Starts a job whose answer has been enqueued; its handle.
  std::string StartJob(const std::string& request_id = "r-1") {
    v1::StartVideoRequest request;
    request.set_request_id(request_id);
    request.set_model("veo-3");
    request.mutable_spec()->set_prompt("waves");
    v1::StartVideoResponse response;
    grpc::ClientContext context;
    const grpc::Status status = server().videos().StartVideo(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.started().operation();
  }

  // All that progress events said.
  template <typename Event>
  static v1::VideoProgress Told(const std::vector<Event>& events) {
    v1::VideoProgress told;
    for (const Event& event : events) told.MergeFrom(event.progress());
    return told;
  }

  // The link of a stream.
  template <typename Event>
  static v1::MediaLink LinkOf(const std::vector<Event>& events) {
    for (const Event& event : events) {
      if (event.has_link()) return event.link();
    }
    ADD_FAILURE() << "no link";
    return v1::MediaLink();
  }
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_REVERSE_FIXTURE_H_
