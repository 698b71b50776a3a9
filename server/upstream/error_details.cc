#include "server/upstream/error_details.h"

#include <google/protobuf/util/time_util.h>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

constexpr absl::string_view kDomain = "mediagen";
constexpr absl::string_view kErrorInfoUrl = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr absl::string_view kRetryInfoUrl = "type.googleapis.com/google.rpc.RetryInfo";
constexpr absl::string_view kBadRequestUrl = "type.googleapis.com/google.rpc.BadRequest";
constexpr absl::string_view kQuotaFailureUrl = "type.googleapis.com/google.rpc.QuotaFailure";

void SetDetail(absl::Status& status, absl::string_view url,
               const google::protobuf::Message& detail) {
  status.SetPayload(url, absl::Cord(detail.SerializeAsString()));
}

template <typename Message>
bool GetDetail(const absl::Status& status, absl::string_view url, Message& detail) {
  const auto payload = status.GetPayload(url);
  return payload.has_value() && detail.ParseFromString(std::string(*payload));
}

void SetErrorInfo(absl::Status& status, const google::rpc::ErrorInfo& info) {
  SetDetail(status, kErrorInfoUrl, info);
}

}  // namespace

absl::Status MakeError(absl::StatusCode code, absl::string_view reason, absl::string_view message) {
  absl::Status status(code, message);
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(std::string(kDomain));
  SetErrorInfo(status, info);
  return status;
}

absl::Status InvalidField(absl::string_view field, absl::string_view description) {
  return InvalidField(field, "INVALID_REQUEST", description);
}

absl::Status InvalidField(absl::string_view field, absl::string_view reason,
                          absl::string_view description) {
  absl::Status status =
      MakeError(absl::StatusCode::kInvalidArgument, reason, absl::StrCat(field, ": ", description));
  google::rpc::BadRequest bad_request;
  auto* violation = bad_request.add_field_violations();
  violation->set_field(std::string(field));
  violation->set_description(std::string(description));
  SetDetail(status, kBadRequestUrl, bad_request);
  return status;
}

absl::Status QuotaExceeded(absl::string_view reason, absl::string_view subject,
                           absl::string_view description, std::optional<absl::Duration> retry) {
  absl::Status exceeded =
      MakeError(absl::StatusCode::kResourceExhausted, reason,
                absl::StrCat(subject, ": ", description, "; nothing was sent or bought"));
  google::rpc::QuotaFailure failure;
  auto* violation = failure.add_violations();
  violation->set_subject(std::string(subject));
  violation->set_description(std::string(description));
  SetDetail(exceeded, kQuotaFailureUrl, failure);
  if (retry.has_value()) SetRetryDelay(exceeded, *retry);
  return exceeded;
}

absl::Status Overloaded() {
  return QuotaExceeded("OVERLOADED", "server", "it holds as many bytes for its callers as it may",
                       absl::Seconds(2));
}

void SetErrorMetadata(absl::Status& status, absl::string_view key, absl::string_view value) {
  if (status.ok() || value.empty()) return;
  google::rpc::ErrorInfo info = ErrorInfoOf(status);
  (*info.mutable_metadata())[std::string(key)] = std::string(value);
  SetErrorInfo(status, info);
}

void SetRetryDelay(absl::Status& status, absl::Duration delay) {
  google::rpc::RetryInfo retry;
  *retry.mutable_retry_delay() =
      google::protobuf::util::TimeUtil::NanosecondsToDuration(absl::ToInt64Nanoseconds(delay));
  SetDetail(status, kRetryInfoUrl, retry);
}

void ClearRetryDelay(absl::Status& status) { status.ErasePayload(kRetryInfoUrl); }

std::optional<absl::Duration> RetryDelay(const absl::Status& status) {
  google::rpc::RetryInfo retry;
  if (!GetDetail(status, kRetryInfoUrl, retry)) return std::nullopt;
  return absl::Seconds(retry.retry_delay().seconds()) +
         absl::Nanoseconds(retry.retry_delay().nanos());
}

google::rpc::ErrorInfo ErrorInfoOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  if (GetDetail(status, kErrorInfoUrl, info)) return info;
  info.set_reason(absl::StatusCodeToString(status.code()));
  info.set_domain(std::string(kDomain));
  return info;
}

absl::Status WithCodeAndReason(const absl::Status& status, absl::StatusCode code,
                               absl::string_view reason) {
  absl::Status changed(code, status.message());
  status.ForEachPayload(
      [&](absl::string_view url, const absl::Cord& payload) { changed.SetPayload(url, payload); });
  google::rpc::ErrorInfo info = ErrorInfoOf(status);
  info.set_reason(std::string(reason));
  SetErrorInfo(changed, info);
  return changed;
}

}  // namespace mediagen
