// A row of the catalogue as callers see it.
#ifndef MEDIAGEN_SERVER_UPSTREAM_MODEL_MESSAGE_H_
#define MEDIAGEN_SERVER_UPSTREAM_MODEL_MESSAGE_H_

#include <string>

#include "absl/time/time.h"
#include "mediagen/v1/model_service.pb.h"
#include "server/upstream/model_row.h"

namespace mediagen {

// `provider` is the configured name of whoever serves the row.
v1::Model MakeModelMessage(const ModelRow& row, const std::string& provider, absl::Time now);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_MODEL_MESSAGE_H_
