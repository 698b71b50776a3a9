// Which paid requests this replica has seen.
#ifndef MEDIAGEN_SERVER_RPC_REQUEST_IDS_H_
#define MEDIAGEN_SERVER_RPC_REQUEST_IDS_H_

#include <list>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace mediagen {

// Remembers request ids for a day, so that a request is not paid twice. Holds at most `capacity` of
// them; beyond that the oldest are forgotten early. Any thread.
class RequestIds {
 public:
  explicit RequestIds(size_t capacity) : capacity_(capacity) {}

  // Takes the id. ALREADY_EXISTS `REQUEST_ID_REUSED` when it is taken, with the operation if there
  // is one.
  absl::Status Reserve(absl::string_view id);
  // Gives the id back: nothing was paid under it.
  void Forget(absl::string_view id);
  // The operation that was started under the id.
  void SetOperation(absl::string_view id, absl::string_view handle);

 private:
  struct Entry {
    absl::Time seen;
    std::list<std::string>::iterator position;  // In by_age_.
    std::string operation;
  };
  void DropOldest() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t capacity_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
  std::list<std::string> by_age_ ABSL_GUARDED_BY(mutex_);  // The ids, oldest first.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_REQUEST_IDS_H_
