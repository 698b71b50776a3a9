#include "server/rpc/door.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/rpc/caller_identity.h"
#include "server/rpc/rpc_rules.h"
#include "server/upstream/error_details.h"

namespace mediagen {

Door::Door(std::string tenants_file, const Limits& all, const ByteBudget& bytes)
    : tenants_(std::move(tenants_file), bytes), all_(std::make_shared<Allowance>("server")) {
  all_->SetLimits(all);
}

absl::StatusOr<Admission> Door::Admit(const grpc::CallbackServerContext& context,
                                      absl::string_view method) {
  Admission admission(tenants_.anonymous(), all_);
  absl::Status admitted;
  if (tenants_.AreThere()) {
    absl::StatusOr<std::shared_ptr<Tenant>> tenant = Identify(context);
    admitted = tenant.status();
    if (tenant.ok()) admission.tenant = *std::move(tenant);
  }
  if (admitted.ok()) admitted = Enter(method, admission);
  if (admitted.ok()) return admission;
  refusals_.Note(admission.tenant_name(), ErrorInfoOf(admitted).reason(),
                 std::chrono::steady_clock::now());
  return admitted;
}

absl::StatusOr<std::shared_ptr<Tenant>> Door::Identify(const grpc::CallbackServerContext& context) {
  absl::StatusOr<std::string> token = BearerToken(context);
  if (!token.ok()) return token.status();
  const std::vector<std::string> names = CertificateNames(context);
  std::shared_ptr<Tenant> of_certificate;
  if (!names.empty()) of_certificate = tenants_.OfCertificate(names);
  if (token->empty()) {
    if (of_certificate != nullptr) return of_certificate;
    return MakeError(absl::StatusCode::kUnauthenticated, "TOKEN_REQUIRED",
                     "this server wants to know who calls: send metadata `authorization: Bearer "
                     "TOKEN`");
  }
  std::shared_ptr<Tenant> of_token = tenants_.OfToken(*token);
  if (of_token == nullptr) return TokenInvalid("it is no token of this server");
  if (of_certificate != nullptr && of_certificate != of_token)
    return TokenInvalid("token and client certificate stand for different tenants");
  return of_token;
}

absl::Status Door::Enter(absl::string_view method, Admission& admission) const {
  const RpcRule* rule = FindRpcRule(method);
  if (rule == nullptr || !admission.tenant->permissions()->AllowsMethod(method)) {
    return MakeError(absl::StatusCode::kPermissionDenied, "NOT_ALLOWED",
                     absl::StrCat("this tenant may not call ", method));
  }
  const MonotonicTime now = std::chrono::steady_clock::now();
  absl::StatusOr<CallPlace> place = admission.tenant->allowance()->Enter(now);
  if (!place.ok()) return place.status();
  admission.place_of_tenant = *std::move(place);
  place = all_->Enter(now);
  if (!place.ok()) return place.status();
  admission.place_of_all = *std::move(place);
  return absl::OkStatus();
}

}  // namespace mediagen
