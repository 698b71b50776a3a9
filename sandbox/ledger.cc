#include "sandbox/ledger.h"

#include <openssl/evp.h>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "sandbox/json_body.h"

namespace mediagen::sandbox {
namespace {

std::string Sha256(const std::string& bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr) != 1) return "";
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<char*>(digest), size));
}

}  // namespace

void Ledger::Record(const http::Request& request, const std::string& model) {
  std::lock_guard lock(mutex_);  // Also while hashing, so that a long body keeps its place.
  submissions_.push_back(
      {absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone()), request.method,
       request.path, model, Sha256(request.body)});
}

Body Ledger::ToJson() const {
  std::lock_guard lock(mutex_);
  JsonBody body;
  body.writer().StartObject();
  body.writer().Key("count");
  body.writer().Uint64(submissions_.size());
  body.writer().Key("submissions");
  body.writer().StartArray();
  for (const Submission& submission : submissions_) {
    body.writer().StartObject();
    body.Text("time", submission.time);
    body.Text("method", submission.method);
    body.Text("path", submission.path);
    body.Text("model", submission.model);
    body.Text("body_sha256", submission.body_sha256);
    body.writer().EndObject();
  }
  body.writer().EndArray();
  body.writer().EndObject();
  return body.Finish();
}

}  // namespace mediagen::sandbox
