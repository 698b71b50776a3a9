#ifndef MEDIAGEN_TESTS_RPC_RECEIVED_MEDIA_H_
#define MEDIAGEN_TESTS_RPC_RECEIVED_MEDIA_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "mediagen/v1/media.pb.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {

// One picture or video as a stream brought it.
class ReceivedMedia {
 public:
  v1::MediaHeader header;
  std::string bytes;  // From header.offset() on.
  int chunks = 0;
  v1::MediaEnd end;
  bool ended = false;
};

// Puts the media of a stream together and checks what every stream promises: headers before chunks,
// one item after the other, gapless offsets, sizes of chunks.
template <typename Event>
std::vector<ReceivedMedia> ReceiveMedia(const std::vector<Event>& events) {
  std::vector<ReceivedMedia> items;
  for (const Event& event : events) {
    if (event.has_header()) {
      if (!items.empty()) {
        EXPECT_LT(items.back().header.index(), event.header().index());
      }
      items.emplace_back();
      items.back().header = event.header();
      continue;
    }
    if (!event.has_chunk() && !event.has_end()) continue;
    if (items.empty()) {
      ADD_FAILURE() << "no header before " << event.ShortDebugString().substr(0, 200);
      return items;
    }
    ReceivedMedia& item = items.back();
    EXPECT_FALSE(item.ended);
    if (event.has_end()) {
      EXPECT_EQ(event.end().index(), item.header.index());
      item.end = event.end();
      item.ended = true;
      continue;
    }
    const v1::MediaChunk& chunk = event.chunk();
    EXPECT_EQ(chunk.index(), item.header.index());
    EXPECT_EQ(chunk.offset(), item.header.offset() + static_cast<int64_t>(item.bytes.size()));
    EXPECT_GE(chunk.data().size(), 1u);
    EXPECT_LE(chunk.data().size(), chunk.offset() == 0 ? 64u * 1024 : 512u * 1024);
    ++item.chunks;
    item.bytes += chunk.data();
  }
  return items;
}

// That `item` is all of `whole` from its offset on, and that its end tells of the whole.
inline void ExpectWhole(const ReceivedMedia& item, const std::string& whole) {
  EXPECT_TRUE(item.ended);
  // Not EXPECT_EQ: it would print megabytes.
  EXPECT_TRUE(item.bytes == whole.substr(static_cast<size_t>(item.header.offset())));
  EXPECT_EQ(item.end.size_bytes(), static_cast<int64_t>(whole.size()));
  EXPECT_EQ(item.end.crc32c(), SlowCrc32c(whole));
}

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_RECEIVED_MEDIA_H_
