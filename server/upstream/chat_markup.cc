#include "server/upstream/chat_markup.h"

namespace mediagen {

void ChatMarkup::Add(absl::string_view text, bool pictures_only) {
  if (!pictures_only) output_.AddText(text);
}

void ChatMarkup::Flush() {}

}  // namespace mediagen
