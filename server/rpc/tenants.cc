#include "server/rpc/tenants.h"

#include <sys/stat.h>

#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/rpc/log.h"
#include "server/rpc/tenants_file.h"

namespace mediagen {
namespace {

constexpr std::chrono::seconds kLookInterval(1);

}  // namespace

// One version of the file. Immutable.
class Tenants::Table {
 public:
  std::vector<TokenDigest> digests;
  std::vector<std::shared_ptr<Tenant>> of_digest;
  absl::flat_hash_map<std::string, std::shared_ptr<Tenant>> of_certificate;
};

class Tenants::Stamp {
 public:
  explicit Stamp(const std::string& path) {
    struct stat facts {};
    if (stat(path.c_str(), &facts) != 0) return;
    facts_ = {facts.st_dev,         facts.st_ino,          facts.st_size,
              facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec, facts.st_ctim.tv_sec,
              facts.st_ctim.tv_nsec};
  }
  bool operator==(const Stamp& other) const { return facts_ == other.facts_; }

 private:
  std::tuple<dev_t, ino_t, off_t, time_t, long, time_t, long> facts_;
};

Tenants::Tenants(std::string path, ByteBudget bytes)
    : path_(std::move(path)),
      bytes_(bytes),
      anonymous_(std::make_shared<Tenant>("", std::move(bytes))),
      next_look_(std::chrono::steady_clock::now() + kLookInterval),
      table_(std::make_shared<Table>()) {
  if (AreThere()) static_cast<void>(Reload());
}

Tenants::~Tenants() = default;

std::shared_ptr<Tenant> Tenants::OfToken(absl::string_view token) {
  const std::shared_ptr<const Table> table = Current();
  const std::optional<size_t> at = FindDigest(table->digests, TokenDigest::Of(token));
  return at.has_value() ? table->of_digest[*at] : nullptr;
}

std::shared_ptr<Tenant> Tenants::OfCertificate(const std::vector<std::string>& names) {
  const std::shared_ptr<const Table> table = Current();
  for (const std::string& name : names) {
    const auto found = table->of_certificate.find(name);
    if (found != table->of_certificate.end()) return found->second;
  }
  return nullptr;
}

absl::Status Tenants::Reload() {
  std::lock_guard lock(look_mutex_);
  // Before it is read: what changes meanwhile is seen at the next look.
  stamp_ = std::make_unique<Stamp>(path_);
  return Read();
}

absl::Status Tenants::problem() const {
  std::lock_guard lock(mutex_);
  return problem_;
}

std::shared_ptr<const Tenants::Table> Tenants::Current() {
  if (std::chrono::steady_clock::now() >= next_look_.load()) {
    // One looks, the others go on with what they have.
    const std::unique_lock looking(look_mutex_, std::try_to_lock);
    if (looking.owns_lock()) Look();
  }
  std::lock_guard lock(mutex_);
  return table_;
}

void Tenants::Look() {
  next_look_ = std::chrono::steady_clock::now() + kLookInterval;
  auto stamp = std::make_unique<Stamp>(path_);
  if (*stamp == *stamp_) return;
  stamp_ = std::move(stamp);
  static_cast<void>(Read());
}

absl::Status Tenants::Read() {
  const absl::StatusOr<config::TenantsFile> file = ReadTenantsFile(path_);
  if (!file.ok()) {
    WriteLog("WARNING", "tenants_file_wrong",
             absl::StrCat("the tenants stay as they are: ", file.status().message()));
    std::lock_guard lock(mutex_);
    problem_ = file.status();
    return problem_;
  }
  std::shared_ptr<const Table> table = MakeTable(*file);
  WriteLog("INFO", "tenants_read", absl::StrCat(file->tenants_size(), " tenants"));
  std::lock_guard lock(mutex_);
  table_ = std::move(table);
  problem_ = absl::OkStatus();
  return problem_;
}

std::shared_ptr<const Tenants::Table> Tenants::MakeTable(const config::TenantsFile& file) {
  auto table = std::make_shared<Table>();
  for (const config::TenantConfig& raw : file.tenants()) {
    std::shared_ptr<Tenant>& tenant = by_name_[raw.name()];
    if (tenant == nullptr)
      tenant = std::make_shared<Tenant>(raw.name(), bytes_.Part(bytes_.capacity()));
    tenant->Set(LimitsOf(raw, file.defaults(), bytes_.capacity()), PermissionsOf(raw));
    for (const std::string& hex : raw.token_sha256()) {
      table->digests.push_back(*TokenDigest::FromHex(hex));
      table->of_digest.push_back(tenant);
    }
    for (const std::string& name : raw.certificate_names()) table->of_certificate[name] = tenant;
  }
  return table;
}

}  // namespace mediagen
