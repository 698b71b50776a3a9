#include "client/cli/chat_answer.h"

#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/call_error.h"
#include "client/checksum.h"
#include "client/cli/printable.h"

namespace mediagen::client {
namespace {

// As much as a conversation file may hold. A server that sends more has lost its mind.
constexpr size_t kLargestAnswerBytes = 200'000'000;

}  // namespace

ChatAnswer::ChatAnswer(ResultSink& sink, ProgressLine& progress, FILE* out)
    : sink_(sink),
      progress_(progress),
      out_(out),
      terminal_(out != nullptr && isatty(fileno(out)) != 0) {}

absl::Status ChatAnswer::Keep(size_t bytes) {
  kept_bytes_ += bytes;
  if (kept_bytes_ <= kLargestAnswerBytes) return absl::OkStatus();
  return LocalError(absl::StatusCode::kResourceExhausted, "ANSWER_TOO_LARGE",
                    absl::StrCat("the answer has more than ", kLargestAnswerBytes, " bytes"));
}

absl::Status ChatAnswer::OnText(const v1::ChatTextDelta& text) {
  if (absl::Status status = Keep(text.text().size()); !status.ok()) return status;
  parts_[text.index()].mutable_text()->append(text.text());
  if (out_ == nullptr || text.text().empty()) return absl::OkStatus();
  if (text.index() != text_index_) EndLine();
  text_index_ = text.index();
  // The line that tells of waiting would stand in the middle of the text.
  progress_.Stop();
  absl::FPrintF(out_, "%s", terminal_ ? Printable(text.text()) : text.text());
  std::fflush(out_);
  line_open_ = text.text().back() != '\n';
  return absl::OkStatus();
}

void ChatAnswer::EndLine() {
  if (!line_open_) return;
  line_open_ = false;
  absl::FPrintF(out_, "\n");
  std::fflush(out_);
}

absl::Status ChatAnswer::OnSignature(const v1::ChatPartSignature& signature) {
  if (absl::Status status = Keep(signature.thought_signature().size()); !status.ok()) return status;
  parts_[signature.index()].set_thought_signature(signature.thought_signature());
  return absl::OkStatus();
}

template <typename Event>
Event ChatAnswer::ForSink(Event event) const {
  event.set_index(pictures_);
  return event;
}

void ChatAnswer::Save(const absl::Status& status) {
  if (status.ok()) return;
  lost_ = true;
  save_error_.Update(status);
}

absl::Status ChatAnswer::OnHeader(const v1::MediaHeader& header) {
  EndLine();
  lost_ = false;
  parts_[header.index()].mutable_image();
  Save(sink_.OnHeader(ForSink(header)));
  return absl::OkStatus();
}

absl::Status ChatAnswer::OnChunk(const v1::MediaChunk& chunk) {
  if (absl::Status status = Keep(chunk.data().size()); !status.ok()) return status;
  parts_[chunk.index()].mutable_image()->mutable_data()->append(chunk.data());
  if (!lost_) Save(sink_.OnChunk(ForSink(chunk)));
  return absl::OkStatus();
}

absl::Status ChatAnswer::OnEnd(const v1::MediaEnd& end) {
  v1::ChatPart& part = parts_[end.index()];
  part.mutable_image()->set_mime_type(end.mime_type());
  Crc32c crc32c;
  crc32c.Update(part.image().data());
  // Bytes that changed on the way must not be sent back; the sink tells about them.
  if (crc32c.value() != end.crc32c()) part.mutable_failed();
  if (!lost_) Save(sink_.OnEnd(ForSink(end)));
  ++pictures_;
  return absl::OkStatus();
}

absl::Status ChatAnswer::OnLink(const v1::MediaLink& link) {
  EndLine();
  *parts_[link.index()].mutable_image() = link.media();
  Save(sink_.OnLink(ForSink(link)));
  ++pictures_;
  return absl::OkStatus();
}

absl::Status ChatAnswer::OnFailed(const v1::MediaFailed& failed) {
  EndLine();
  *parts_[failed.index()].mutable_failed() = failed.failed();
  // The next picture takes its number, and with it the name that it did not use.
  Save(sink_.OnFailed(ForSink(failed)));
  return absl::OkStatus();
}

absl::Status ChatAnswer::OnFiltered(const v1::Filtered& filtered) {
  EndLine();
  return sink_.OnFiltered(filtered);
}

std::vector<std::string> ChatAnswer::texts() const {
  std::vector<std::string> texts;
  for (const auto& [index, part] : parts_) {
    if (part.has_text()) texts.push_back(part.text());
  }
  return texts;
}

v1::ChatMessage ChatAnswer::message() const {
  v1::ChatMessage message;
  message.set_role(v1::CHAT_ROLE_MODEL);
  for (const auto& [index, part] : parts_) {
    const bool has_picture = part.has_image() && part.image().content_case() != 0;
    if (part.has_text() || has_picture) *message.add_parts() = part;
  }
  return message;
}

}  // namespace mediagen::client
