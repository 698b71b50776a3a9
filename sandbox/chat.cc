#include "sandbox/chat.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "sandbox/dice.h"
#include "sandbox/errors.h"
#include "sandbox/json_input.h"
#include "sandbox/picture_codec.h"
#include "sandbox/refusal.h"

namespace mediagen::sandbox {
namespace {

constexpr int kEditQuality = 90;
constexpr int64_t kPictureTokens = 1290;  // Of a picture that goes out, at 1K.
constexpr int64_t kInputPictureTokens = 258;
constexpr int64_t kBytesPerToken = 4;
constexpr int kMostSide = 2048;

int64_t TextTokens(const std::string& text) {
  return static_cast<int64_t>(text.size()) / kBytesPerToken + 1;
}

Reply Invalid(const absl::Status& status) {
  return OpenAiError(400, std::string(status.message()));
}

}  // namespace

Reply Chat::Complete(const http::Request& http_request, const std::string& model) {
  rapidjson::Document request;
  if (!ParseObject(http_request.body, request)) {
    return OpenAiError(400, "We could not parse the JSON body of your request.");
  }
  if (model.empty()) return OpenAiError(400, "you must provide a model parameter");
  absl::StatusOr<ChatRequest> chat = ReadChatRequest(request);
  if (!chat.ok()) return Invalid(chat.status());
  const bool is_video = ReverseVideo::Serves(model);
  absl::StatusOr<Misbehaviour> misbehaviour = AskedMisbehaviour(model, chat->instruction);
  if (!misbehaviour.ok()) return Invalid(misbehaviour.status());
  if (auto refusal = RefusalFor(*misbehaviour, ErrorShape::kOpenAi, model, is_video)) {
    return *std::move(refusal);
  }
  chat->instruction = WithoutTags(chat->instruction);

  ChatAnswer answer;
  answer.id = absl::StrCat("chatcmpl-", absl::Hex(HashText(http_request.body), absl::kZeroPad16));
  answer.model = model;
  answer.parts = parts_;
  answer.prompt_tokens = TextTokens(chat->instruction) + chat->pictures * kInputPictureTokens;
  if (is_video) return videos_.Make(*chat, *misbehaviour, std::move(answer), http_request);
  Fill(*chat, *misbehaviour, answer);

  Reply reply;
  reply.body = chat->stream ? StreamedAnswer(answer, chat->include_usage) : WholeAnswer(answer);
  if (chat->stream) reply.headers = {{"Content-Type", "text/event-stream"}};
  Spoil(*misbehaviour, reply);
  return reply;
}

void Chat::Fill(const ChatRequest& chat, Misbehaviour misbehaviour, ChatAnswer& answer) {
  // Of one picture there is no other to come through.
  if (misbehaviour == Misbehaviour::kFilterAll || misbehaviour == Misbehaviour::kFilterOne) {
    answer.finish_reason = "content_filter";
    return;
  }
  if (misbehaviour == Misbehaviour::kLostMedia) {
    answer.picture_tokens = kPictureTokens;
    return;
  }
  if (chat.wants_picture && misbehaviour != Misbehaviour::kNoMedia) {
    answer.picture = MakePicture(answer.model, chat);
    answer.picture_tokens = kPictureTokens;
    answer.text =
        absl::StrCat(chat.picture == nullptr ? "Here is your picture: " : "Here is your edit: ",
                     chat.instruction);
  } else {
    answer.text = absl::StrCat("You wrote: ", chat.instruction);
  }
  answer.text_tokens = TextTokens(answer.text);
}

std::shared_ptr<const Media> Chat::MakePicture(const std::string& model, const ChatRequest& chat) {
  if (chat.picture == nullptr) {
    PictureSpec spec;
    spec.prompt = chat.instruction;
    spec.model = model;
    spec.size = ImagenSize(chat.aspect_ratio, false).value_or(Size{1024, 1024});
    return studio_.Picture(spec, OutputFormat());
  }
  std::optional<Canvas> base = DecodePicture(*chat.picture);
  if (!base.has_value()) base.emplace(Size{1024, 1024});
  const Canvas edited = PaintEdit(Bounded(*std::move(base), kMostSide), chat.instruction, model);
  return Encode(edited, {.jpeg = !edits_as_png_, .quality = kEditQuality});
}

}  // namespace mediagen::sandbox
