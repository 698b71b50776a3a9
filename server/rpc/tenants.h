// All tenants, and what tells them from each other.
#ifndef MEDIAGEN_SERVER_RPC_TENANTS_H_
#define MEDIAGEN_SERVER_RPC_TENANTS_H_

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/async/byte_budget.h"
#include "server/async/event_loop.h"
#include "server/rpc/tenant.h"
#include "server/rpc/tenants.pb.h"
#include "server/upstream/token_digest.h"

namespace mediagen {

// Knows tenants by their credentials, from a file that it looks at once a second when it is asked,
// and reads again when it has changed. A file that is wrong changes nothing and is logged. Owned by
// the server. Any thread.
class Tenants {
 public:
  // Without `path` everybody is the anonymous tenant. A file that cannot be read at first lets
  // nobody in until it can.
  Tenants(std::string path, ByteBudget bytes);
  ~Tenants();

  bool AreThere() const { return !path_.empty(); }
  // Whom everybody is where there are no tenants.
  const std::shared_ptr<Tenant>& anonymous() const { return anonymous_; }
  // Null: nobody's.
  std::shared_ptr<Tenant> OfToken(absl::string_view token);
  // The one whom any of these subject alternative names stands for. Null: nobody.
  std::shared_ptr<Tenant> OfCertificate(const std::vector<std::string>& names);

  // Reads the file now. An error says what is wrong with it; the tenants are then as before.
  absl::Status Reload();
  // OK, or what is wrong with the file.
  absl::Status problem() const;

 private:
  class Table;
  // What tells one version of the file from the next.
  class Stamp;

  std::shared_ptr<const Table> Current();
  // Under look_mutex_.
  void Look();
  absl::Status Read();
  std::shared_ptr<const Table> MakeTable(const config::TenantsFile& file);

  const std::string path_;
  const ByteBudget bytes_;
  const std::shared_ptr<Tenant> anonymous_;
  std::atomic<MonotonicTime> next_look_;
  std::mutex look_mutex_;         // Held while the file is looked at; taken before mutex_.
  std::unique_ptr<Stamp> stamp_;  // Guarded by look_mutex_, like the next.
  // Every tenant there ever was, so that one who comes back has what was counted for him.
  absl::flat_hash_map<std::string, std::shared_ptr<Tenant>> by_name_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Table> table_;  // Guarded by mutex_, like the next.
  absl::Status problem_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_TENANTS_H_
