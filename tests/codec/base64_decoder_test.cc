// Base64Decoder: the alphabet, where it stops, and that it stays inside its buffers.
#include "server/codec/base64_decoder.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>

#include "tests/codec/reference_base64.h"

namespace mediagen {
namespace {

std::string SomeBytes(size_t size) {
  std::mt19937 random(static_cast<unsigned>(size) + 1);
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

std::string Unpadded(const std::string& bytes) {
  std::string text = ReferenceEncode(bytes);
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

// Decodes `text` in pieces with buffers of exactly their sizes, until it stops for good.
struct Decoded {
  std::string bytes;
  size_t consumed = 0;
  int kept = 0;
};
Decoded DecodeInPieces(const std::string& text, size_t first, size_t piece, size_t room) {
  Base64Decoder decoder;
  Decoded decoded;
  size_t size = first;
  while (decoded.consumed < text.size()) {
    size = std::min(size == 0 ? piece : size, text.size() - decoded.consumed);
    const auto in = std::make_unique<char[]>(size);
    text.copy(in.get(), size, decoded.consumed);
    const auto out = std::make_unique<char[]>(room);
    const auto step = decoder.Decode({in.get(), size}, absl::MakeSpan(out.get(), room));
    EXPECT_LE(step.produced, room);
    decoded.bytes.append(out.get(), step.produced);
    decoded.consumed += step.consumed;
    if (step.consumed == 0 && step.produced == 0) break;
    size = piece;
  }
  decoded.kept = decoder.kept();
  const size_t tail = decoder.TailBytes();
  const auto out = std::make_unique<char[]>(tail);
  EXPECT_EQ(decoder.Finish(absl::MakeSpan(out.get(), tail)), tail);
  decoded.bytes.append(out.get(), tail);
  return decoded;
}

TEST(Base64DecoderTest, EveryCharacterInEveryPlaceOfAGroup) {
  for (size_t place = 0; place < 20; ++place) {
    for (int c = 0; c < 256; ++c) {
      std::string text = "QUJDREVGR0hJSktMTU5PQUJD";
      text[place] = static_cast<char>(c);
      const ReferenceMedia expected = ReferenceDecode(PlainText(text), 24);
      // To this class white space and `=` are as foreign as anything else.
      const bool foreign = expected.corrupt || IsReferenceWhiteSpace(c);
      const Decoded decoded = DecodeInPieces(text, 0, 24, 18);
      EXPECT_EQ(decoded.consumed, foreign ? place : 24u) << c;
      if (!foreign) {
        EXPECT_EQ(decoded.bytes, expected.bytes) << c;
      }
    }
  }
}

TEST(Base64DecoderTest, UrlSafePairMixesWithStandardPair) {
  EXPECT_EQ(DecodeInPieces("-_+/+-/_", 0, 8, 6).bytes, DecodeInPieces("+/+/++//", 0, 8, 6).bytes);
  EXPECT_EQ(DecodeInPieces("-_+/", 0, 4, 3).bytes, "\xfb\xff\xbf");
}

TEST(Base64DecoderTest, EveryLengthAtEverySplitPosition) {
  for (size_t size = 0; size <= 70; ++size) {
    const std::string bytes = SomeBytes(size);
    const std::string text = Unpadded(bytes);
    for (size_t first = 0; first <= text.size(); ++first) {
      EXPECT_EQ(DecodeInPieces(text, first, 1000, size + 3).bytes, bytes) << size << " " << first;
    }
  }
}

TEST(Base64DecoderTest, EveryPieceAndEveryRoom) {
  const std::string bytes = SomeBytes(400);
  const std::string text = Unpadded(bytes);
  for (size_t piece = 1; piece < 40; ++piece) {
    for (size_t room = 3; room < 80; ++room) {
      EXPECT_EQ(DecodeInPieces(text, 0, piece, room).bytes, bytes) << piece << " " << room;
    }
  }
}

TEST(Base64DecoderTest, StopsAtTheFirstForeignCharacterWithoutConsumingIt) {
  const std::string text = Unpadded(SomeBytes(150));
  for (size_t at = 0; at < text.size(); ++at) {
    std::string cut = text;
    cut[at] = '"';
    for (size_t piece : {1, 5, 1000}) {
      const Decoded decoded = DecodeInPieces(cut, 0, piece, 200);
      EXPECT_EQ(decoded.consumed, at);
      EXPECT_EQ(decoded.kept, static_cast<int>(at % 4));
    }
  }
}

TEST(Base64DecoderTest, WithoutRoomItKeepsThreeCharactersAndWaits) {
  Base64Decoder decoder;
  char out[3];
  Base64Decoder::Step step = decoder.Decode("QUJDREVG", absl::MakeSpan(out, 2));
  EXPECT_EQ(step.consumed, 3u);
  EXPECT_EQ(step.produced, 0u);
  step = decoder.Decode("DREVG", absl::MakeSpan(out, 3));
  EXPECT_EQ(step.consumed, 4u);
  EXPECT_EQ(std::string(out, step.produced), "ABC");
}

TEST(Base64DecoderTest, FinishIgnoresUnusedLowBits) {
  EXPECT_EQ(DecodeInPieces("QQ", 0, 2, 3).bytes, "A");
  EXPECT_EQ(DecodeInPieces("QR", 0, 2, 3).bytes, "A");
  EXPECT_EQ(DecodeInPieces("QUJ", 0, 3, 3).bytes, "AB");
  EXPECT_EQ(DecodeInPieces("QUL", 0, 3, 3).bytes, "AB");
}

TEST(Base64DecoderTest, FinishMakesItReadyForAnotherText) {
  Base64Decoder decoder;
  char out[8];
  decoder.Decode("QUJDR", absl::MakeSpan(out));
  EXPECT_EQ(decoder.kept(), 1);
  EXPECT_EQ(decoder.Finish({}), 0u);
  EXPECT_EQ(decoder.Decode("QUJD", absl::MakeSpan(out)).produced, 3u);
  EXPECT_EQ(std::string(out, 3), "ABC");
}

}  // namespace
}  // namespace mediagen
