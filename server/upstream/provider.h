// The configured upstreams.
#ifndef MEDIAGEN_SERVER_UPSTREAM_PROVIDER_H_
#define MEDIAGEN_SERVER_UPSTREAM_PROVIDER_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/async/replaceable.h"
#include "server/upstream/catalogue.h"
#include "server/upstream/credential.h"
#include "server/upstream/param_encoder.h"
#include "server/upstream/provider_options.h"
#include "server/upstream/provider_traffic.h"
#include "server/upstream/request_tag.h"

namespace mediagen {

// A dialect's table with its configuration and the operator's credential. Any thread. Lives as long
// as the server.
class Provider {
 public:
  // `metrics` outlives it; null: nothing is counted.
  Provider(ProviderOptions options, std::shared_ptr<Credential> credential,
           ProviderMetrics* metrics = nullptr)
      : options_(std::move(options)),
        credential_(std::move(credential)),
        traffic_(std::make_unique<ProviderTraffic>(name(), options_.Get().breaker, metrics)) {
    if (credential_ != nullptr) credential_->CountUnder(TagFor(""));
  }

  // What is configured now. Whoever keeps the reference may go on with it, also after a change.
  const ProviderOptions& options() const { return options_.Get(); }
  const std::string& name() const { return options().name; }
  const Dialect& dialect() const { return *options().dialect; }
  // Of the same name, dialect and credential.
  void ReplaceOptions(ProviderOptions options) { options_.Replace(std::move(options)); }
  // The operator's.
  const std::shared_ptr<Credential>& credential() const { return credential_; }

  ProviderTraffic& traffic() const { return *traffic_; }

  // What a request for that model is counted under.
  RequestTag TagFor(absl::string_view model) const;

  // The catalogue's row of a model as this provider serves it; null for one that is not known.
  const ModelRow* FindModel(absl::string_view model) const {
    return options().catalogue->Find(dialect().name, model);
  }

  // The models that this provider serves.
  std::vector<const ModelRow*> Models() const { return options().catalogue->Rows(dialect().name); }

 private:
  Replaceable<ProviderOptions> options_;
  const std::shared_ptr<Credential> credential_;
  const std::unique_ptr<ProviderTraffic> traffic_;
};

// All of them, by name. The first is the default unless the configuration says otherwise.
// Any thread.
class Providers {
 public:
  Providers(std::vector<std::unique_ptr<Provider>> providers, std::string default_name)
      : providers_(std::move(providers)), default_name_(std::move(default_name)) {}

  // INVALID_ARGUMENT `provider` for a name that is not configured; the default for an empty one.
  absl::StatusOr<const Provider*> Find(absl::string_view name) const;
  // In the order of the configuration.
  const std::vector<std::unique_ptr<Provider>>& all() const { return providers_; }

 private:
  const std::vector<std::unique_ptr<Provider>> providers_;
  const std::string default_name_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_PROVIDER_H_
