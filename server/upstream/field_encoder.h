// From the fields of a message to the members of a JSON body.
#ifndef MEDIAGEN_SERVER_UPSTREAM_FIELD_ENCODER_H_
#define MEDIAGEN_SERVER_UPSTREAM_FIELD_ENCODER_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/message.h"
#include "server/upstream/dialect.h"
#include "server/upstream/json_body.h"

namespace mediagen {

// Puts every field of `spec` that is set into `body`, each by its line, and moves the media out of
// it. `by_hand` names fields that are encoded elsewhere. INVALID_ARGUMENT names a field without a
// line, so that nothing a caller asks for is dropped in silence.
absl::Status EncodeFields(google::protobuf::Message& spec, absl::Span<const ParameterLine> lines,
                          absl::Span<const absl::string_view> by_hand, bool reads_buckets,
                          JsonBody& body);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_FIELD_ENCODER_H_
