#ifndef MEDIAGEN_TESTS_RPC_RECEIVED_CHAT_H_
#define MEDIAGEN_TESTS_RPC_RECEIVED_CHAT_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {

// One part of an answer as a caller gets it, streamed or not.
class ReceivedPart {
 public:
  std::string text;
  std::string bytes;
  std::string mime_type;
  std::string link;
  std::string signature;
  std::string failed;  // The reason.
  bool ended = false;
};

// Puts the events of one answer together by their index, and checks what the contract promises of
// their order. The events of StreamChat and Converse look alike.
class ReceivedChat {
 public:
  template <typename Event>
  void Add(const Event& event) {
    EXPECT_FALSE(completed) << "an event behind the last one";
    if (event.has_text()) {
      EXPECT_FALSE(event.text().text().empty());
      At(event.text().index()).text += event.text().text();
    } else if (event.has_header()) {
      At(event.header().index()).mime_type = event.header().mime_type();
      EXPECT_EQ(event.header().offset(), 0);
    } else if (event.has_chunk()) {
      ReceivedPart& part = At(event.chunk().index());
      EXPECT_FALSE(part.ended);
      EXPECT_EQ(event.chunk().offset(), static_cast<int64_t>(part.bytes.size()));
      EXPECT_LE(event.chunk().data().size(), part.bytes.empty() ? 64u * 1024 : 512u * 1024);
      part.bytes += event.chunk().data();
    } else if (event.has_end()) {
      ReceivedPart& part = At(event.end().index());
      EXPECT_EQ(event.end().size_bytes(), static_cast<int64_t>(part.bytes.size()));
      EXPECT_EQ(event.end().crc32c(), SlowCrc32c(part.bytes));
      part.mime_type = event.end().mime_type();
      part.ended = true;
    } else if (event.has_link()) {
      const v1::Media& media = event.link().media();
      At(event.link().index()).link = media.has_uri() ? media.uri() : media.gcs_uri();
    } else if (event.has_failed()) {
      At(event.failed().index()).failed = event.failed().failed().reason();
    } else if (event.has_signature()) {
      // It may belong to an earlier part.
      parts[event.signature().index()].signature = event.signature().thought_signature();
    } else if (event.has_completed()) {
      completed = true;
      end = event.completed();
    }
  }

  // As text: `'words' #SIZE(type) <link> !REASON`, each with its `[signature]`.
  std::string ToString() const {
    std::string text;
    for (const auto& [index, part] : parts) {
      absl::StrAppend(&text, text.empty() ? "" : " ");
      if (!part.failed.empty()) {
        absl::StrAppend(&text, "!", part.failed);
      } else if (!part.bytes.empty()) {
        absl::StrAppend(&text, "#", part.bytes.size(), "(", part.mime_type, ")");
        absl::StrAppend(&text, part.ended ? "" : "...");
      } else if (!part.link.empty()) {
        absl::StrAppend(&text, "<", part.link, ">");
      } else {
        absl::StrAppend(&text, "'", part.text, "'");
      }
      if (!part.signature.empty()) absl::StrAppend(&text, "[", part.signature, "]");
    }
    return text;
  }

  std::map<int, ReceivedPart> parts;
  bool completed = false;
  v1::ChatCompleted end;

 private:
  ReceivedPart& At(int index) {
    EXPECT_GE(index, last_index_);
    last_index_ = std::max(index, last_index_);
    return parts[index];
  }

  int last_index_ = 0;
};

// The same of a message that came whole.
inline ReceivedChat FromMessage(const v1::ChatMessage& message) {
  ReceivedChat chat;
  for (const v1::ChatPart& part : message.parts()) {
    ReceivedPart& received = chat.parts[static_cast<int>(chat.parts.size())];
    received.text = part.text();
    received.signature = part.thought_signature();
    received.failed = part.failed().reason();
    if (!part.has_image()) continue;
    const v1::Media& image = part.image();
    received.bytes = image.data();
    received.mime_type = image.mime_type();
    received.link = image.has_uri() ? image.uri() : image.gcs_uri();
    received.ended = true;
    if (image.has_data()) {
      EXPECT_EQ(image.crc32c(), SlowCrc32c(image.data()));
    }
  }
  return chat;
}

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_RECEIVED_CHAT_H_
