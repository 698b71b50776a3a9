#include "sandbox/content.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "sandbox/base64.h"
#include "sandbox/dice.h"
#include "sandbox/errors.h"
#include "sandbox/picture_codec.h"
#include "sandbox/refusal.h"
#include "sandbox/text.h"

namespace mediagen::sandbox {
namespace {

constexpr int64_t kInputPictureTokens = 258;
constexpr int64_t kBytesPerToken = 4;
constexpr int kMostSide = 4096;  // Of a picture that is worked on.
constexpr int64_t kThoughtTokens = 180;

Reply Invalid(const absl::Status& status) {
  return GoogleError(400, std::string(status.message()));
}

// Nobody can tell what is in a real one; that it comes back unchanged can be told.
std::string Signature(const std::string& text) {
  return EncodeBase64(absl::StrCat("sandbox-signature-", absl::Hex(HashText(text))));
}

// Which of the forms of an answer the caller asked for.
Body Written(const ContentAnswer& answer, const Route& route, bool as_events) {
  if (route.surface == Surface::kContent) return WholeContent(answer);
  return StreamedContent(answer, as_events ? ContentStream::kEvents : ContentStream::kArray);
}

}  // namespace

Reply Content::Generate(const Route& route, const http::Request& http_request) {
  absl::StatusOr<ContentRequest> request =
      ReadContentRequest(route, http_request.body, edits_as_png_);
  if (!request.ok()) return Invalid(request.status());
  absl::StatusOr<Misbehaviour> misbehaviour = AskedMisbehaviour(route.model, request->instruction);
  if (!misbehaviour.ok()) return Invalid(misbehaviour.status());
  if (*misbehaviour != Misbehaviour::kBlocked) {
    if (auto refusal = RefusalFor(*misbehaviour, ErrorShape::kGoogle, route.model,
                                  /*awaits_operation=*/false)) {
      return *std::move(refusal);
    }
  }
  request->instruction = WithoutTags(request->instruction);
  ContentAnswer answer = Answer(route, *request, *misbehaviour);
  answer.id = absl::StrCat(absl::Hex(HashText(http_request.body), absl::kZeroPad16));

  const bool as_events = http::EqualsIgnoreCase(http_request.QueryValue("alt"), "sse");
  Reply reply;
  reply.body = Written(answer, route, as_events);
  if (route.surface == Surface::kContentStream && as_events) {
    reply.headers = {{"Content-Type", "text/event-stream"}};
  }
  Spoil(*misbehaviour, reply);
  return reply;
}

ContentAnswer Content::Answer(const Route& route, const ContentRequest& request,
                              Misbehaviour misbehaviour) {
  ContentAnswer answer;
  answer.model = route.model;
  answer.prompt_text_tokens = request.text_bytes / kBytesPerToken + 1;
  answer.prompt_picture_tokens = request.pictures_in_all * kInputPictureTokens;
  if (misbehaviour == Misbehaviour::kBlocked) {
    answer.block_reason = "PROHIBITED_CONTENT";
    return answer;
  }
  // Of one picture there is no other to come through.
  if (misbehaviour == Misbehaviour::kFilterAll || misbehaviour == Misbehaviour::kFilterOne) {
    answer.finish_reason = "IMAGE_SAFETY";
    return answer;
  }
  const bool draws = request.wants_picture && misbehaviour != Misbehaviour::kNoMedia;
  const bool thinks = ThinksAloud(route.model);
  if (thinks) AddThoughts(route, request, answer);
  if (request.wants_text || !draws) {
    ContentPart text;
    text.text = absl::StrCat(!draws                     ? "You wrote: "
                             : request.pictures.empty() ? "Here is your picture: "
                                                        : "Here is your edit: ",
                             request.instruction);
    if (thinks) text.signature = Signature(text.text);
    answer.text_tokens = static_cast<int64_t>(text.text.size()) / kBytesPerToken + 1;
    answer.parts.push_back(std::move(text));
  }
  if (draws) {
    ContentPart picture;
    picture.picture = MakePicture(route.model, request, request.size_class);
    picture.lost = misbehaviour == Misbehaviour::kLostMedia;
    if (thinks) picture.signature = Signature(absl::StrCat("picture ", request.instruction));
    answer.picture_tokens = PictureTokens(route.model, request.size_class);
    answer.parts.push_back(std::move(picture));
  }
  return answer;
}

void Content::AddThoughts(const Route& route, const ContentRequest& request,
                          ContentAnswer& answer) {
  answer.thought_tokens = kThoughtTokens;
  if (!request.wants_thoughts) return;
  ContentPart thought;
  thought.thought = true;
  thought.text = absl::StrCat("First a small draft of this: ", request.instruction);
  answer.parts.push_back(thought);
  if (!request.wants_picture) return;
  ContentPart draft;
  draft.thought = true;
  draft.picture = MakePicture(route.model, request, ContentSize::k512);
  answer.parts.push_back(std::move(draft));
}

std::shared_ptr<const Media> Content::MakePicture(const std::string& model,
                                                  const ContentRequest& request,
                                                  ContentSize size_class) {
  Size size = request.size;
  if (size.width > 0 && size_class != request.size_class) size = PixelsLike(size, size_class);
  if (request.pictures.empty()) {
    PictureSpec spec;
    spec.prompt = request.instruction;
    spec.model = model;
    spec.seed = request.seed;
    spec.size = size.width > 0 ? size : PixelsLike({1, 1}, size_class);
    return studio_.Picture(spec, request.format);
  }
  std::vector<Canvas> pictures;
  for (const InputBytes& bytes : request.pictures) {
    std::optional<Canvas> picture = DecodePicture(*bytes);
    if (picture.has_value()) {
      pictures.push_back(Bounded(*std::move(picture), kMostSide));
    }
  }
  if (size.width == 0) size = PixelsLike(pictures.front().size(), size_class);
  return Encode(PaintEdit(SideBySide(pictures, size), request.instruction, model), request.format);
}

}  // namespace mediagen::sandbox
