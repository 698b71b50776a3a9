#ifndef MEDIAGEN_SANDBOX_SANDBOX_H_
#define MEDIAGEN_SANDBOX_SANDBOX_H_

#include <chrono>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "sandbox/chat.h"
#include "sandbox/content.h"
#include "sandbox/http_server.h"
#include "sandbox/imagen.h"
#include "sandbox/interactions.h"
#include "sandbox/ledger.h"
#include "sandbox/picture_studio.h"
#include "sandbox/reverse_video.h"
#include "sandbox/veo.h"

namespace mediagen::sandbox {

struct SandboxOptions {
  int port = 0;                                  // 0: the system picks one.
  std::chrono::milliseconds latency{0};          // Before every answer.
  std::chrono::milliseconds slow_answer{5'000};  // Before one that is asked to be slow.
  uint64_t video_bytes = 0;                      // 0: as long as they are.
  Veo::Options veo;
  Interactions::Options interactions;
  ChatParts chat_parts = ChatParts::kBoth;
  bool edits_as_png = false;  // Else JPEG.
  bool log_requests = false;  // A line for each on stderr.
};

// An upstream that needs no key: takes the requests of every surface on one port of 127.0.0.1,
// makes real media, and misbehaves on request. Owns all of it. Start, Stop and destruction on one
// thread.
class Sandbox {
 public:
  static absl::StatusOr<std::unique_ptr<Sandbox>> Start(const SandboxOptions& options);

  int port() const { return server_->port(); }
  std::string base_url() const { return server_->base_url(); }
  void Stop() { server_->Stop(); }

 private:
  explicit Sandbox(const SandboxOptions& options);

  void Handle(const http::Request& request, http::Connection& connection);
  Reply ReplyTo(const http::Request& request);

  const SandboxOptions options_;
  Ledger ledger_;
  PictureStudio pictures_;
  VideoStudio videos_;
  Imagen imagen_;
  Content content_;
  Veo veo_;
  Interactions interactions_;
  ReverseVideo reverse_;
  Chat chat_;
  std::unique_ptr<http::Server> server_;  // Last: its threads use all of the above.
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_SANDBOX_H_
