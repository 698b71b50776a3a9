#include "sandbox/chat.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "sandbox/dice.h"
#include "sandbox/errors.h"
#include "sandbox/json_input.h"
#include "sandbox/misbehaviour.h"
#include "sandbox/picture_codec.h"

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

// A side of an edit is at most kMostSide.
Canvas Bounded(Canvas picture) {
  const int longer = std::max(picture.width(), picture.height());
  if (longer <= kMostSide) return picture;
  const double scale = static_cast<double>(kMostSide) / longer;
  return CoverFit(picture, {std::max(1, static_cast<int>(picture.width() * scale)),
                            std::max(1, static_cast<int>(picture.height() * scale))});
}

}  // namespace

Reply Chat::Complete(const std::string& model, const std::string& request_body) {
  rapidjson::Document request;
  if (!ParseObject(request_body, request)) {
    return OpenAiError(400, "We could not parse the JSON body of your request.");
  }
  if (model.empty()) return OpenAiError(400, "you must provide a model parameter");
  absl::StatusOr<ChatRequest> chat = ReadChatRequest(request);
  if (!chat.ok()) return OpenAiError(400, std::string(chat.status().message()));
  absl::StatusOr<Misbehaviour> misbehaviour = AskedMisbehaviour(model, chat->instruction);
  if (!misbehaviour.ok()) return OpenAiError(400, std::string(misbehaviour.status().message()));
  if (auto refusal = RefusalFor(*misbehaviour, ErrorShape::kOpenAi, /*awaits_operation=*/false)) {
    return *std::move(refusal);
  }
  chat->instruction = WithoutTags(chat->instruction);

  ChatAnswer answer;
  answer.id = absl::StrCat("chatcmpl-", absl::Hex(HashText(request_body), absl::kZeroPad16));
  answer.model = model;
  answer.parts = parts_;
  answer.prompt_tokens = TextTokens(chat->instruction) + chat->pictures * kInputPictureTokens;
  // Of one picture there is no other to come through.
  if (*misbehaviour == Misbehaviour::kFilterAll || *misbehaviour == Misbehaviour::kFilterOne) {
    answer.finish_reason = "content_filter";
  } else if (chat->wants_picture) {
    answer.picture = MakePicture(model, *chat);
    if (answer.picture == nullptr) {
      return OpenAiError(400, "Unable to process input image: it is neither PNG nor JPEG.");
    }
    answer.picture_tokens = kPictureTokens;
    answer.text =
        absl::StrCat(chat->picture.empty() ? "Here is your picture: " : "Here is your edit: ",
                     chat->instruction);
  } else {
    answer.text = absl::StrCat("You wrote: ", chat->instruction);
  }
  if (!answer.text.empty()) answer.text_tokens = TextTokens(answer.text);

  Reply reply;
  reply.body = chat->stream ? StreamedAnswer(answer, chat->include_usage) : WholeAnswer(answer);
  if (chat->stream) reply.headers = {{"Content-Type", "text/event-stream"}};
  reply.cut = *misbehaviour == Misbehaviour::kCut;
  return reply;
}

std::shared_ptr<const Media> Chat::MakePicture(const std::string& model, const ChatRequest& chat) {
  if (chat.picture.empty()) {
    PictureSpec spec;
    spec.prompt = chat.instruction;
    spec.model = model;
    spec.size = ImagenSize(chat.aspect_ratio, false).value_or(Size{1024, 1024});
    return studio_.Picture(spec, /*jpeg=*/false, 0);
  }
  std::optional<Canvas> base = DecodePicture(chat.picture);
  if (!base.has_value()) return nullptr;
  const Canvas edited = PaintEdit(Bounded(*std::move(base)), chat.instruction, model);
  if (edits_as_png_) return std::make_shared<const Media>("image/png", EncodePng(edited));
  return std::make_shared<const Media>("image/jpeg", EncodeJpeg(edited, kEditQuality));
}

}  // namespace mediagen::sandbox
