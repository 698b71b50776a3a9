#ifndef MEDIAGEN_SANDBOX_LEDGER_H_
#define MEDIAGEN_SANDBOX_LEDGER_H_

#include <mutex>
#include <string>
#include <vector>

#include "sandbox/body.h"
#include "sandbox/http_request.h"

namespace mediagen::sandbox {

// Every paid submission that was received whole, in order of arrival, whatever became of it. Any
// thread.
class Ledger {
 public:
  void Record(const http::Request& request, const std::string& model);
  // {"count": N, "submissions": [{"time", "method", "path", "model", "body_sha256"}]}
  Body ToJson() const;

 private:
  struct Submission {
    std::string time;  // RFC 3339, UTC, milliseconds.
    std::string method;
    std::string path;
    std::string model;
    std::string body_sha256;
  };

  mutable std::mutex mutex_;
  std::vector<Submission> submissions_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_LEDGER_H_
