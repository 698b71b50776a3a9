// A request as libcurl has it.
#ifndef MEDIAGEN_SERVER_NET_CURL_REQUEST_H_
#define MEDIAGEN_SERVER_NET_CURL_REQUEST_H_

#include <curl/curl.h>

#include "server/net/http_client.h"
#include "server/net/http_request.h"

namespace mediagen {

// An easy handle with all settings of a request that ask for no callback. Client and request
// outlive it. Loop thread only.
class CurlRequest {
 public:
  CurlRequest(const HttpClient& client, const HttpRequest& request);
  ~CurlRequest();
  CurlRequest(const CurlRequest&) = delete;
  CurlRequest& operator=(const CurlRequest&) = delete;

  CURL* handle() const { return handle_; }

 private:
  void SetPeer(const HttpClient& client, const HttpRequest& request);
  void SetConnection(const HttpRequest& request);
  void SetMethod(const HttpRequest& request);
  void SetHeaders(const HttpRequest& request);

  CURL* const handle_;
  curl_slist* headers_ = nullptr;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_NET_CURL_REQUEST_H_
