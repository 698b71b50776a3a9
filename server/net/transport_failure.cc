#include "server/net/transport_failure.h"

#include "absl/strings/str_cat.h"

namespace mediagen {

TransportFailure FailureFrom(CURLcode code) {
  switch (code) {
    case CURLE_OK:
      return TransportFailure::kNone;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return TransportFailure::kConnect;
    case CURLE_OPERATION_TIMEDOUT:
      return TransportFailure::kTimeout;
    default:
      return TransportFailure::kCut;
  }
}

// curl_easy_strerror names no host, address or URL; the error buffer would.
absl::Status StatusFrom(TransportFailure failure, CURLcode code) {
  const std::string text = absl::StrCat("transport: ", curl_easy_strerror(code));
  if (failure == TransportFailure::kTimeout) return absl::DeadlineExceededError(text);
  return absl::UnavailableError(text);
}

}  // namespace mediagen
