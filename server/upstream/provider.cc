#include "server/upstream/provider.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/upstream/error_details.h"

namespace mediagen {

ProviderOptions::ProviderOptions() : catalogue(Catalogue::BuiltIn()) {}

RequestTag Provider::TagFor(absl::string_view model) const {
  RequestTag tag;
  tag.traffic = traffic_.get();
  // A name that callers make up must not become a series.
  if (const ModelRow* row = FindModel(model); row != nullptr) tag.model = row->name;
  return tag;
}

absl::StatusOr<const Provider*> Providers::Find(absl::string_view name) const {
  const absl::string_view wanted = name.empty() ? absl::string_view(default_name_) : name;
  for (const auto& provider : providers_) {
    if (provider->name() == wanted) return provider.get();
  }
  const std::string known =
      absl::StrJoin(providers_, ", ",
                    [](std::string* out, const auto& provider) { out->append(provider->name()); });
  return InvalidField("provider",
                      absl::StrCat("is not configured on this server; it has: ", known));
}

}  // namespace mediagen
