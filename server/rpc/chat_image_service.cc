#include "server/rpc/chat_image_service.h"

#include <utility>

#include "absl/cleanup/cleanup.h"
#include "server/rpc/image_results.h"
#include "server/rpc/paid_request.h"
#include "server/upstream/chat_formats.h"
#include "server/upstream/paid_call.h"

namespace mediagen {
namespace {

// Text of the last message of the user, for the record.
std::string LastUserText(const v1::ChatSpec& spec) {
  std::string text;
  for (const v1::ChatMessage& message : spec.messages()) {
    if (message.role() != v1::CHAT_ROLE_USER) continue;
    text.clear();
    for (const v1::ChatPart& part : message.parts()) text += part.text();
  }
  return text;
}

// An answer without any part.
absl::Status NothingCame(const ChatAnswer& answer) {
  absl::Status status =
      MakeError(absl::StatusCode::kInternal, "NO_IMAGE",
                "the upstream answered neither picture nor text, and gave no reason");
  SetErrorMetadata(status, "upstream_code", "INTERNAL");
  SetErrorMetadata(status, "finish_reason", answer.finish_reason_raw);
  return status;
}

absl::Status StoppedByFilter(const ChatAnswer& answer) {
  absl::Status status = MakeError(absl::StatusCode::kFailedPrecondition, "RESULT_FILTERED",
                                  "the upstream's safety filter stopped the answer");
  SetErrorMetadata(status, "upstream_code", "FAILED_PRECONDITION");
  SetErrorMetadata(status, "finish_reason", answer.finish_reason_raw);
  return status;
}

}  // namespace

grpc::ServerUnaryReactor* ChatImageServiceRpc::Chat(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request,
                                                    grpc::ByteBuffer* response) {
  return new UnaryReactor<v1::ChatRequest, v1::ChatResponse>(
      services_.NextWorker(), "mediagen.v1.ChatImageService/Chat", *context, *request, *response,
      [this](Call& call, v1::ChatRequest& request, v1::ChatResponse& response) {
        return Chat(call, request, response);
      });
}

Task<absl::Status> ChatImageServiceRpc::Chat(Call& call, v1::ChatRequest& request,
                                             v1::ChatResponse& response) {
  absl::StatusOr<PaidRequest> paid_request =
      PreparePaidRequest(services_, call, request, &ProviderOptions::default_chat_model);
  if (!paid_request.ok()) co_return paid_request.status();
  v1::ChatSpec& spec = *request.mutable_spec();
  absl::StatusOr<UpstreamRequest> http =
      EncodeChat(paid_request->provider->options(), paid_request->model, ChatCallOptions(), spec);
  if (!http.ok()) co_return http.status();
  if (absl::Status taken = services_.request_ids.Reserve(call.request_id); !taken.ok())
    co_return taken;

  PaidCall paid(call.worker().http, call.context(), *paid_request->credential, *http);
  absl::Cleanup give_back = [&] {
    if (!paid.MayHaveBeenPaid()) services_.request_ids.Forget(call.request_id);
  };
  absl::StatusOr<std::vector<CollectedItem>> media = co_await CollectMedia(paid);
  if (!media.ok()) co_return EndedWhilePaying(media.status(), paid.MayHaveBeenPaid());

  const ChatAnswer answer = ReadChatAnswer(paid.answer());
  bool any_picture = false;
  int64_t corrupt_offset = -1;
  v1::ChatMessage& message = *response.mutable_message();
  message.set_role(v1::CHAT_ROLE_MODEL);
  for (const ChatAnswerPart& part : answer.parts) {
    if (part.media_item < 0) {
      message.add_parts()->set_text(part.text);
      continue;
    }
    if (part.media_item >= static_cast<int>(media->size())) continue;
    CollectedItem& picture = (*media)[part.media_item];
    if (picture.corrupt) {
      corrupt_offset = picture.corrupt_offset;
      *message.add_parts()->mutable_failed() = CorruptItem(corrupt_offset);
      continue;
    }
    any_picture = true;
    call.bytes_sent += static_cast<int64_t>(picture.bytes.size());
    *message.add_parts()->mutable_image() =
        ImageMedia(std::move(picture.bytes), part.said_media_type);
  }
  if (!any_picture && answer.finish_reason == v1::FINISH_REASON_FILTERED)
    co_return StoppedByFilter(answer);
  if (!any_picture && corrupt_offset >= 0) co_return NoGoodImage({}, corrupt_offset);
  if (message.parts().empty()) co_return NothingCame(answer);

  response.set_request_id(call.request_id);
  response.set_finish_reason(answer.finish_reason);
  response.set_finish_reason_raw(answer.finish_reason_raw);
  if (answer.usage.has_value()) *response.mutable_usage() = *answer.usage;
  *response.mutable_record() = paid_request->Record(LastUserText(spec));
  response.mutable_warnings()->Assign(paid_request->warnings.begin(), paid_request->warnings.end());
  co_return absl::OkStatus();
}

}  // namespace mediagen
