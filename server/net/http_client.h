// libcurl on the event loop.
#ifndef MEDIAGEN_SERVER_NET_HTTP_CLIENT_H_
#define MEDIAGEN_SERVER_NET_HTTP_CLIENT_H_

#include <curl/curl.h>

#include <string>

#include "server/async/event_loop.h"

namespace mediagen {

class HttpExchange;

// What holds for every request of a client.
class HttpClientOptions {
 public:
  HttpClientOptions() = default;
  // PEM file of the certificate authorities that are trusted; empty: the system's. Verification
  // cannot be turned off.
  std::string ca_file;
  // That share the process's file descriptors.
  int clients = 1;
};

// Drives all exchanges of a worker: one connection cache, one cache of TLS sessions.
// Owned by the worker, outlives its exchanges. Loop thread only.
class HttpClient : private FdWatcher, private Timer {
 public:
  HttpClient(EventLoop& loop, HttpClientOptions options);
  ~HttpClient() override;

 private:
  friend class CurlRequest;
  friend class HttpExchange;

  // Used by HttpExchange: begins and abandons a transfer.
  void Add(CURL* easy);
  void Remove(CURL* easy);
  const HttpClientOptions& options() const { return options_; }
  CURLSH* share() const { return share_; }
  EventLoop& loop() { return loop_; }

  void OnReady(int fd, bool readable, bool writable) override;
  void OnTimer() override;
  // Tells exchanges whose transfer has ended.
  void ReportFinished();

  static int OnSocket(CURL* easy, curl_socket_t fd, int what, void* client, void* socket);
  static int OnTimeout(CURLM* multi, long timeout_ms, void* client);

  const HttpClientOptions options_;
  CURLM* const multi_;
  CURLSH* const share_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_NET_HTTP_CLIENT_H_
