#include "server/upstream/retry_after.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace mediagen {
namespace {

constexpr absl::Duration kLongest = absl::Minutes(1);

absl::Duration Bounded(absl::Duration delay) {
  return std::clamp(delay, absl::ZeroDuration(), kLongest);
}

bool ReadNumber(absl::string_view text, double& number) {
  return absl::SimpleAtod(text, &number) && !std::isnan(number);
}

}  // namespace

std::optional<absl::Duration> ReadRetryAfter(const HttpHead& head, JsonView details,
                                             absl::Time now) {
  double number = 0;
  if (ReadNumber(head.Header("retry-after-ms"), number)) return Bounded(absl::Milliseconds(number));
  const absl::string_view retry_after = head.Header("retry-after");
  if (ReadNumber(retry_after, number)) return Bounded(absl::Seconds(number));
  absl::Time when;
  if (absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT", retry_after, &when, nullptr))
    return Bounded(when - now);
  for (size_t i = 0; i < details.size(); ++i) {
    absl::Duration delay;
    if (!absl::EndsWith(details.at(i).Get("@type").Text(), "google.rpc.RetryInfo")) continue;
    if (absl::ParseDuration(details.at(i).Get({"retryDelay", "retry_delay"}).Text(), &delay))
      return Bounded(delay);
  }
  return std::nullopt;
}

}  // namespace mediagen
