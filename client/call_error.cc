#include "client/call_error.h"

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "google/rpc/error_details.pb.h"

namespace mediagen::client {
namespace {

constexpr absl::string_view kTypePrefix = "type.googleapis.com/";

template <typename Detail>
std::optional<Detail> Decode(absl::string_view type_url, const absl::Cord& payload) {
  if (!absl::EndsWith(type_url, Detail::descriptor()->full_name())) return std::nullopt;
  Detail detail;
  if (!detail.ParseFromString(std::string(payload))) return std::nullopt;
  return detail;
}

}  // namespace

absl::string_view CallError::Metadata(const std::string& key) const {
  const auto found = metadata.find(key);
  return found == metadata.end() ? absl::string_view() : absl::string_view(found->second);
}

CallError ParseCallError(const absl::Status& status) {
  CallError error;
  error.code = status.code();
  error.message = std::string(status.message());
  status.ForEachPayload([&error](absl::string_view type_url, const absl::Cord& payload) {
    if (const auto info = Decode<google::rpc::ErrorInfo>(type_url, payload)) {
      error.reason = info->reason();
      error.domain = info->domain();
      error.metadata.insert(info->metadata().begin(), info->metadata().end());
    } else if (const auto bad = Decode<google::rpc::BadRequest>(type_url, payload)) {
      for (const auto& violation : bad->field_violations()) {
        error.field_violations.push_back({violation.field(), violation.description()});
      }
    } else if (const auto retry = Decode<google::rpc::RetryInfo>(type_url, payload)) {
      error.retry_delay = absl::Seconds(retry->retry_delay().seconds()) +
                          absl::Nanoseconds(retry->retry_delay().nanos());
    }
  });
  return error;
}

absl::Status LocalError(absl::StatusCode code, const std::string& reason,
                        const std::string& message) {
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("mediagen.client");
  absl::Status status(code, message);
  status.SetPayload(std::string(kTypePrefix) + info.GetDescriptor()->full_name(),
                    absl::Cord(info.SerializeAsString()));
  return status;
}

}  // namespace mediagen::client
