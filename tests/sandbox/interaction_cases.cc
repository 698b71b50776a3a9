#include "tests/sandbox/interaction_cases.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/sandbox/answer_check.h"
#include "tests/sandbox/interaction_calls.h"

namespace mediagen::testing {
namespace {

// The path of all interactions that the request's path belongs to.
std::string CollectionOf(const WireRequest& request) {
  const std::string collection = "interactions";
  const size_t at = request.path.find(collection);
  if (at != std::string::npos) return request.path.substr(0, at + collection.size());
  return request.path.substr(0, request.path.find("files/")) + collection;
}

void CheckInteraction(const JsonAnswer& answer, const std::string& id) {
  ASSERT_EQ(answer.http.status, 200) << answer.http.body.substr(0, 500);
  EXPECT_NE(id, "");
  EXPECT_EQ(answer.TextAt("/id"), id);
  EXPECT_NE(answer.TextAt("/status"), "");
  EXPECT_EQ(answer.TextAt("/object"), "interaction");
  EXPECT_NE(answer.TextAt("/model"), "");
}

void CheckState(const JsonAnswer& state, const std::string& id) {
  ASSERT_EQ(state.http.status, 200) << state.http.body;
  EXPECT_EQ(state.TextAt("/name"), "files/" + id);
  EXPECT_EQ(state.TextAt("/mimeType"), "video/mp4");
  EXPECT_NE(state.TextAt("/state"), "");
  EXPECT_TRUE(state.TextAt("/uri").ends_with("/files/" + id));
}

// Whichever way it was asked for.
void CheckResult(SandboxClient& client, const JsonAnswer& done, const std::string& collection) {
  EXPECT_EQ(done.TextAt("/status"), "completed");
  const std::string uri = OutputOf(done).uri;
  if (uri.starts_with("gs://")) return;
  if (uri.empty()) {
    CheckVideo(OutputOf(done).bytes);
    return;
  }
  const std::string files = collection.substr(0, collection.rfind('/')) + "/files/";
  const std::string id = FileIdIn(uri);
  CheckState(client.Get(files + id), id);
  CheckVideo(client.Get(files + id + ":download?alt=media").http.body);
}

void CheckCreate(SandboxClient& client, const WireRequest& request, BodyStyle style) {
  JsonAnswer answer = Send(client, request, style);
  const std::string id = answer.TextAt("/id");
  CheckInteraction(answer, id);
  if (!request.body.HasMember("background") || !request.body["background"].GetBool()) {
    CheckResult(client, answer, CollectionOf(request));
    return;
  }
  EXPECT_EQ(answer.TextAt("/status"), "in_progress");
  const std::string path = CollectionOf(request) + "/" + id;
  CheckResult(client, UntilEnded(client, path), CollectionOf(request));
}

void CheckFile(SandboxClient& client, WireRequest request, BodyStyle style) {
  const JsonAnswer made =
      client.Post(CollectionOf(request), ShortFilm(R"("response_format":{"type":"video",)"
                                                   R"("resolution":"360p","delivery":"uri"})"));
  const std::string id = FileIdIn(OutputOf(made).uri);
  const size_t at = request.path.find("files/") + 6;
  const size_t verb = request.path.find(':', at);
  request.path.replace(at, verb == std::string::npos ? verb : verb - at, id);
  const JsonAnswer answer = Send(client, request, style);
  if (verb == std::string::npos) {
    CheckState(answer, id);
  } else {
    CheckVideo(answer.http.body);
  }
}

}  // namespace

void CheckInteractionCase(SandboxClient& client, WireRequest request, BodyStyle style) {
  const std::string& surface = request.surface;
  if (surface.starts_with("interactions.create")) return CheckCreate(client, request, style);
  if (request.path.find("files/") != std::string::npos) {
    return CheckFile(client, std::move(request), style);
  }
  const std::string collection = CollectionOf(request);
  const std::string id = client.Post(collection, ShortFilm(R"("background":true)")).TextAt("/id");
  const std::string verb = surface.starts_with("interactions.cancel") ? "/cancel" : "";
  request.path = collection + "/" + id + verb;
  if (surface.starts_with("interactions.get")) {
    UntilEnded(client, request.path);
    const JsonAnswer done = Send(client, request, style);
    CheckInteraction(done, id);
    CheckResult(client, done, collection);
  } else if (surface.starts_with("interactions.cancel")) {
    CheckInteraction(Send(client, request, style), id);
  } else if (surface.starts_with("interactions.delete")) {
    EXPECT_EQ(Send(client, request, style).http.body, "{}");
    EXPECT_EQ(client.Get(request.path).http.status, 404);
    EXPECT_EQ(Send(client, request, style).http.status, 404);
  } else {
    FAIL() << "no check for " << surface;
  }
}

}  // namespace mediagen::testing
