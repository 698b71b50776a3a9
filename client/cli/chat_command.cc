#include <algorithm>
#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/checksum.h"
#include "client/cli/conversation.h"
#include "client/cli/output_names.h"
#include "client/cli/paid_request.h"
#include "client/cli/result_sink.h"
#include "client/cli/session.h"

namespace mediagen::client {
namespace {

constexpr int64_t kReserveBytes = 8'000'000;

// The picture as the stream of one picture that a sink takes.
absl::Status SavePicture(int index, const v1::Media& image, const v1::GenerationRecord& record,
                         ResultSink& sink) {
  if (!image.has_data()) {
    v1::MediaLink link;
    link.set_index(index);
    *link.mutable_media() = image;
    *link.mutable_record() = record;
    return sink.OnLink(link);
  }
  v1::MediaHeader header;
  header.set_index(index);
  header.set_mime_type(image.mime_type());
  if (absl::Status status = sink.OnHeader(header); !status.ok()) return status;
  v1::MediaChunk chunk;
  chunk.set_index(index);
  chunk.set_data(image.data());
  if (absl::Status status = sink.OnChunk(chunk); !status.ok()) return status;
  Crc32c crc32c;
  crc32c.Update(image.data());
  v1::MediaEnd end;
  end.set_index(index);
  end.set_size_bytes(static_cast<int64_t>(image.data().size()));
  end.set_mime_type(image.mime_type());
  end.set_crc32c(image.has_crc32c() ? image.crc32c() : crc32c.value());
  *end.mutable_record() = record;
  return sink.OnEnd(end);
}

// The record of each picture tells the whole answer.
void DescribeAnswer(const v1::ChatResponse& response, Record& record) {
  for (const v1::ChatPart& part : response.message().parts()) {
    if (part.has_text()) record.add_texts(part.text());
  }
  record.set_finish_reason(response.finish_reason());
  record.set_finish_reason_raw(response.finish_reason_raw());
  if (response.has_usage()) *record.mutable_usage() = response.usage();
  if (response.has_cost()) *record.mutable_cost() = response.cost();
}

void PrintTexts(const Record& record, bool stdout_is_taken) {
  for (const std::string& text : record.texts()) {
    absl::FPrintF(stdout_is_taken ? stderr : stdout, "%s\n", text);
  }
}

}  // namespace

absl::Status RunChat(Session& session) {
  v1::ChatRequest request;
  Record record;
  if (absl::Status status = BeginPaidRequest(session, request, record); !status.ok()) return status;
  if (absl::Status status = AddMessages(session.arguments(), *request.mutable_spec());
      !status.ok()) {
    return status;
  }
  record.set_prompt(session.arguments().positional().value_or(""));

  auto names = OutputNames::Create(session.arguments().Value("-o"), {.stem = "picture"}, 1);
  if (!names.ok()) return names.status();
  ResultSink sink(*names, record, session.progress(), session.result());
  if (absl::Status status = sink.Prepare(1, kReserveBytes); !status.ok()) return status;
  if (absl::Status status = session.Connect(); !status.ok()) return status;

  MarkSent(session, sink.base());
  session.progress().Show("waiting for the answer");
  const auto response = session.client().Chat(request, session.call_options());
  session.progress().Stop();
  if (!response.ok()) return response.status();

  DescribeAnswer(*response, sink.base());
  *session.result().mutable_texts() = sink.base().texts();
  if (response->has_cost()) *session.result().mutable_cost() = response->cost();
  session.result().mutable_warnings()->MergeFrom(response->warnings());
  if (!session.json()) PrintTexts(sink.base(), names->direct());

  int pictures = 0;
  absl::Status saved;
  for (const v1::ChatPart& part : response->message().parts()) {
    // One that cannot be saved must not take the others along: all of them are paid.
    if (part.has_image()) {
      saved.Update(SavePicture(pictures++, part.image(), response->record(), sink));
    }
  }
  if (pictures == 0) session.progress().Note("the model answered no picture");
  if (const auto path = session.arguments().Value("--conversation")) {
    saved.Update(SaveConversation(*path, request.spec(), response->message()));
  }
  saved.Update(sink.late_error());
  return saved;
}

}  // namespace mediagen::client
