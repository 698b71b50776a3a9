// The request id of a paid call, as long as it is not known to be free.
#ifndef MEDIAGEN_SERVER_RPC_REQUEST_ID_RESERVATION_H_
#define MEDIAGEN_SERVER_RPC_REQUEST_ID_RESERVATION_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/rpc/request_ids.h"

namespace mediagen {

// Takes an id when made and gives it back at its end, unless `paid`, which has the method
// MayHaveBeenPaid, says then that money may have been spent under it. Owned by the flow, and made
// before it sends; `ids` and `paid` outlive it. Loop thread only.
template <typename Paid>
class RequestIdReservation {
 public:
  RequestIdReservation(RequestIds& ids, absl::string_view id, const Paid& paid)
      : ids_(ids), id_(id), paid_(paid), status_(ids.Reserve(id)) {}
  RequestIdReservation(const RequestIdReservation&) = delete;
  RequestIdReservation& operator=(const RequestIdReservation&) = delete;
  ~RequestIdReservation() {
    if (status_.ok() && !paid_.MayHaveBeenPaid()) ids_.Forget(id_);
  }

  // Not OK: somebody else has the id, and nothing may be sent.
  const absl::Status& status() const { return status_; }

 private:
  RequestIds& ids_;
  const std::string id_;
  const Paid& paid_;
  const absl::Status status_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_REQUEST_ID_RESERVATION_H_
