#include "server/rpc/paid_request.h"

#include <google/protobuf/util/time_util.h>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/rpc/call_credential.h"
#include "server/rpc/held_bytes.h"
#include "server/rpc/spend_hold.h"
#include "server/upstream/lifecycle.h"

namespace mediagen {
namespace {

constexpr size_t kMaxLoggedModelBytes = 200;

// The error of a model that its provider has turned off.
absl::Status ModelRetired(const ModelRow& row, absl::StatusCode code) {
  const std::string successor = SuccessorText(row);
  absl::Status retired = MakeError(code, "MODEL_RETIRED",
                                   absl::StrCat("model: the provider has turned ", row.name, " off",
                                                successor.empty() ? "" : "; ", successor));
  SetErrorMetadata(retired, "replacement", row.terms.replacement());
  return retired;
}

absl::Status NotAllowed(absl::string_view field) {
  return MakeError(absl::StatusCode::kPermissionDenied, "NOT_ALLOWED",
                   absl::StrCat(field, ": this tenant may not ask for it"));
}

// A random UUID (version 4).
std::string NewRequestId() {
  thread_local absl::BitGen generator;
  const auto high = absl::Uniform<uint64_t>(generator);
  const auto low = absl::Uniform<uint64_t>(generator);
  return absl::StrFormat("%08x-%04x-4%03x-%04x-%012x", high >> 32, high >> 16 & 0xffff,
                         high & 0xfff, 0x8000 | (low >> 48 & 0x3fff), low & 0xffffffffffff);
}

}  // namespace

v1::GenerationRecord PaidRequest::Record(absl::string_view prompt) const {
  v1::GenerationRecord record;
  record.set_request_id(request_id);
  record.set_provider(provider->name());
  record.set_model(model);
  record.set_prompt(std::string(prompt));
  *record.mutable_create_time() =
      google::protobuf::util::TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(absl::Now()));
  return record;
}

std::optional<int64_t> PaidRequest::estimated_nano_usd() const {
  if (!estimate.has_value()) return std::nullopt;
  return estimate->nano_usd();
}

std::string PaidRequest::id_key() const { return absl::StrCat(tenant, "/", request_id); }

RequestTag PaidRequest::Tag() const {
  RequestTag tag = provider->TagFor(model);
  if (row != nullptr) tag.model = row->name;
  if (estimate.has_value()) tag.nano_usd = estimate->nano_usd();
  return tag;
}

void PaidRequest::AddWarnings(google::protobuf::RepeatedPtrField<std::string>& list) const {
  list.Add(warnings.begin(), warnings.end());
}

absl::Status PaidRequest::Explained(absl::Status status) const {
  if (!checks_models || row == nullptr || ErrorInfoOf(status).reason() != "MODEL_NOT_FOUND" ||
      !MayBeRetired(*row, absl::Now())) {
    return status;
  }
  absl::Status retired = ModelRetired(*row, status.code());
  const google::rpc::ErrorInfo info = ErrorInfoOf(status);
  for (const auto& [key, value] : info.metadata()) {
    SetErrorMetadata(retired, key, value);
  }
  return retired;
}

absl::StatusOr<PaidRequest> ResolvePaidRequest(ServiceContext& services, Call& call,
                                               absl::string_view request_id,
                                               absl::string_view provider, absl::string_view model,
                                               std::string ProviderOptions::*default_model) {
  // Whoever has left before his turn must not pay.
  if (!call.context().status().ok()) return call.context().status();
  if (absl::Status room = CheckMayBegin(call); !room.ok()) return room;
  if (absl::Status checked = CheckRequestId(request_id); !checked.ok()) return checked;
  PaidRequest paid;
  paid.request_id = request_id.empty() ? NewRequestId() : std::string(request_id);
  call.request_id = paid.request_id;
  paid.tenant = call.tenant();
  absl::StatusOr<const Provider*> found = services.providers.Find(provider);
  if (!found.ok()) return found.status();
  paid.provider = *found;
  const std::shared_ptr<const Permissions> allowed = call.caller().admission.tenant->permissions();
  if (!allowed->AllowsProvider(paid.provider->name())) return NotAllowed("provider");
  paid.model = model.empty() ? paid.provider->options().*default_model : std::string(model);
  if (paid.model.empty()) {
    return InvalidField("model", "is required: this provider has no default model for this call");
  }
  paid.row = paid.provider->FindModel(paid.model);
  paid.checks_models = services.options().check_models;
  paid.model = SentName(paid.row, paid.model);
  if (!allowed->AllowsModel(paid.model)) return NotAllowed("model");
  if (services.options().refuse_retired_models && paid.row != nullptr &&
      IsRetired(*paid.row, absl::Now())) {
    return ModelRetired(*paid.row, absl::StatusCode::kFailedPrecondition);
  }
  std::string warning = ModelWarning(paid.row, paid.model, absl::Now());
  if (!warning.empty()) paid.warnings.push_back(std::move(warning));
  absl::StatusOr<CallCredential> access = CredentialOf(services, call, *paid.provider);
  if (!access.ok()) return access.status();
  paid.credential = access->credential;
  paid.credential_id = access->id;
  call.provider = paid.provider->name();
  // A name that no upstream has must not fill the log.
  if (paid.model.size() <= kMaxLoggedModelBytes) call.model = paid.model;
  return paid;
}

absl::Status CheckSpendable(const Call& call, const PaidRequest& paid) {
  if (paid.is_paid_by_caller()) return absl::OkStatus();
  return CheckPrice(call.caller().admission, paid.estimated_nano_usd());
}

absl::Status EndedWhilePaying(const absl::Status& status, bool may_have_been_paid) {
  if (!absl::IsUnavailable(status) || !may_have_been_paid) return status;
  return MakeError(absl::StatusCode::kUnknown, "SUBMIT_OUTCOME_UNKNOWN",
                   "the server stopped while the request was under way: it may have been paid");
}

}  // namespace mediagen
