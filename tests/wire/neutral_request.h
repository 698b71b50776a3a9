// What somebody wants, in the plain names of the cases.
#ifndef MEDIAGEN_TESTS_WIRE_NEUTRAL_REQUEST_H_
#define MEDIAGEN_TESTS_WIRE_NEUTRAL_REQUEST_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "mediagen/v1/image_service.pb.h"
#include "mediagen/v1/video_service.pb.h"
#include "rapidjson/document.h"
#include "server/upstream/interaction_encoder.h"
#include "server/upstream/param_encoder.h"

namespace mediagen::testing {

// One neutral request, on its way into our messages. Every Fill is for one kind of operation and
// uses the request up; INVALID_ARGUMENT names what our messages have no place for. A value with a
// document of its own; one thread.
class NeutralRequest {
 public:
  explicit NeutralRequest(const rapidjson::Value& json);

  const std::string& operation() const { return operation_; }
  const std::string& dialect() const { return dialect_; }
  const std::string& model() const { return model_; }
  bool IsStream() const;
  // A member that is text, or empty.
  std::string Text(const char* name) const;

  absl::Status Fill(v1::ImageSpec& spec);
  absl::Status Fill(v1::UpscaleSpec& spec);
  absl::Status Fill(v1::VideoSpec& spec);
  // Of interactions. What callers have no field for goes into `options`.
  absl::Status Fill(v1::VideoSpec& spec, InteractionOptions& options);
  // Of both chat surfaces. What callers have no field for goes into `options`.
  absl::Status Fill(v1::ChatSpec& spec, ChatCallOptions& options);
  // Of a reverse channel: its one text is the prompt.
  absl::Status FillReverse(v1::VideoSpec& spec);
  // Everything else is a credential file's member: the file, and what the tokens are for.
  std::string CredentialFile() const;
  std::vector<std::string> Scopes() const;

  // A field's path as our code names it, in plain names.
  std::string NeutralPath(absl::string_view path) const;

 private:
  // Removes a member; null when it is not there.
  rapidjson::Value Take(const char* name);
  // The member goes on under the name that our messages have for it.
  void Rename(const char* neutral, const char* ours);
  absl::Status TakeOptions(ChatCallOptions& options);
  absl::Status TakeSwitch(const char* name, std::optional<bool>& value);
  absl::Status TakeMessages(v1::ChatSpec& spec);

  rapidjson::Document json_;
  std::string operation_;
  std::string dialect_;
  std::string model_;
  std::map<std::string, std::string> neutral_paths_;  // By ours.
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_WIRE_NEUTRAL_REQUEST_H_
