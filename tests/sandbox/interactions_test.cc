#include "sandbox/interactions.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/sandbox/interaction_calls.h"
#include "tests/sandbox/video_probe.h"

namespace mediagen::testing {
namespace {

constexpr char kVertex[] = "/v1beta1/projects/p/locations/global/interactions";
constexpr char kByUri[] =
    R"("response_format":{"type":"video","resolution":"360p","duration":"3s","delivery":"uri"})";

std::string PathOf(const std::string& id) { return std::string(kInteractions) + "/" + id; }

// One of a sandbox in which nothing is ever due.
sandbox::SandboxOptions Endless() {
  sandbox::SandboxOptions options = SandboxClient::FastOptions();
  options.interactions.time_to_done = std::chrono::hours(1);
  return options;
}

// The ID of a video that is there.
std::string MakeShortFilm(SandboxClient& client) {
  return client.Post(kInteractions, ShortFilm()).TextAt("/id");
}

std::string Turn(const std::string& previous, const std::string& task) {
  return R"("previous_interaction_id":")" + previous +
         R"(","response_format":{"type":"video","duration":"3s"},"generation_config":)" +
         R"({"video_config":{"task":")" + task + "\"}}";
}

TEST(Interactions, MakeAVideoInTheBackground) {
  SandboxClient client;
  const JsonAnswer started = client.Post(kInteractions, ShortFilm(R"("background":true)"));
  EXPECT_EQ(started.http.status, 200);
  EXPECT_EQ(started.TextAt("/status"), "in_progress");
  EXPECT_EQ(started.TextAt("/object"), "interaction");
  EXPECT_FALSE(started.json.HasMember("steps"));
  const JsonAnswer done = UntilEnded(client, PathOf(started.TextAt("/id")) + "?stream=false");
  EXPECT_EQ(done.TextAt("/status"), "completed");
  EXPECT_EQ(done.TextAt("/id"), started.TextAt("/id"));
  EXPECT_EQ(done.TextAt("/steps/0/type"), "user_input");
  EXPECT_EQ(done.TextAt("/steps/0/content/0/text"), "a boat");
  EXPECT_EQ(done.TextAt("/steps/2/content/0/mime_type"), "video/mp4");
  const VideoFacts facts = ProbeVideo(OutputOf(done).bytes);
  EXPECT_EQ(facts.codec, "h264");
  EXPECT_EQ(facts.size.width, 640);
  EXPECT_EQ(facts.frames, 3 * 24);
}

TEST(Interactions, WithoutBackgroundAreAnsweredWhenTheVideoIsThere) {
  SandboxClient client;
  const JsonAnswer done = client.Post(kInteractions, ShortFilm());
  EXPECT_EQ(done.TextAt("/status"), "completed");
  EXPECT_EQ(ProbeVideo(OutputOf(done).bytes).frames, 3 * 24);
  EXPECT_EQ(client.Get(PathOf(done.TextAt("/id"))).TextAt("/status"), "completed");
}

TEST(Interactions, AreForgottenWhenTheyAreNotStored) {
  SandboxClient client;
  const JsonAnswer done = client.Post(kInteractions, ShortFilm(R"("store":false)"));
  EXPECT_EQ(done.TextAt("/status"), "completed");
  EXPECT_EQ(client.Get(PathOf(done.TextAt("/id"))).http.status, 404);
}

TEST(Interactions, GoOnFromEachOther) {
  SandboxClient client;
  const std::string first = MakeShortFilm(client);
  const JsonAnswer edited =
      client.Post(kInteractions, ShortFilm(Turn(first, "edit"), "make it night"));
  ASSERT_EQ(edited.TextAt("/status"), "completed") << edited.http.body.substr(0, 500);
  const VideoFacts edit = ProbeVideo(OutputOf(edited).bytes);
  EXPECT_EQ(edit.size.width, 640);
  EXPECT_EQ(edit.frames, 3 * 24);
  EXPECT_EQ(edited.At("/usage/output_tokens_by_modality/0/tokens").GetInt(), 3 * 1931);
  const JsonAnswer extended = client.Post(
      kInteractions, ShortFilm(Turn(edited.TextAt("/id"), "extend"), "the boat leaves"));
  EXPECT_EQ(ProbeVideo(OutputOf(extended).bytes).frames, 6 * 24);
  EXPECT_EQ(extended.At("/usage/output_tokens_by_modality/0/tokens").GetInt(), 3 * 1931);
  EXPECT_EQ(client.LedgerCount(), 3);
}

TEST(Interactions, GoOnFromWhatTheyDoNotKnowUnlessItIsGone) {
  SandboxClient client;
  const std::string foreign = ShortFilm(Turn("v1_turn1", "edit"));
  EXPECT_EQ(client.Post(kInteractions, foreign).TextAt("/status"), "completed");
  const std::string first = MakeShortFilm(client);
  EXPECT_EQ(Delete(client, PathOf(first)).http.body, "{}");
  const JsonAnswer refused = client.Post(kInteractions, ShortFilm(Turn(first, "edit")));
  EXPECT_EQ(refused.http.status, 404);
  EXPECT_EQ(refused.TextAt("/error/code"), "not_found");
}

TEST(Interactions, GoOnOnlyFromAVideoThatIsThere) {
  SandboxClient client(Endless());
  const std::string running =
      client.Post(kInteractions, ShortFilm(R"("background":true)")).TextAt("/id");
  EXPECT_EQ(client.Get(PathOf(running)).TextAt("/status"), "in_progress");
  const JsonAnswer refused = client.Post(kInteractions, ShortFilm(Turn(running, "edit")));
  EXPECT_EQ(refused.http.status, 400);
  EXPECT_EQ(refused.TextAt("/error/code"), "invalid_request");
}

TEST(Interactions, AreCancelledWhileTheyRun) {
  SandboxClient client(Endless());
  const std::string id =
      client.Post(kInteractions, ShortFilm(R"("background":true)")).TextAt("/id");
  const JsonAnswer cancelled = client.Post(PathOf(id) + "/cancel", "");
  EXPECT_EQ(cancelled.TextAt("/status"), "cancelled");
  EXPECT_EQ(cancelled.TextAt("/id"), id);
  EXPECT_EQ(client.Get(PathOf(id)).TextAt("/status"), "cancelled");
  EXPECT_EQ(client.LedgerCount(), 1);
}

TEST(Interactions, AreNotCancelledWhenItIsTooLate) {
  SandboxClient client;
  const std::string id = MakeShortFilm(client);
  EXPECT_EQ(client.Post(PathOf(id) + "/cancel", "").TextAt("/status"), "completed");
  EXPECT_EQ(client.Post(PathOf("v1_x") + "/cancel", "").TextAt("/error/code"), "not_found");
}

TEST(Interactions, AreGoneWhenTheyAreDeleted) {
  SandboxClient client;
  const std::string id = MakeShortFilm(client);
  const JsonAnswer deleted = Delete(client, PathOf(id));
  EXPECT_EQ(deleted.http.status, 200);
  EXPECT_EQ(deleted.http.body, "{}");
  EXPECT_EQ(client.Get(PathOf(id)).http.status, 404);
  EXPECT_EQ(Delete(client, PathOf(id)).TextAt("/error/code"), "not_found");
}

TEST(InteractionFiles, AreProcessedFirst) {
  SandboxClient client;
  const JsonAnswer done = client.Post(kInteractions, ShortFilm(kByUri));
  EXPECT_EQ(OutputOf(done).bytes, "");
  const std::string id = FileIdIn(OutputOf(done).uri);
  const std::string path = "/gemini/v1beta/files/" + id;
  EXPECT_EQ(client.Get(path).TextAt("/state"), "PROCESSING");
  const JsonAnswer active = client.Get(path);
  EXPECT_EQ(active.TextAt("/state"), "ACTIVE");
  EXPECT_EQ(active.TextAt("/name"), "files/" + id);
  // The file has a life of its own.
  EXPECT_EQ(Delete(client, PathOf(done.TextAt("/id"))).http.status, 200);
  const Fetched file = client.Get(path + ":download?alt=media").http;
  EXPECT_EQ(std::to_string(file.body.size()), active.TextAt("/sizeBytes"));
  EXPECT_EQ(ProbeVideo(file.body).frames, 3 * 24);
  EXPECT_EQ(client.Get("/gemini/v1beta/files/omni0").http.status, 404);
  EXPECT_EQ(client.Get("/gemini/v1beta/files/omni0:download").http.status, 404);
}

TEST(InteractionFiles, AreASourceOfFurtherVideos) {
  SandboxClient client;
  const std::string uri = OutputOf(client.Post(kInteractions, ShortFilm(kByUri))).uri;
  const std::string input =
      R"([{"type":"video","uri":")" + uri + R"("},)" + R"({"type":"text","text":"go on"}])";
  const JsonAnswer extended =
      client.Post(kInteractions, R"({"model":"gemini-omni-1.2-flash","input":)" + input +
                                     R"(,"generation_config":{"video_config":{"task":"extend"}}})");
  const VideoFacts facts = ProbeVideo(OutputOf(extended).bytes);
  EXPECT_EQ(facts.size.width, 640);
  EXPECT_EQ(facts.frames, 6 * 24);
}

TEST(InteractionFiles, AreNotUsedByAGetThatIsAlwaysInline) {
  sandbox::SandboxOptions options = SandboxClient::FastOptions();
  options.interactions.get_is_inline = true;
  SandboxClient client(options);
  const JsonAnswer done = client.Post(kInteractions, ShortFilm(kByUri));
  EXPECT_NE(OutputOf(done).uri, "");
  const JsonAnswer got = client.Get(PathOf(done.TextAt("/id")));
  EXPECT_EQ(OutputOf(got).uri, "");
  EXPECT_EQ(ProbeVideo(OutputOf(got).bytes).frames, 3 * 24);
}

TEST(VertexInteractions, LeaveVideosInTheBucket) {
  SandboxClient client;
  const JsonAnswer done =
      client.Post(kVertex, ShortFilm(R"("response_format":[{"type":"video","duration":"15s",)"
                                     R"("delivery":"uri","gcs_uri":"gs://b/out"}])"));
  EXPECT_EQ(done.TextAt("/status"), "completed");
  EXPECT_EQ(done.TextAt("/role"), "model");
  EXPECT_EQ(OutputOf(done).uri, "gs://b/out/" + done.TextAt("/id") + "/sample_0.mp4");
  EXPECT_EQ(done.At("/usage/output_tokens_by_modality/0/tokens").GetInt(), 15 * 5792);
  EXPECT_EQ(done.TextAt("/usage/output_tokens_by_modality/0/modality"), "video");
  EXPECT_EQ(done.At("/usage/total_tokens").GetInt(),
            done.At("/usage/total_input_tokens").GetInt() +
                done.At("/usage/total_output_tokens").GetInt() +
                done.At("/usage/total_thought_tokens").GetInt());
}

TEST(VertexInteractions, AreOfTheirOwn) {
  SandboxClient client;
  const std::string id = client.Post(kVertex, ShortFilm(R"("background":true)")).TextAt("/id");
  EXPECT_EQ(UntilEnded(client, std::string(kVertex) + "/" + id).TextAt("/status"), "completed");
  EXPECT_EQ(client.Get(PathOf(id)).http.status, 404);
  const JsonAnswer elsewhere =
      client.Post("/v1beta1/projects/p/locations/us-central1/interactions", ShortFilm());
  EXPECT_EQ(elsewhere.TextAt("/error/code"), "invalid_request");
}

TEST(OmniModels, SpeakNothingElse) {
  SandboxClient client;
  const JsonAnswer answer = client.Post("/v1beta/models/gemini-omni-1.2-flash:generateContent",
                                        R"({"contents":[{"parts":[{"text":"a boat"}]}]})");
  EXPECT_EQ(answer.http.status, 400);
  EXPECT_EQ(answer.TextAt("/error/message"), "This model only supports Interactions API.");
}

}  // namespace
}  // namespace mediagen::testing
