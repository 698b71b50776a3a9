#include "server/upstream/chat_markup.h"

#include "server/upstream/chat_event.h"

namespace mediagen {

void ChatMarkup::Add(absl::string_view text, bool pictures_only) {
  pictures_only_ = pictures_only;
  for (;;) {
    const MarkdownMedia::Step step = markdown_.Next(text, Room());
    Take(step);
    text.remove_prefix(step.consumed);
    if (step.event == MarkdownMedia::Event::kNeedInput) return;
  }
}

void ChatMarkup::Flush() {
  for (;;) {
    const MarkdownMedia::Step step = markdown_.Finish();
    Take(step);
    if (step.event == MarkdownMedia::Event::kNeedInput) return;
  }
}

void ChatMarkup::Take(const MarkdownMedia::Step& step) {
  if (in_picture_) chunks_.Grow(step.produced);
  switch (step.event) {
    case MarkdownMedia::Event::kNeedInput:
      break;
    case MarkdownMedia::Event::kOutputFull:
      output_.AddChunk(picture_, chunks_.Take());
      break;
    case MarkdownMedia::Event::kText:
      if (!pictures_only_) output_.AddText(step.text);
      break;
    case MarkdownMedia::Event::kMediaBegin:
      in_picture_ = true;
      picture_ = ChatPicture(ChatEventPart::Place::kContent);
      chunks_ = PictureChunks(budget_);
      break;
    case MarkdownMedia::Event::kMediaEnd: {
      output_.AddChunk(picture_, chunks_.Take());
      ChatPictureEnd end;
      end.corrupt = markdown_.media().corrupt;
      end.corrupt_offset = markdown_.media().corrupt_offset;
      output_.EndPicture(picture_, end);
      in_picture_ = false;
      break;
    }
    case MarkdownMedia::Event::kLink:
      output_.AddLink(ChatEventPart::Place::kContent, step.text, "");
      break;
  }
}

}  // namespace mediagen
