#include "server/upstream/retry_after.h"

#include <gtest/gtest.h>

namespace mediagen {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);  // Fri, 15 Jan 2027 08:00:00 GMT

struct Row {
  const char* name;
  std::vector<std::pair<std::string, std::string>> headers;
  const char* details;
  std::optional<absl::Duration> delay;
};

const Row kRows[] = {
    {"Nothing", {}, "", std::nullopt},
    {"Seconds", {{"Retry-After", "3"}}, "", absl::Seconds(3)},
    {"FractionOfASecond", {{"retry-after", "1.5"}}, "", absl::Milliseconds(1500)},
    {"Zero", {{"retry-after", "0"}}, "", absl::ZeroDuration()},
    {"Milliseconds", {{"retry-after-ms", "1500"}}, "", absl::Milliseconds(1500)},
    {"MillisecondsFirst",
     {{"retry-after", "2"}, {"retry-after-ms", "700"}},
     "",
     absl::Milliseconds(700)},
    {"BadMillisecondsThenSeconds",
     {{"retry-after-ms", "soon"}, {"retry-after", "2"}},
     "",
     absl::Seconds(2)},
    {"HttpDate", {{"retry-after", "Fri, 15 Jan 2027 08:00:07 GMT"}}, "", absl::Seconds(7)},
    {"HttpDateGone", {{"retry-after", "Fri, 15 Jan 2027 07:59:00 GMT"}}, "", absl::ZeroDuration()},
    {"HttpDateFarAway", {{"retry-after", "Fri, 15 Jan 2100 08:00:00 GMT"}}, "", absl::Minutes(1)},
    {"RetryInfo",
     {},
     R"([{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"21s"}])",
     absl::Seconds(21)},
    {"RetryInfoFraction",
     {},
     R"([{"@type":"x/google.rpc.RetryInfo","retryDelay":"0.847655010s"}])",
     absl::Nanoseconds(847655010)},
    {"RetryInfoSnake",
     {},
     R"([{"@type":"google.rpc.RetryInfo","retry_delay":"4s"}])",
     absl::Seconds(4)},
    {"RetryInfoBehindOthers",
     {},
     R"([null,{"@type":"google.rpc.Help"},{"@type":"google.rpc.RetryInfo","retryDelay":"5s"}])",
     absl::Seconds(5)},
    {"HeaderBeforeRetryInfo",
     {{"retry-after", "2"}},
     R"([{"@type":"google.rpc.RetryInfo","retryDelay":"9s"}])",
     absl::Seconds(2)},
    {"BadHeaderThenRetryInfo",
     {{"retry-after", "later"}},
     R"([{"@type":"google.rpc.RetryInfo","retryDelay":"9s"}])",
     absl::Seconds(9)},
    {"BadRetryInfo", {}, R"([{"@type":"google.rpc.RetryInfo","retryDelay":"soon"}])", std::nullopt},
    {"RetryInfoNumber", {}, R"([{"@type":"google.rpc.RetryInfo","retryDelay":5}])", std::nullopt},
    {"Huge", {{"retry-after", "1e300"}}, "", absl::Minutes(1)},
    {"Infinite", {{"retry-after", "inf"}}, "", absl::Minutes(1)},
    {"HugeMilliseconds", {{"retry-after-ms", "99999999999999999999"}}, "", absl::Minutes(1)},
    {"Negative", {{"retry-after", "-5"}}, "", absl::ZeroDuration()},
    {"NegativeInfinite", {{"retry-after", "-inf"}}, "", absl::ZeroDuration()},
    {"NotANumber", {{"retry-after", "nan"}}, "", std::nullopt},
    {"NotANumberThenSeconds",
     {{"retry-after-ms", "nan"}, {"retry-after", "2"}},
     "",
     absl::Seconds(2)},
    {"RetryInfoInfinite",
     {},
     R"([{"@type":"google.rpc.RetryInfo","retryDelay":"inf"}])",
     absl::Minutes(1)},
    {"RetryInfoNegative",
     {},
     R"([{"@type":"google.rpc.RetryInfo","retryDelay":"-3s"}])",
     absl::ZeroDuration()},
    {"Empty", {{"retry-after", ""}, {"retry-after-ms", ""}}, "", std::nullopt},
};

TEST(RetryAfterTest, IsReadFromWhereverItStands) {
  for (const Row& row : kRows) {
    HttpHead head;
    head.status = 429;
    head.headers = row.headers;
    rapidjson::Document details;
    ParseJson(row.details, details);
    EXPECT_EQ(ReadRetryAfter(head, JsonView(&details), kNow), row.delay) << row.name;
  }
}

}  // namespace
}  // namespace mediagen
