#ifndef MEDIAGEN_TESTS_CLIENT_RECORDING_OBSERVER_H_
#define MEDIAGEN_TESTS_CLIENT_RECORDING_OBSERVER_H_

#include <string>
#include <vector>

#include "client/observers.h"

namespace mediagen::client {

// Writes down what it is told; fails on demand.
class RecordingObserver : public MediaObserver, public VideoObserver, public ChatObserver {
 public:
  absl::Status OnStarted(const v1::VideoStarted& started) override {
    log.push_back("started " + started.operation());
    return absl::OkStatus();
  }
  absl::Status OnProgress(const v1::VideoProgress&) override {
    log.emplace_back("progress");
    return absl::OkStatus();
  }
  absl::Status OnText(const v1::ChatTextDelta& text) override {
    log.push_back("text " + std::to_string(text.index()) + " " + text.text());
    return fail_at_text == text.text() ? absl::ResourceExhaustedError("no more room")
                                       : absl::OkStatus();
  }
  absl::Status OnSignature(const v1::ChatPartSignature& signature) override {
    log.push_back("signature " + std::to_string(signature.index()) + " " +
                  signature.thought_signature());
    return absl::OkStatus();
  }
  absl::Status OnHeader(const v1::MediaHeader& header) override {
    log.push_back("header " + std::to_string(header.index()));
    return absl::OkStatus();
  }
  absl::Status OnChunk(const v1::MediaChunk& chunk) override {
    if (bytes.size() >= fail_at_bytes) return absl::ResourceExhaustedError("the disk is full");
    bytes += chunk.data();
    return absl::OkStatus();
  }
  absl::Status OnEnd(const v1::MediaEnd& end) override {
    log.push_back("end " + std::to_string(end.index()));
    return absl::OkStatus();
  }
  absl::Status OnLink(const v1::MediaLink& link) override {
    log.push_back("link " + link.media().uri());
    return absl::OkStatus();
  }
  absl::Status OnFailed(const v1::MediaFailed& failed) override {
    log.push_back("failed " + std::to_string(failed.index()));
    return absl::OkStatus();
  }
  absl::Status OnFiltered(const v1::Filtered& filtered) override {
    log.push_back("filtered " + std::to_string(filtered.count()));
    return absl::OkStatus();
  }

  std::vector<std::string> log;
  std::string bytes;
  size_t fail_at_bytes = static_cast<size_t>(-1);
  std::string fail_at_text = "(never)";
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_TESTS_CLIENT_RECORDING_OBSERVER_H_
