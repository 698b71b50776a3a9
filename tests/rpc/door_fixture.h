#ifndef MEDIAGEN_TESTS_RPC_DOOR_FIXTURE_H_
#define MEDIAGEN_TESTS_RPC_DOOR_FIXTURE_H_

#include <openssl/sha.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "mediagen/v1/model_service.grpc.pb.h"
#include "tests/client/scratch_folder.h"
#include "tests/rpc/paid_rpcs.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {

inline constexpr char kShopToken[] = "mediagen_canaryTokenOfTheShop";
inline constexpr char kStudioToken[] = "mediagen_canaryTokenOfTheStudio";

// Made without the server's code.
inline std::string TokenHash(const std::string& token) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(), digest);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), sizeof digest));
}

// A tenant of the file; `more` are further keys, such as `"limits": {...}`.
inline std::string TenantJson(const std::string& name, const std::string& token,
                              const std::string& more = "") {
  return absl::StrCat(R"({"name": ")", name, R"(", "token_sha256": [")", TokenHash(token), "\"]",
                      more.empty() ? "" : ", ", more, "}");
}

inline std::string TenantsJson(const std::vector<std::string>& tenants) {
  std::string list;
  for (const std::string& tenant : tenants) absl::StrAppend(&list, list.empty() ? "" : ",", tenant);
  return absl::StrCat("{\"tenants\": [", list, "]}");
}

using Metadata = std::vector<std::pair<std::string, std::string>>;

inline Metadata Bearer(const std::string& token) {
  return {{"authorization", absl::StrCat("Bearer ", token)}};
}

inline void Add(const Metadata& metadata, grpc::ClientContext& context) {
  for (const auto& [name, value] : metadata) context.AddMetadata(name, value);
}

// The limit that an error names; an empty one when there is none.
inline google::rpc::QuotaFailure QuotaFailureOf(const grpc::Status& status) {
  google::rpc::Status details;
  google::rpc::QuotaFailure failure;
  if (!details.ParseFromString(status.error_details())) return failure;
  for (const auto& detail : details.details()) {
    if (detail.type_url() == "type.googleapis.com/google.rpc.QuotaFailure") {
      EXPECT_TRUE(failure.ParseFromString(detail.value()));
    }
  }
  return failure;
}

// A server with two tenants, `shop` and `studio`.
class DoorTest : public VideoTest {
 protected:
  DoorTest() {
    SetTenants({TenantJson("shop", kShopToken), TenantJson("studio", kStudioToken)});
    config_.set_tenants_file(folder_.File("tenants.json"));
  }

  void SetTenants(const std::vector<std::string>& tenants) {
    folder_.Write("tenants.json", TenantsJson(tenants));
  }

  // A call of each paid rpc.
  grpc::Status Call(const PaidRpc& rpc, const Metadata& metadata,
                    const PaidParameters& parameters = {}) {
    grpc::ClientContext context;
    Add(metadata, context);
    return rpc.call(server(), context, parameters);
  }

  // The cheapest call there is, which asks no upstream.
  grpc::Status Ask(const Metadata& metadata) { return AskOver(server().channel(), metadata); }

  static grpc::Status AskOver(const std::shared_ptr<grpc::Channel>& channel,
                              const Metadata& metadata) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kTestLimit);
    Add(metadata, context);
    v1::GetModelRequest request;
    request.set_model("imagen-4.0-generate-001");
    v1::GetModelResponse response;
    return v1::ModelService::NewStub(channel)->GetModel(&context, request, &response);
  }

  std::string ReasonOf(const grpc::Status& status) {
    return status.ok() ? "OK" : ErrorOf(status).reason;
  }

  client::ScratchFolder folder_;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_DOOR_FIXTURE_H_
