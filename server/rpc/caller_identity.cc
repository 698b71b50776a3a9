#include "server/rpc/caller_identity.h"

#include <grpc/grpc_security_constants.h>

#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"
#include "server/upstream/key_file.h"

namespace mediagen {
namespace {

constexpr absl::string_view kScheme = "bearer ";
constexpr size_t kLongestToken = 512;

}  // namespace

absl::Status TokenInvalid(absl::string_view why) {
  return MakeError(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID",
                   absl::StrCat("authorization: ", why));
}

absl::StatusOr<std::string> BearerToken(const grpc::CallbackServerContext& context) {
  const auto& metadata = context.client_metadata();
  const auto [first, last] = metadata.equal_range("authorization");
  if (first == last) return std::string();
  if (std::next(first) != last) return TokenInvalid("is there twice");
  absl::string_view value(first->second.data(), first->second.size());
  if (!absl::StartsWithIgnoreCase(value, kScheme)) return TokenInvalid("must be `Bearer TOKEN`");
  value.remove_prefix(kScheme.size());
  value = absl::StripAsciiWhitespace(value);
  if (!IsUsableKey(value, kLongestToken)) return TokenInvalid("must be `Bearer TOKEN`");
  return std::string(value);
}

std::vector<std::string> CertificateNames(const grpc::CallbackServerContext& context) {
  std::vector<std::string> names;
  const auto facts = context.auth_context();
  if (facts == nullptr || !facts->IsPeerAuthenticated()) return names;
  for (const grpc::string_ref& name : facts->FindPropertyValues(GRPC_X509_SAN_PROPERTY_NAME))
    names.emplace_back(name.data(), name.size());
  return names;
}

}  // namespace mediagen
