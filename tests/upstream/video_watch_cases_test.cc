// The written answers to starts and polls: each watched to its end, over the wire.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"
#include "tests/upstream/request_text.h"
#include "tests/upstream/watch_bench.h"
#include "tests/upstream/wire_case.h"

namespace mediagen {
namespace {

using testing::MetadataOf;
using testing::ReasonOf;
using testing::RecordedEvents;
using testing::UpstreamBench;
using testing::Watched;
using testing::WireCase;

void ExpectError(const WireCase& wire, const absl::Status& status) {
  const JsonView expected = wire.json().Get("expected").Get("error");
  EXPECT_EQ(absl::StatusCodeToString(status.code()), expected.Get("grpc").Text()) << wire.name();
  EXPECT_EQ(ReasonOf(status), expected.Get("reason").Text()) << wire.name();
  EXPECT_EQ(MetadataOf(status, "upstream_code"), expected.Get("upstream_code").Text())
      << wire.name();
  EXPECT_FALSE(RetryDelay(status).has_value()) << wire.name();
  const std::optional<int64_t> code = expected.Get("support_codes").at(0).Integer();
  EXPECT_EQ(MetadataOf(status, "support_codes"), code.has_value() ? absl::StrCat(*code) : "")
      << wire.name();
  EXPECT_TRUE(absl::StrContains(MetadataOf(status, "upstream_message"),
                                expected.Get("reason_contains").Text()))
      << wire.name();
}

// The videos' bytes and links, in the words of the cases.
void ExpectVideos(const WireCase& wire, const RecordedEvents& events) {
  const JsonView videos = wire.json().Get("expected").Get("videos");
  size_t links = 0;
  for (size_t i = 0; i < videos.size(); ++i) {
    const JsonView wanted = videos.at(i);
    const int index = static_cast<int>(i);
    if (wanted.Get("gcs_uri").exists()) {
      ++links;
      EXPECT_EQ(events.story.at(events.story.size() - videos.size() + i),
                absl::StrCat("link ", i, " gcs=", wanted.Get("gcs_uri").Text(),
                             " uri= ", wanted.Get("mime_type").Text()))
          << wire.name();
      continue;
    }
    ASSERT_EQ(events.bytes.count(index), 1u) << wire.name();
    EXPECT_EQ(testing::Sha256Hex(events.bytes.at(index)), wanted.Get("sha256").Text())
        << wire.name();
    EXPECT_EQ(events.ends.at(index).size_bytes(), wanted.Get("size_bytes").Integer())
        << wire.name();
    EXPECT_EQ(events.ends.at(index).mime_type(), wanted.Get("mime_type").Text()) << wire.name();
  }
  EXPECT_EQ(events.bytes.size() + links, videos.size()) << wire.name();
}

TEST(VideoWatchCasesTest, Polls) {
  UpstreamBench bench;
  size_t checked = 0;
  for (const std::string& name : testing::WireCaseNames("responses", "veo.poll.")) {
    ++checked;
    const WireCase wire("responses", name);
    const size_t before = bench.upstream().request_count();
    bench.upstream().Enqueue(wire.ToAnswer());
    const JsonView then = wire.json().Get("then");
    for (size_t i = 0; i < then.size(); ++i)
      bench.upstream().Enqueue(WireCase("responses", std::string(then.at(i).Text())).ToAnswer());
    RecordedEvents events;
    const Watched watched = Watch(bench, events);
    if (wire.json().Get("expected").Get("error").exists()) {
      ExpectError(wire, watched.status);
    } else {
      EXPECT_TRUE(watched.status.ok()) << name << ": " << watched.status;
      ExpectVideos(wire, events);
    }
    // All but the start, which was not made here.
    EXPECT_EQ(static_cast<int64_t>(bench.upstream().request_count() - before) + 1,
              wire.json().Get("expected").Get("upstream_requests_seen").Integer())
        << name;
  }
  EXPECT_EQ(checked, 18u);
}

}  // namespace
}  // namespace mediagen
