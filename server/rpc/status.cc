#include "server/rpc/status.h"

#include <string>

#include "absl/strings/cord.h"
#include "google/rpc/status.pb.h"
#include "server/upstream/error_details.h"

namespace mediagen {

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const auto code = static_cast<grpc::StatusCode>(status.code());
  absl::Status complete = WithCodeAndReason(status, status.code(), ErrorInfoOf(status).reason());
  google::rpc::Status details;
  details.set_code(code);
  details.set_message(std::string(status.message()));
  complete.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    google::protobuf::Any& detail = *details.add_details();
    detail.set_type_url(std::string(url));
    detail.set_value(std::string(payload));
  });
  return grpc::Status(code, details.message(), details.SerializeAsString());
}

}  // namespace mediagen
