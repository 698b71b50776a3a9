#include <map>
#include <memory>
#include <string>
#include <utility>

#include "client/grpc_status.h"
#include "tests/wire/received_items.h"
#include "tests/wire/runs.h"

namespace mediagen::testing {
namespace {

JsonBody::Value PartOf(const v1::ChatPart& part, Observed& observed) {
  JsonBody::Value value = observed.Object();
  if (part.has_text()) observed.Add(value, "text", part.text());
  if (part.has_image()) observed.Add(value, "image", observed.MediaValue(part.image()));
  if (!part.thought_signature().empty()) {
    observed.Add(value, "thought_signature", part.thought_signature());
  }
  return value;
}

// Of ChatResponse and ChatCompleted alike.
template <typename End>
void NoteEnd(const End& end, Observed& observed) {
  observed.SetText("finish_reason", end.finish_reason_raw());
  observed.SetUsage(end.usage());
  observed.SetBilled(end.cost());
}

absl::Status FillSpec(NeutralRequest& request, v1::ChatSpec& spec) {
  ChatCallOptions what_callers_cannot_say;
  return request.Fill(spec, what_callers_cannot_say);
}

// The answer of a stream, put together.
class StreamedChat {
 public:
  void Take(const v1::StreamChatResponse& event) {
    if (media_.Take(event)) return;
    if (event.has_text()) {
      ChatPart(event.text().index()).mutable_text()->append(event.text().text());
    } else if (event.has_signature()) {
      v1::ChatPart& part = ChatPart(event.signature().index());
      // One that stands alone goes back on an empty text.
      if (part.content_case() == v1::ChatPart::CONTENT_NOT_SET) part.set_text("");
      part.set_thought_signature(event.signature().thought_signature());
    }
  }

  // Whether the caller has got anything.
  bool any() const { return media_.any() || !parts_.empty(); }

  void NoteParts(Observed& observed) {
    for (const auto& [index, item] : media_.items()) {
      if (item.whole) *ChatPart(index).mutable_image() = item.media;
    }
    JsonBody::Value parts = observed.List();
    for (const auto& [index, part] : parts_) observed.Append(parts, PartOf(part, observed));
    observed.SetList("parts", std::move(parts));
  }

 private:
  v1::ChatPart& ChatPart(int index) { return parts_[index]; }

  ReceivedItems media_;
  std::map<int, v1::ChatPart> parts_;
};

}  // namespace

absl::Status RunChat(WireServer& server, NeutralRequest& request, Observed& observed) {
  v1::ChatRequest call;
  call.set_model(request.model());
  if (absl::Status filled = FillSpec(request, *call.mutable_spec()); !filled.ok()) return filled;
  v1::ChatResponse response;
  grpc::ClientContext context;
  SetDeadline(context);
  const grpc::Status status = server.chats().Chat(&context, call, &response);
  if (!status.ok()) {
    observed.SetError("error", client::ToAbslStatus(status));
    return absl::OkStatus();
  }
  JsonBody::Value parts = observed.List();
  for (const v1::ChatPart& part : response.message().parts()) {
    if (!part.has_failed()) observed.Append(parts, PartOf(part, observed));
  }
  observed.SetList("parts", std::move(parts));
  NoteEnd(response, observed);
  return absl::OkStatus();
}

absl::Status RunStreamChat(WireServer& server, NeutralRequest& request, Observed& observed) {
  v1::StreamChatRequest call;
  call.set_model(request.model());
  if (absl::Status filled = FillSpec(request, *call.mutable_spec()); !filled.ok()) return filled;
  grpc::ClientContext context;
  SetDeadline(context);
  const auto reader = server.chats().StreamChat(&context, call);
  StreamedChat chat;
  for (v1::StreamChatResponse event; reader->Read(&event);) {
    chat.Take(event);
    if (event.has_completed()) NoteEnd(event.completed(), observed);
  }
  const grpc::Status status = reader->Finish();
  if (status.ok() || chat.any()) chat.NoteParts(observed);
  if (!status.ok()) {
    observed.SetError(chat.any() ? "then_error" : "error", client::ToAbslStatus(status));
  }
  return absl::OkStatus();
}

}  // namespace mediagen::testing
