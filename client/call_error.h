#ifndef MEDIAGEN_CLIENT_CALL_ERROR_H_
#define MEDIAGEN_CLIENT_CALL_ERROR_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "mediagen/v1/chat_image_service.pb.h"

namespace mediagen::client {

// One fault of a request: which field, and what is wrong with it.
struct FieldViolation {
  std::string field;
  std::string description;
};

// Why a call failed, in words that a program can act on. A value.
struct CallError {
  absl::StatusCode code = absl::StatusCode::kOk;
  std::string message;
  // UPPER_SNAKE word of the server, or of this library for what it found itself (domain
  // "mediagen.client"). Empty: the connection broke and nobody said why.
  std::string reason;
  std::string domain;
  // Further facts, such as `request_id`, `operation`, `upstream_code`, `upstream_message`.
  std::map<std::string, std::string> metadata;
  std::vector<FieldViolation> field_violations;
  // Set exactly when the server says that repeating the call is safe.
  std::optional<absl::Duration> retry_delay;

  // The value of one metadata entry, or empty. Valid as long as this object.
  absl::string_view Metadata(const std::string& key) const;
};

// Reads the google.rpc details that the payloads of `status` hold.
CallError ParseCallError(const absl::Status& status);

// The error of one turn of a conversation, with the payloads that Chat would have ended with.
absl::Status ToAbslStatus(const v1::ConverseTurnFailed& failed);

// A failure on this side of the connection, marked so that nobody takes it for a broken stream.
absl::Status LocalError(absl::StatusCode code, const std::string& reason,
                        const std::string& message);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CALL_ERROR_H_
