// Durations of the configuration.
#ifndef MEDIAGEN_SERVER_DURATION_READER_H_
#define MEDIAGEN_SERVER_DURATION_READER_H_

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "server/provider_config.h"

namespace mediagen {

// Reads durations with defaults and ranges and keeps the first error.
class DurationReader {
 public:
  absl::Duration Read(absl::string_view knob, bool set, const google::protobuf::Duration& value,
                      absl::Duration fallback, absl::Duration least, absl::Duration most) {
    if (!set) return fallback;
    const absl::Duration duration =
        absl::Seconds(value.seconds()) + absl::Nanoseconds(value.nanos());
    if (duration < least || duration > most) {
      status_.Update(WrongKnob(knob, absl::StrCat("must be ", absl::FormatDuration(least), " to ",
                                                  absl::FormatDuration(most))));
    }
    return duration;
  }
  // The same, where 0 stands for never.
  absl::Duration ReadOrNever(absl::string_view knob, bool set,
                             const google::protobuf::Duration& value, absl::Duration fallback,
                             absl::Duration least, absl::Duration most) {
    if (set && value.seconds() == 0 && value.nanos() == 0) return absl::InfiniteDuration();
    return Read(knob, set, value, fallback, least, most);
  }
  const absl::Status& status() const { return status_; }

 private:
  absl::Status status_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_DURATION_READER_H_
