// What every paid rpc does before it sends.
#ifndef MEDIAGEN_SERVER_RPC_PAID_REQUEST_H_
#define MEDIAGEN_SERVER_RPC_PAID_REQUEST_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "mediagen/v1/media.pb.h"
#include "server/rpc/service_context.h"
#include "server/upstream/cost.h"
#include "server/upstream/error_details.h"
#include "server/upstream/request_check.h"

namespace mediagen {

// A checked request: who is asked for what under which name. A plain value.
class PaidRequest {
 public:
  PaidRequest() = default;
  const Provider* provider = nullptr;
  const ModelRow* row = nullptr;  // Null: a model that is not known.
  bool checks_models = true;      // False: the row tells prices and nothing else.
  std::string model;
  std::string request_id;
  std::vector<std::string> warnings;
  // Nothing is to be sent; `estimate` is the answer.
  bool validate_only = false;
  // What the request costs if all comes that it asks for.
  std::optional<v1::Cost> estimate;
  // What the request is authorized with, and the fingerprint of the caller's own key in it.
  std::shared_ptr<Credential> credential;
  std::string credential_id;
  // In whose name.
  std::string tenant;

  // Whether the caller's own key is billed.
  bool is_paid_by_caller() const { return !credential_id.empty(); }
  std::optional<int64_t> estimated_nano_usd() const;
  // What request_ids know it by: an id says nothing to another tenant.
  std::string id_key() const;

  // What its request is counted under.
  RequestTag Tag() const;
  // Of a video that builds upon an earlier one: the upstream's name of that operation.
  std::string builds_upon;

  // The record of a result that came now.
  v1::GenerationRecord Record(absl::string_view prompt) const;

  void AddWarnings(google::protobuf::RepeatedPtrField<std::string>& list) const;

  // `status` with what the catalogue knows of its cause.
  absl::Status Explained(absl::Status status) const;
};

// Resolves provider, model and request id; all that does not depend on the spec.
absl::StatusOr<PaidRequest> ResolvePaidRequest(ServiceContext& services, Call& call,
                                               absl::string_view request_id,
                                               absl::string_view provider, absl::string_view model,
                                               std::string ProviderOptions::*default_model);

// FAILED_PRECONDITION `PRICE_UNKNOWN` where spending is limited and `paid` has no estimate.
absl::Status CheckSpendable(const Call& call, const PaidRequest& paid);

// Checks a spec against the catalogue, and completes it with defaults.
template <typename Spec>
absl::Status CheckSpec(const ServiceContext& services, const PaidRequest& paid, Spec& spec) {
  const ModelRow* checked_row = services.options().check_models ? paid.row : nullptr;
  return CheckAndComplete(checked_row, spec, services.options().buckets);
}
absl::Status CheckSpec(const ServiceContext& services, const PaidRequest& paid,
                       v1::VideoSpec& spec);

// Resolves and checks a request of any paid rpc, and completes its spec with defaults. Nothing is
// reserved yet.
template <typename Request>
absl::StatusOr<PaidRequest> PreparePaidRequest(ServiceContext& services, Call& call,
                                               Request& request,
                                               std::string ProviderOptions::*default_model) {
  absl::StatusOr<PaidRequest> prepared = ResolvePaidRequest(
      services, call, request.request_id(), request.provider(), request.model(), default_model);
  if (!prepared.ok()) return prepared;
  if (!request.has_spec()) return InvalidField("spec", "is required");
  auto& spec = *request.mutable_spec();
  if (absl::Status checked = CheckSpec(services, *prepared, spec); !checked.ok()) return checked;
  prepared->validate_only = request.validate_only();
  prepared->estimate = EstimateCost(prepared->row, spec);
  if (absl::Status priced = CheckSpendable(call, *prepared); !priced.ok()) return priced;
  if (!prepared->validate_only) {
    absl::Status health = prepared->provider->traffic().CheckHealth();
    if (!health.ok()) return health;
  }
  return prepared;
}

// What a paid call that answers at once ends with when the call itself ended: once the request may
// have been paid, the caller must not take it for one that can be repeated.
absl::Status EndedWhilePaying(const absl::Status& status, bool may_have_been_paid);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_PAID_REQUEST_H_
