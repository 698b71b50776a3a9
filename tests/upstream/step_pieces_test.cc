// Which media of an answer in steps is handed on, and when.
#include "server/upstream/step_pieces.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

constexpr auto kResult = MediaPlace::kResult;
constexpr auto kAnyResult = MediaPlace::kAnyResult;
constexpr auto kUndecided = MediaPlace::kUndecided;
constexpr auto kElsewhere = MediaPlace::kElsewhere;

struct PlaceRow {
  const char* name;
  const char* text;
  MediaPlace place;
};

const PlaceRow kPlaces[] = {
    {"Result", R"({"steps":[{"type":"model_output","content":[{"type":"video","data":)", kResult},
    {"OtherCase", R"({"steps":[{"type":"MODEL_OUTPUT","content":[{"type":"Video","data":)",
     kResult},
    {"TypeOfPartIsLate", R"({"steps":[{"type":"model_output","content":[{"data":)", kAnyResult},
    {"TypeOfStepIsLate", R"({"steps":[{"content":[{"type":"video","data":)", kUndecided},
    {"BothAreLate", R"({"steps":[{"content":[{"data":)", kUndecided},
    {"EscapedType", R"({"steps":[{"type":"model\u005foutput","content":[{"type":"video","data":)",
     kUndecided},
    {"EscapedName", R"({"st\u0065ps":[{"type":"user_input","content":[{"type":"video","data":)",
     kUndecided},
    {"Input", R"({"steps":[{"type":"user_input","content":[{"type":"video","data":)", kElsewhere},
    {"Thought", R"({"steps":[{"type":"thought","summary":[{"type":"image","data":)", kElsewhere},
    {"ThoughtWithContent", R"({"steps":[{"type":"thought","content":[{"type":"video","data":)",
     kElsewhere},
    {"Picture", R"({"steps":[{"type":"model_output","content":[{"type":"image","data":)",
     kElsewhere},
    {"PictureOfALateStep", R"({"steps":[{"content":[{"type":"image","data":)", kElsewhere},
    {"NoStep", R"({"data":)", kElsewhere},
    {"NotInContent", R"({"steps":[{"type":"model_output","data":)", kElsewhere},
    {"Deeper", R"({"steps":[{"type":"model_output","content":[{"type":"video","x":{"data":)",
     kElsewhere},
};

TEST(MediaPlaceTest, Table) {
  for (const PlaceRow& row : kPlaces) {
    OpenTypes types;
    types.Feed(row.text);
    EXPECT_EQ(PlaceInSteps(types.objects()), row.place) << row.name;
  }
}

MediaPiece Piece(int item, MediaPlace place, absl::string_view bytes, int64_t offset = 0) {
  MediaPiece piece;
  piece.item = item;
  piece.place = place;
  piece.offset = offset;
  piece.bytes = MediaBuffer(std::max<size_t>(bytes.size(), 1));
  std::copy(bytes.begin(), bytes.end(), piece.bytes.room().begin());
  piece.bytes.Grow(bytes.size());
  return piece;
}

// An answer whose videos are these items.
VideoStatus WithItems(const std::vector<int>& items) {
  VideoStatus status;
  for (const int item : items) {
    VideoAnswerItem video;
    video.media_item = item;
    status.videos.push_back(video);
  }
  return status;
}

// Offers a piece; its bytes when it is handed on at once, `-` when not.
std::string Offer(StepPieces& pieces, MediaPiece piece) {
  const std::string bytes(piece.bytes.view());
  return pieces.IsResult(piece) ? bytes : "-";
}

std::string Waiting(StepPieces& pieces) {
  std::string bytes;
  for (const MediaPiece& piece : pieces.Take()) absl::StrAppend(&bytes, piece.bytes.view(), ";");
  return bytes;
}

TEST(StepPiecesTest, ResultsGoOnAndTheRestIsDropped) {
  StepPieces pieces(ByteBudget::Unlimited());
  pieces.Begin();
  EXPECT_EQ(Offer(pieces, Piece(0, kElsewhere, "clip")), "-");
  EXPECT_EQ(Offer(pieces, Piece(1, kResult, "one")), "one");
  EXPECT_EQ(Offer(pieces, Piece(1, kResult, "two", 3)), "two");
  EXPECT_TRUE(pieces.Decide(WithItems({1})));
  EXPECT_EQ(Waiting(pieces), "");
}

TEST(StepPiecesTest, WhatIsNotDecidedWaitsAndAllBehindIt) {
  StepPieces pieces(ByteBudget::Unlimited());
  pieces.Begin();
  EXPECT_EQ(Offer(pieces, Piece(0, kUndecided, "clip")), "-");
  EXPECT_EQ(Offer(pieces, Piece(1, kUndecided, "first")), "-");
  EXPECT_EQ(Offer(pieces, Piece(2, kResult, "second")), "-");
  EXPECT_TRUE(pieces.Decide(WithItems({1, 2})));
  EXPECT_EQ(Waiting(pieces), "first;second;");
}

TEST(StepPiecesTest, APictureInPlaceOfAVideoIsPassedOver) {
  StepPieces pieces(ByteBudget::Unlimited());
  pieces.Begin();
  EXPECT_EQ(Offer(pieces, Piece(0, kAnyResult, "\x89PNG\r\n\x1a\n and more")), "-");
  EXPECT_EQ(Offer(pieces, Piece(0, kAnyResult, "the rest", 17)), "-");
  EXPECT_EQ(Offer(pieces, Piece(1, kAnyResult, "....ftypisom")), "....ftypisom");
}

TEST(StepPiecesTest, TooMuchIsAskedForAgainAndThenKnown) {
  StepPieces pieces(ByteBudget::Unlimited());
  pieces.Begin();
  const std::string half(StepPieces::kMaxBytes / 2 + 1, 'x');
  EXPECT_EQ(Offer(pieces, Piece(0, kUndecided, half)), "-");
  EXPECT_EQ(Offer(pieces, Piece(1, kUndecided, half)), "-");
  EXPECT_EQ(Offer(pieces, Piece(2, kResult, "late")), "-");
  EXPECT_FALSE(pieces.Decide(WithItems({1, 2})));

  pieces.Begin();
  EXPECT_EQ(Offer(pieces, Piece(0, kUndecided, "clip")), "-");
  EXPECT_EQ(Offer(pieces, Piece(1, kUndecided, "first")), "first");
  EXPECT_EQ(Offer(pieces, Piece(2, kResult, "second")), "second");
  EXPECT_TRUE(pieces.Decide(WithItems({1, 2})));
}

TEST(StepPiecesTest, TooMuchOfWhatIsNoResultDoesNoHarm) {
  StepPieces pieces(ByteBudget::Unlimited());
  pieces.Begin();
  EXPECT_EQ(Offer(pieces, Piece(0, kUndecided, std::string(StepPieces::kMaxBytes + 1, 'x'))), "-");
  EXPECT_TRUE(pieces.Decide(WithItems({})));
}

}  // namespace
}  // namespace mediagen
