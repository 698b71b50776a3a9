#include "server/rpc/tenants_file.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cmath>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/key_file.h"
#include "server/upstream/token_digest.h"

namespace mediagen {
namespace {

constexpr size_t kLargestFile = 4 * 1024 * 1024;
constexpr size_t kLongestName = 63;
constexpr int64_t kLeastBytes = 1'000'000;

absl::Status Wrong(absl::string_view place, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(place, ": ", what));
}

bool IsName(absl::string_view name) {
  const auto fits = [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) ||
           absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= kLongestName &&
         absl::ascii_isalnum(static_cast<unsigned char>(name[0])) &&
         std::all_of(name.begin(), name.end(), fits);
}

absl::Status CheckLimits(absl::string_view place, const config::TenantLimits& limits) {
  if (limits.has_max_calls() && limits.max_calls() < 1)
    return Wrong(place, "max_calls must be 1 or more");
  if (limits.has_max_requests_per_second() &&
      !(limits.max_requests_per_second() > 0 && limits.max_requests_per_second() <= 1e6)) {
    return Wrong(place, "max_requests_per_second must be above 0 and at most 1000000");
  }
  if (limits.has_request_burst() && limits.request_burst() < 1)
    return Wrong(place, "request_burst must be 1 or more");
  if (limits.has_max_inflight_bytes() && limits.max_inflight_bytes() < kLeastBytes)
    return Wrong(place, "max_inflight_bytes must be 1000000 or more");
  if (limits.has_max_spend_nano_usd_per_day() && limits.max_spend_nano_usd_per_day() < 0)
    return Wrong(place, "max_spend_nano_usd_per_day must be 0 or more");
  return absl::OkStatus();
}

// Finds what two tenants have in common and must not.
class Checker {
 public:
  absl::Status Check(absl::string_view place, const config::TenantConfig& tenant) {
    if (!IsName(tenant.name()))
      return Wrong(place, "name must be 1 to 63 of a-z, 0-9, `.`, `_` and `-`");
    if (!names_.insert(tenant.name()).second)
      return Wrong(place, absl::StrCat("name ", tenant.name(), " is there twice"));
    if (tenant.token_sha256().empty() && tenant.certificate_names().empty())
      return Wrong(place, "has neither token_sha256 nor certificate_names");
    for (const std::string& hex : tenant.token_sha256()) {
      if (!TokenDigest::FromHex(hex).has_value())
        return Wrong(place, "token_sha256 must be 64 hex digits (see mediagen token)");
      if (!digests_.insert(absl::AsciiStrToLower(hex)).second)
        return Wrong(place, "a token_sha256 is there twice");
    }
    for (const std::string& name : tenant.certificate_names()) {
      if (name.empty()) return Wrong(place, "certificate_names: must not be empty");
      if (!certificates_.insert(name).second)
        return Wrong(place, "one of certificate_names is there twice");
    }
    return CheckLimits(place, tenant.limits());
  }

 private:
  absl::flat_hash_set<std::string> names_;
  absl::flat_hash_set<std::string> digests_;
  absl::flat_hash_set<std::string> certificates_;
};

absl::StatusOr<config::TenantsFile> Parse(const std::string& text) {
  config::TenantsFile file;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = false;
  const auto parsed = google::protobuf::util::JsonStringToMessage(text, &file, options);
  if (parsed.ok()) return file;
  // What follows the first line quotes the file.
  const std::string message(parsed.message());
  return absl::InvalidArgumentError(message.substr(0, message.find('\n')));
}

}  // namespace

absl::StatusOr<config::TenantsFile> ReadTenantsFile(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadSmallFile(path, kLargestFile);
  if (!text.ok()) return text.status();
  absl::StatusOr<config::TenantsFile> file = Parse(*text);
  if (!file.ok()) return Wrong(path, file.status().message());
  if (file->tenants().empty()) return Wrong(path, "there is no tenant");
  if (absl::Status checked = CheckLimits("defaults", file->defaults()); !checked.ok())
    return Wrong(path, checked.message());
  Checker checker;
  for (int i = 0; i < file->tenants_size(); ++i) {
    const absl::Status checked = checker.Check(absl::StrCat("tenants[", i, "]"), file->tenants(i));
    if (!checked.ok()) return Wrong(path, checked.message());
  }
  return file;
}

Limits LimitsOf(const config::TenantConfig& tenant, const config::TenantLimits& defaults,
                int64_t all_bytes) {
  config::TenantLimits merged = defaults;
  merged.MergeFrom(tenant.limits());
  Limits limits;
  limits.max_calls = merged.has_max_calls() ? merged.max_calls() : 1000;
  const double rate = merged.has_max_requests_per_second() ? merged.max_requests_per_second() : 100;
  limits.max_requests_per_second = rate;
  limits.request_burst = merged.has_request_burst()
                             ? merged.request_burst()
                             : std::max(1, static_cast<int>(std::ceil(2 * rate)));
  limits.max_inflight_bytes =
      merged.has_max_inflight_bytes() ? merged.max_inflight_bytes() : all_bytes / 2;
  if (merged.has_max_spend_nano_usd_per_day())
    limits.max_spend_nano_usd_per_day = merged.max_spend_nano_usd_per_day();
  return limits;
}

Permissions PermissionsOf(const config::TenantConfig& tenant) {
  Permissions permissions;
  permissions.methods = {tenant.allowed_methods().begin(), tenant.allowed_methods().end()};
  permissions.providers = {tenant.allowed_providers().begin(), tenant.allowed_providers().end()};
  permissions.models = {tenant.allowed_models().begin(), tenant.allowed_models().end()};
  return permissions;
}

}  // namespace mediagen
