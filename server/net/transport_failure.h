// How an exchange fails.
#ifndef MEDIAGEN_SERVER_NET_TRANSPORT_FAILURE_H_
#define MEDIAGEN_SERVER_NET_TRANSPORT_FAILURE_H_

#include <curl/curl.h>

#include "absl/status/status.h"

namespace mediagen {

// How an exchange that got no whole answer failed.
enum class TransportFailure {
  kNone,
  kConnect,   // No connection; says nothing about bytes (see AnythingSent).
  kTimeout,   // A limit of the request passed.
  kCut,       // The connection broke, or what came over it is no HTTP.
  kTooLarge,  // The answer passes max_body_bytes or its sink's limits.
  kAddress,   // The host has no address that the request's rule allows; nothing was sent.
};

TransportFailure FailureFrom(CURLcode code);

// What is told of it. Names no host, address or URL.
absl::Status StatusFrom(TransportFailure failure, CURLcode code);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_NET_TRANSPORT_FAILURE_H_
