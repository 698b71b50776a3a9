// mediagen-sandbox: an upstream on this machine that needs no key and costs nothing.

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

#include "absl/flags/flag.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "sandbox/misbehaviour.h"
#include "sandbox/sandbox.h"
#include "server/program.h"

ABSL_FLAG(int, port, 8091, "Port on 127.0.0.1; 0 picks a free one.");
ABSL_FLAG(double, video_seconds_to_done, 3,
          "How long an operation runs before its video is there.");
ABSL_FLAG(uint64_t, video_bytes, 0,
          "Pads every video to this size with a box that players pass over; 0: no padding.");
ABSL_FLAG(absl::Duration, latency, absl::ZeroDuration(),
          "Passes before every answer, as in 200ms.");
ABSL_FLAG(std::string, chat_parts, "both",
          "How chat pictures are spelled: both, snake_case or camelCase.");
ABSL_FLAG(std::string, edit_format, "jpeg",
          "What the edit of a picture comes as: jpeg (as sample programs expect) or png.");
ABSL_FLAG(std::string, veo2_result, "file",
          "Where the relay's videos of Veo 2 are: inline (in the poll's answer) or file (to be "
          "downloaded). Those of the Gemini API are files, those of Vertex are inline.");
ABSL_FLAG(std::string, veo3_result, "inline", "The same for the relay's other videos.");
ABSL_FLAG(std::string, interactions_get, "asked",
          "How a GET of an interaction hands over its video: asked (as a file where that was asked "
          "for) or inline (always in the answer, as Google's guide has it).");
ABSL_FLAG(absl::Duration, slow_answer, absl::Seconds(5),
          "Passes before an answer that is asked to be slow.");

namespace {

using mediagen::sandbox::ChatParts;
using mediagen::sandbox::Sandbox;
using mediagen::sandbox::SandboxOptions;
using mediagen::sandbox::VeoResult;

constexpr int kUsageError = 2;

// False, with a word on stderr, when the flag has no such value.
bool ReadResult(const std::string& value, const char* flag, VeoResult& result) {
  result = value == "file" ? VeoResult::kFile : VeoResult::kInline;
  if (value == "file" || value == "inline") return true;
  fprintf(stderr, "--%s is inline or file\n", flag);
  return false;
}

// False, with a word on stderr, when a flag has no such value.
bool ReadFlags(SandboxOptions& options) {
  options.port = absl::GetFlag(FLAGS_port);
  options.latency = absl::ToChronoMilliseconds(absl::GetFlag(FLAGS_latency));
  options.veo.time_to_done =
      absl::ToChronoMilliseconds(absl::Seconds(absl::GetFlag(FLAGS_video_seconds_to_done)));
  options.slow_answer = absl::ToChronoMilliseconds(absl::GetFlag(FLAGS_slow_answer));
  options.interactions.time_to_done = options.veo.time_to_done;
  options.interactions.slow_file = options.slow_answer;
  options.video_bytes = absl::GetFlag(FLAGS_video_bytes);
  options.log_requests = true;

  const std::string parts = absl::GetFlag(FLAGS_chat_parts);
  if (parts == "snake_case") {
    options.chat_parts = ChatParts::kSnakeCase;
  } else if (parts == "camelCase") {
    options.chat_parts = ChatParts::kCamelCase;
  } else if (parts != "both") {
    fprintf(stderr, "--chat-parts is both, snake_case or camelCase\n");
    return false;
  }
  const std::string edit_format = absl::GetFlag(FLAGS_edit_format);
  options.edits_as_png = edit_format == "png";
  if (edit_format != "png" && edit_format != "jpeg") {
    fprintf(stderr, "--edit-format is jpeg or png\n");
    return false;
  }
  const std::string interactions_get = absl::GetFlag(FLAGS_interactions_get);
  options.interactions.get_is_inline = interactions_get == "inline";
  if (interactions_get != "inline" && interactions_get != "asked") {
    fprintf(stderr, "--interactions-get is asked or inline\n");
    return false;
  }
  return ReadResult(absl::GetFlag(FLAGS_veo2_result), "veo2-result", options.veo.veo2_result) &&
         ReadResult(absl::GetFlag(FLAGS_veo3_result), "veo3-result", options.veo.veo3_result);
}

}  // namespace

int main(int argc, char** argv) {
  mediagen::ParseCommandLine(
      argc, argv,
      "An upstream for trying mediagen out: no key, no cost, real media.\n\n"
      "It misbehaves when the prompt holds a tag, [sandbox:NAME], or the model ends with -NAME:\n" +
          mediagen::sandbox::DescribeMisbehaviours(),
      __FILE__);
  SandboxOptions options;
  if (!ReadFlags(options)) return kUsageError;
  mediagen::StopSignals stop_signals;
  absl::StatusOr<std::unique_ptr<Sandbox>> sandbox = Sandbox::Start(options);
  if (!sandbox.ok()) {
    fprintf(stderr, "%s\n", sandbox.status().ToString().c_str());
    return 1;
  }
  printf("listening 127.0.0.1:%d\n", (*sandbox)->port());
  fflush(stdout);
  stop_signals.Wait();
  (*sandbox)->Stop();
  return 0;
}
