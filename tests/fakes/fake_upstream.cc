#include "tests/fakes/fake_upstream.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "tests/fakes/self_signed.h"

namespace mediagen::testing {
namespace {

void DieUnless(bool good, const std::string& what) {
  if (good) return;
  fprintf(stderr, "FakeUpstream: %s\n", what.c_str());
  abort();
}

std::string WriteTemporaryFile(const std::string& text) {
  const char* folder = getenv("TMPDIR");
  std::string path = std::string(folder == nullptr ? "/tmp" : folder) + "/fake_upstream_XXXXXX";
  const int fd = mkstemp(path.data());
  DieUnless(fd >= 0, "mkstemp");
  DieUnless(write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()), "write");
  close(fd);
  return path;
}

}  // namespace

FakeUpstream::FakeUpstream(FakeUpstreamOptions options) : gate_(std::make_shared<http::Gate>()) {
  http::ServerOptions server_options;
  server_options.port = options.port;
  server_options.send_buffer_bytes = options.send_buffer_bytes;
  server_options.receive_buffer_bytes = options.receive_buffer_bytes;
  server_options.on_accept = [this](int) { return OnAccept(); };
  server_options.on_head = [this](const http::Request& request) { return OnHead(request); };
  server_options.on_close = [this](int id, bool by_peer) { OnClose(id, by_peer); };
  if (options.tls) {
    const SelfSigned& own = SelfSignedForLoopback();
    server_options.tls.certificate_pem = own.certificate_pem;
    server_options.tls.private_key_pem = own.private_key_pem;
    ca_file_ = WriteTemporaryFile(own.certificate_pem);
  }
  auto server =
      http::Server::Start(std::move(server_options),
                          [this](const http::Request& request, http::Connection& connection) {
                            Handle(request, connection);
                          });
  DieUnless(server.ok(), server.status().ToString());
  server_ = *std::move(server);
}

FakeUpstream::~FakeUpstream() {
  Stop();
  if (!ca_file_.empty()) unlink(ca_file_.c_str());
}

void FakeUpstream::Stop() { server_->Stop(); }

void FakeUpstream::Enqueue(Answer answer) {
  std::lock_guard lock(mutex_);
  queue_.push_back(std::move(answer));
}

void FakeUpstream::SetDefault(Answer answer) {
  std::lock_guard lock(mutex_);
  default_answer_ = std::make_unique<Answer>(std::move(answer));
  default_function_ = nullptr;
}

void FakeUpstream::SetDefault(AnswerFunction function) {
  std::lock_guard lock(mutex_);
  default_answer_ = nullptr;
  default_function_ = std::move(function);
}

void FakeUpstream::SetAcceptAction(http::AcceptAction action) {
  std::lock_guard lock(mutex_);
  accept_action_ = action;
}

void FakeUpstream::Release() {
  std::lock_guard lock(mutex_);
  gate_->Open();
  gate_ = std::make_shared<http::Gate>();
}

http::AcceptAction FakeUpstream::OnAccept() {
  std::lock_guard lock(mutex_);
  ++accepted_;
  changed_.notify_all();
  return accept_action_;
}

http::HeadAction FakeUpstream::OnHead(const http::Request& request) {
  std::lock_guard lock(mutex_);
  ++heads_;
  changed_.notify_all();
  gates_[request.connection_id] = gate_;
  chosen_.erase(request.connection_id);
  if (!queue_.empty()) {
    chosen_.emplace(request.connection_id, std::move(queue_.front()));
    queue_.pop_front();
  } else if (default_answer_ != nullptr) {
    chosen_.emplace(request.connection_id, *default_answer_);
  } else {
    return http::HeadAction::kReadBody;
  }
  return chosen_.at(request.connection_id).SkipsBody(request) ? http::HeadAction::kSkipBody
                                                              : http::HeadAction::kReadBody;
}

void FakeUpstream::OnClose(int connection_id, bool by_peer) {
  std::lock_guard lock(mutex_);
  ++closed_;
  if (by_peer) ++closed_by_peer_;
  chosen_.erase(connection_id);
  gates_.erase(connection_id);
  changed_.notify_all();
}

void FakeUpstream::Handle(const http::Request& request, http::Connection& connection) {
  Answer answer(404, "{\"error\":{\"message\":\"FakeUpstream: no answer for this request\"}}");
  AnswerFunction function;
  std::shared_ptr<http::Gate> gate;
  {
    std::lock_guard lock(mutex_);
    // A request that has arrived is released by the Release() after that, not by an earlier one.
    if (request.body_complete) gates_[request.connection_id] = gate_;
    gate = gates_.at(request.connection_id);
    if (auto chosen = chosen_.find(request.connection_id); chosen != chosen_.end()) {
      answer = chosen->second;
    } else {
      function = default_function_;
    }
    if (request.body_complete) requests_.push_back(request);
    changed_.notify_all();
  }
  if (function) answer = function(request);
  answer.Play(connection, *gate, body_bytes_sent_);
}

std::vector<http::Request> FakeUpstream::requests() const {
  std::lock_guard lock(mutex_);
  return requests_;
}

size_t FakeUpstream::request_count() const {
  std::lock_guard lock(mutex_);
  return requests_.size();
}

size_t FakeUpstream::head_count() const {
  std::lock_guard lock(mutex_);
  return heads_;
}

int FakeUpstream::accepted_connections() const {
  std::lock_guard lock(mutex_);
  return accepted_;
}

int FakeUpstream::open_connections() const {
  std::lock_guard lock(mutex_);
  return accepted_ - closed_;
}

int FakeUpstream::connections_closed_by_peer() const {
  std::lock_guard lock(mutex_);
  return closed_by_peer_;
}

bool FakeUpstream::WaitForRequests(size_t count, std::chrono::milliseconds limit) const {
  return WaitUntil(limit, [&] { return requests_.size() >= count; });
}

bool FakeUpstream::WaitForHeads(size_t count, std::chrono::milliseconds limit) const {
  return WaitUntil(limit, [&] { return heads_ >= count; });
}

bool FakeUpstream::WaitForConnections(int count, std::chrono::milliseconds limit) const {
  return WaitUntil(limit, [&] { return accepted_ >= count; });
}

bool FakeUpstream::WaitForPeerCloses(int count, std::chrono::milliseconds limit) const {
  return WaitUntil(limit, [&] { return closed_by_peer_ >= count; });
}

bool FakeUpstream::WaitUntilNoConnections(std::chrono::milliseconds limit) const {
  return WaitUntil(limit, [&] { return accepted_ == closed_; });
}

bool FakeUpstream::WaitUntil(std::chrono::milliseconds limit,
                             const std::function<bool()>& happened) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, limit, happened);
}

}  // namespace mediagen::testing
