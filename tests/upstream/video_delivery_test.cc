// Pieces of polls in, events out. (Over the wire: video_resume_test.cc.)
#include "server/upstream/video_delivery.h"

#include <gtest/gtest.h>

#include <cstring>

#include "server/upstream/crc32c.h"
#include "server/upstream/error_details.h"
#include "tests/upstream/recorded_events.h"
#include "tests/upstream/request_text.h"
#include "tests/upstream/upstream_bench.h"

namespace mediagen {
namespace {

using testing::ReasonOf;
using testing::RecordedEvents;
using Story = std::vector<std::string>;

// One video of a poll, or what of it came.
class Item {
 public:
  explicit Item(std::string bytes) : bytes(std::move(bytes)) {}
  Item& Cut() {
    ends = false;
    return *this;
  }
  Item& Corrupt(int64_t at) {
    corrupt_offset = at;
    return *this;
  }

  std::string bytes;
  bool ends = true;
  int64_t corrupt_offset = -1;
};

// One poll: its videos, in pieces of `piece_size`, and the answer if it came whole.
class Poll {
 public:
  Poll(std::vector<Item> items, size_t piece_size) : items(std::move(items)), size(piece_size) {
    status.done = true;
    for (size_t i = 0; i < this->items.size(); ++i) {
      VideoAnswerItem item;
      item.media_item = static_cast<int>(i);
      status.videos.push_back(item);
    }
  }
  Poll& WithoutAnswer() {
    whole = false;
    return *this;
  }

  std::vector<Item> items;
  size_t size;
  VideoStatus status;
  int links = 0;  // Videos behind them that came as links.
  bool whole = true;
};

Task<absl::Status> Deliver(VideoDelivery& delivery, const std::vector<Poll>& polls) {
  for (const Poll& poll : polls) {
    delivery.BeginPoll();
    for (size_t i = 0; i < poll.items.size(); ++i) {
      const Item& item = poll.items[i];
      for (size_t at = 0; at < item.bytes.size(); at += poll.size) {
        MediaPiece piece;
        piece.item = static_cast<int>(i);
        piece.offset = static_cast<int64_t>(at);
        const std::string bytes = item.bytes.substr(at, poll.size);
        piece.bytes = MediaBuffer(bytes.size());
        std::memcpy(piece.bytes.room().data(), bytes.data(), bytes.size());
        piece.bytes.Grow(bytes.size());
        if (absl::Status s = co_await delivery.OnPiece(std::move(piece)); !s.ok()) co_return s;
      }
      if (!item.ends) continue;
      MediaPiece end;
      end.item = static_cast<int>(i);
      end.offset = static_cast<int64_t>(item.bytes.size());
      end.end = true;
      end.corrupt = item.corrupt_offset >= 0;
      end.corrupt_offset = item.corrupt_offset;
      if (absl::Status s = co_await delivery.OnPiece(std::move(end)); !s.ok()) co_return s;
    }
    if (!poll.whole) continue;
    if (absl::Status s = co_await delivery.EndPoll(poll.status); !s.ok()) co_return s;
    const int with_bytes = delivery.videos_with_bytes();
    for (int i = 0; i < poll.links; ++i) {
      if (!delivery.Wants(with_bytes + i)) continue;
      v1::Media media;
      media.set_uri(absl::StrCat("https://x/", i, ".mp4"));
      absl::Status s = co_await delivery.SendLink(with_bytes + i, media, "https://x/watch");
      if (!s.ok()) co_return s;
    }
    absl::Status concluded = delivery.Conclude(with_bytes + poll.links);
    if (!concluded.ok()) co_return concluded;
  }
  co_return absl::OkStatus();
}

// What came of it, with the events.
class Delivered {
 public:
  Delivered(int index, int64_t offset, const std::vector<Poll>& polls) {
    testing::LoopThread thread;
    v1::GenerationRecord record;
    record.set_model("m");
    VideoDelivery delivery(events, index, offset, record);
    status = thread.RunFlow([&] { return Deliver(delivery, polls); });
    count = delivery.delivered();
    for (const std::string& fault : events.faults) ADD_FAILURE() << fault;
  }

  RecordedEvents events;
  absl::Status status;
  int count = 0;
};

// An MP4 by its first bytes.
std::string Video(size_t size, char fill = 'v') {
  return "....ftypisom" + std::string(size - 12, fill);
}

TEST(VideoDeliveryTest, OneVideo) {
  const std::string video = Video(100);
  const Delivered delivered(0, 0, {Poll({Item(video)}, 30)});
  EXPECT_TRUE(delivered.status.ok());
  EXPECT_EQ(delivered.events.story, (Story{"header 0 video/mp4 @0", "end 0 video/mp4 100"}));
  EXPECT_EQ(delivered.events.bytes.at(0), video);
  EXPECT_EQ(delivered.events.ends.at(0).crc32c(), ExtendCrc32c(0, video));
  EXPECT_EQ(delivered.events.ends.at(0).record().model(), "m");
  EXPECT_EQ(delivered.count, 1);
}

TEST(VideoDeliveryTest, EveryOffsetGivesTheRest) {
  const std::string video = Video(40);
  for (int64_t offset = 0; offset <= 40; ++offset) {
    for (const size_t piece : {size_t{1}, size_t{7}, size_t{10}, size_t{40}}) {
      const Delivered delivered(0, offset, {Poll({Item(video)}, piece)});
      ASSERT_TRUE(delivered.status.ok()) << offset << " " << delivered.status;
      const auto found = delivered.events.bytes.find(0);
      const std::string got = found == delivered.events.bytes.end() ? "" : found->second;
      EXPECT_EQ(got, video.substr(static_cast<size_t>(offset))) << offset;
      // Checksum and size are always of the whole video.
      EXPECT_EQ(delivered.events.ends.at(0).crc32c(), ExtendCrc32c(0, video)) << offset;
      EXPECT_EQ(delivered.events.ends.at(0).size_bytes(), 40) << offset;
    }
  }
}

TEST(VideoDeliveryTest, BeyondTheEndIsOutOfRange) {
  const Delivered delivered(0, 41, {Poll({Item(Video(40))}, 10)});
  EXPECT_EQ(delivered.status.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(ReasonOf(delivered.status), "OFFSET_BEYOND_END");
  EXPECT_TRUE(delivered.events.story.empty());
}

TEST(VideoDeliveryTest, BeyondTheLastVideoIsOutOfRange) {
  const Delivered delivered(2, 0, {Poll({Item(Video(40)), Item(Video(50))}, 10)});
  EXPECT_EQ(delivered.status.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(ReasonOf(delivered.status), "VIDEO_INDEX_BEYOND_END");
  EXPECT_EQ(delivered.status.message(), "video_index: there are 2 videos");
}

TEST(VideoDeliveryTest, TheSecondVideoFromItsMiddle) {
  const Delivered delivered(1, 20, {Poll({Item(Video(40, 'a')), Item(Video(50, 'b'))}, 13)});
  EXPECT_TRUE(delivered.status.ok());
  EXPECT_EQ(delivered.events.story, (Story{"header 1 video/mp4 @20", "end 1 video/mp4 50"}));
  EXPECT_EQ(delivered.events.bytes.at(1), std::string(30, 'b'));
}

TEST(VideoDeliveryTest, ACutPollIsGoneOnWith) {
  const std::string first = Video(40, 'a');
  const std::string second = Video(50, 'b');
  for (size_t cut = 0; cut <= 50; cut = cut == 0 ? 16 : cut + 1) {
    std::vector<Poll> polls;
    polls.push_back(Poll({Item(first), Item(second.substr(0, cut)).Cut()}, 17));
    polls.back().WithoutAnswer();
    polls.push_back(Poll({Item(first), Item(second)}, 13));
    const Delivered delivered(0, 0, polls);
    ASSERT_TRUE(delivered.status.ok()) << cut << delivered.status;
    EXPECT_EQ(delivered.events.bytes.at(0), first) << cut;
    EXPECT_EQ(delivered.events.bytes.at(1), second) << cut;
    EXPECT_EQ(delivered.events.story, (Story{"header 0 video/mp4 @0", "end 0 video/mp4 40",
                                             "header 1 video/mp4 @0", "end 1 video/mp4 50"}))
        << cut;
    EXPECT_EQ(delivered.count, 2);
  }
}

struct ChangedRow {
  const char* name;
  std::string before;  // What a cut poll brought.
  std::string after;   // The whole video of the next poll.
};

TEST(VideoDeliveryTest, OtherBytesThanBeforeAreSeen) {
  const ChangedRow rows[] = {
      {"InTheMiddle", Video(30, 'a'), Video(40, 'b')},
      {"AtTheLastByteThatCame", Video(30, 'a'), Video(29, 'a') + "X" + std::string(10, 'a')},
      {"NothingBehindThem", Video(40, 'a'), Video(40, 'b')},
      {"Shorter", Video(40, 'a'), Video(30, 'a')},
  };
  for (const ChangedRow& row : rows) {
    std::vector<Poll> polls;
    polls.push_back(Poll({Item(row.before).Cut()}, 9));
    polls.back().WithoutAnswer();
    polls.push_back(Poll({Item(row.after)}, 9));
    const Delivered delivered(0, 0, polls);
    EXPECT_EQ(delivered.status.code(), absl::StatusCode::kDataLoss) << row.name;
    EXPECT_EQ(ReasonOf(delivered.status), "MEDIA_CHANGED") << row.name;
    EXPECT_EQ(delivered.events.bytes.at(0), row.before) << row.name;
    EXPECT_TRUE(delivered.events.ends.empty()) << row.name;
  }
}

TEST(VideoDeliveryTest, ACorruptVideoBesideAGoodOne) {
  const Delivered delivered(
      0, 0, {Poll({Item(Video(40)), Item(Video(20)).Corrupt(33), Item(Video(50))}, 30)});
  EXPECT_TRUE(delivered.status.ok());
  EXPECT_EQ(delivered.events.story,
            (Story{"header 0 video/mp4 @0", "end 0 video/mp4 40", "header 1 video/mp4 @0",
                   "failed 1 MEDIA_CORRUPT @33", "header 2 video/mp4 @0", "end 2 video/mp4 50"}));
  EXPECT_EQ(delivered.count, 2);
}

TEST(VideoDeliveryTest, NothingButCorruptVideosIsDataLoss) {
  const Delivered delivered(0, 0, {Poll({Item("").Corrupt(0), Item(Video(20)).Corrupt(7)}, 30)});
  EXPECT_EQ(delivered.status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(ReasonOf(delivered.status), "MEDIA_CORRUPT");
  EXPECT_EQ(testing::MetadataOf(delivered.status, "media_offset"), "7");
}

TEST(VideoDeliveryTest, ATypeThatOnlyTheAnswerTells) {
  Poll poll({Item("no magic bytes"), Item(Video(40))}, 9);
  poll.status.videos[0].said_media_type = "mp4";
  const Delivered delivered(0, 0, {poll});
  EXPECT_TRUE(delivered.status.ok());
  EXPECT_EQ(delivered.events.ends.at(0).mime_type(), "video/mp4");
  EXPECT_EQ(delivered.events.bytes.at(0), "no magic bytes");
  EXPECT_EQ(delivered.count, 2);
}

TEST(VideoDeliveryTest, ATypeThatComesAfterACutIsNotLost) {
  Poll cut({Item("no magic bytes"), Item("").Cut()}, 9);
  cut.WithoutAnswer();
  Poll whole({Item("no magic bytes"), Item(Video(40))}, 9);
  whole.status.videos[0].said_media_type = "video/x-odd";
  const Delivered delivered(0, 0, {cut, whole});
  EXPECT_TRUE(delivered.status.ok());
  EXPECT_EQ(delivered.events.ends.at(0).mime_type(), "video/x-odd");
  EXPECT_EQ(delivered.count, 2);
}

TEST(VideoDeliveryTest, LinksComeBehindTheBytes) {
  Poll poll({Item(Video(40))}, 30);
  poll.links = 2;
  const Delivered all(0, 0, {poll});
  EXPECT_TRUE(all.status.ok());
  EXPECT_EQ(all.events.story,
            (Story{"header 0 video/mp4 @0", "end 0 video/mp4 40",
                   "link 1 gcs= uri=https://x/0.mp4 ", "link 2 gcs= uri=https://x/1.mp4 "}));
  EXPECT_EQ(all.count, 3);
  const Delivered last(2, 0, {poll});
  EXPECT_TRUE(last.status.ok());
  EXPECT_EQ(last.events.story, (Story{"link 2 gcs= uri=https://x/1.mp4 "}));
  EXPECT_EQ(ReasonOf(Delivered(3, 0, {poll}).status), "VIDEO_INDEX_BEYOND_END");
}

// Brings `bytes` as the file of a video; a file that is cut brings them without an end.
Task<absl::Status> DeliverFile(VideoDelivery& delivery, int index, std::string bytes, bool whole) {
  delivery.BeginFile(index, "video/x-said");
  MediaPiece piece;
  piece.bytes = MediaBuffer(bytes.size());
  std::memcpy(piece.bytes.room().data(), bytes.data(), bytes.size());
  piece.bytes.Grow(bytes.size());
  absl::Status taken = co_await delivery.OnPiece(std::move(piece));
  if (!taken.ok() || !whole) co_return taken;
  MediaPiece end;
  end.offset = static_cast<int64_t>(bytes.size());
  end.end = true;
  taken = co_await delivery.OnPiece(std::move(end));
  co_return taken;
}

Task<absl::Status> DeliverFiles(VideoDelivery& delivery) {
  absl::Status s = co_await DeliverFile(delivery, 2, Video(20), false);
  if (!s.ok()) co_return s;
  EXPECT_TRUE(delivery.IsInside(2));
  s = co_await DeliverFile(delivery, 2, Video(40), true);
  if (!s.ok()) co_return s;
  EXPECT_FALSE(delivery.IsInside(2));
  EXPECT_TRUE(delivery.Wants(3));
  EXPECT_FALSE(delivery.Wants(2));
  s = co_await delivery.SendFailed(
      3, MakeError(absl::StatusCode::kDataLoss, "MEDIA_CORRUPT", "no file"));
  if (!s.ok()) co_return s;
  s = co_await DeliverFile(delivery, 4, "no magic bytes", true);
  if (!s.ok()) co_return s;
  co_return delivery.Conclude(5);
}

TEST(VideoDeliveryTest, FilesOneByOne) {
  testing::LoopThread thread;
  RecordedEvents events;
  VideoDelivery delivery(events, 2, 10, v1::GenerationRecord());
  EXPECT_TRUE(thread.RunFlow([&] { return DeliverFiles(delivery); }).ok());
  EXPECT_EQ(events.story,
            (Story{"header 2 video/mp4 @10", "end 2 video/mp4 40", "failed 3 MEDIA_CORRUPT @0",
                   "header 4 video/x-said @0", "end 4 video/x-said 14"}));
  EXPECT_EQ(events.bytes.at(2), Video(40).substr(10));
  EXPECT_EQ(delivery.delivered(), 2);
  EXPECT_TRUE(events.faults.empty());
}

TEST(VideoDeliveryTest, AListenerThatLeavesEndsIt) {
  testing::LoopThread thread;
  RecordedEvents events;
  int heard = 0;
  events.on_event = [&] { return ++heard < 3 ? absl::OkStatus() : absl::CancelledError("gone"); };
  VideoDelivery delivery(events, 0, 0, v1::GenerationRecord());
  const std::vector<Poll> polls = {Poll({Item(Video(100))}, 10)};
  EXPECT_EQ(thread.RunFlow([&] { return Deliver(delivery, polls); }), absl::CancelledError("gone"));
  EXPECT_EQ(heard, 3);
}

}  // namespace
}  // namespace mediagen
