#include "client/call_error.h"

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
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

template <typename Detail>
void Attach(const Detail& detail, absl::Status& status) {
  status.SetPayload(absl::StrCat(kTypePrefix, Detail::descriptor()->full_name()),
                    absl::Cord(detail.SerializeAsString()));
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

absl::Status ToAbslStatus(const v1::ConverseTurnFailed& failed) {
  // A turn that failed did so with some code, whatever was sent as one.
  const absl::StatusCode code = failed.code() == 0 ? absl::StatusCode::kUnknown
                                                   : static_cast<absl::StatusCode>(failed.code());
  absl::Status status(code, failed.message());
  google::rpc::ErrorInfo info;
  info.set_reason(failed.reason());
  info.set_domain("mediagen");
  *info.mutable_metadata() = failed.metadata();
  Attach(info, status);
  if (failed.has_retry_delay()) {
    google::rpc::RetryInfo retry;
    *retry.mutable_retry_delay() = failed.retry_delay();
    Attach(retry, status);
  }
  return status;
}

absl::Status LocalError(absl::StatusCode code, const std::string& reason,
                        const std::string& message) {
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("mediagen.client");
  absl::Status status(code, message);
  Attach(info, status);
  return status;
}

}  // namespace mediagen::client
