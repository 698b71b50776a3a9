#include "server/rpc/previous_video.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/rpc/video_shape.h"
#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

absl::Status Unusable(absl::string_view why) {
  return InvalidField("spec.previous_operation", why);
}

}  // namespace

absl::StatusOr<std::optional<Operation>> OpenPrevious(const ServiceContext& services,
                                                      absl::string_view tenant,
                                                      const v1::VideoSpec& spec) {
  if (spec.previous_operation().empty()) return std::optional<Operation>();
  absl::StatusOr<Operation> opened = services.sealer.Open(spec.previous_operation(), tenant);
  if (!opened.ok()) return Unusable("is no handle of this server");
  return std::optional<Operation>(*std::move(opened));
}

absl::Status BuildUpon(const Operation& previous, PaidRequest& paid, v1::VideoSpec& spec) {
  const ProviderOptions& provider = paid.provider->options();
  if (ShapeOf(paid) != VideoShape::kInteractions) {
    return Unusable(absl::StrCat("cannot be given for model ", paid.model,
                                 ": only models of the interactions protocol build on videos"));
  }
  if (!previous.interaction) return Unusable("was not made by the interactions protocol");
  if (previous.provider != provider.name || previous.dialect != provider.dialect->name) {
    return Unusable(absl::StrCat("was made at provider ", previous.provider));
  }
  if (previous.credential_id != paid.credential_id) {
    return Unusable("was made with another key than that of this call");
  }
  paid.builds_upon = previous.upstream_name;
  spec.clear_previous_operation();
  return absl::OkStatus();
}

}  // namespace mediagen
