#include "server/net/request_body.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/net/http_request.h"

namespace mediagen {
namespace {

constexpr auto kAsIs = BodySegment::Encoding::kAsIs;
constexpr auto kBase64 = BodySegment::Encoding::kBase64;

// Bytes that repeat only after a while, and every value of a byte among them.
std::string SomeBytes(size_t size) {
  std::string bytes(size, '\0');
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 31 + i / 251);
  return bytes;
}

// What a reader with all the memory of the world would send.
std::string Reference(const std::vector<BodySegment>& segments) {
  std::string whole;
  for (const BodySegment& segment : segments) {
    const bool encoded = segment.encoding() == kBase64;
    whole += encoded ? absl::Base64Escape(segment.bytes()) : segment.bytes();
  }
  return whole;
}

// Reads everything in pieces of `size`, and once more behind the end.
std::string ReadAll(RequestBodyReader& reader, size_t size) {
  std::string whole;
  std::string piece(size, '\0');
  for (;;) {
    const size_t read = reader.Read(absl::MakeSpan(&piece[0], size));
    whole.append(piece, 0, read);
    if (read == size) continue;
    EXPECT_EQ(reader.Read(absl::MakeSpan(&piece[0], size)), 0u);
    return whole;
  }
}

class NamedBody {
 public:
  NamedBody(const char* name, std::vector<BodySegment> segments)
      : name(name), segments(std::move(segments)) {}
  const char* name;
  std::vector<BodySegment> segments;
};

std::vector<NamedBody> Bodies() {
  return {
      {"no segment", {}},
      {"one empty", {{"", kAsIs}}},
      {"one empty encoded", {{"", kBase64}}},
      {"text", {{"{\"a\":1}", kAsIs}}},
      {"one byte encoded", {{"x", kBase64}}},
      {"two bytes encoded", {{"xy", kBase64}}},
      {"three bytes encoded", {{"xyz", kBase64}}},
      {"every byte encoded", {{SomeBytes(256), kBase64}}},
      {"paddings one behind the other", {{"a", kBase64}, {"bc", kBase64}, {"def", kBase64}}},
      {"empties around everything",
       {{"", kBase64}, {"", kAsIs}, {"ab", kBase64}, {"", kBase64}, {"-", kAsIs}, {"", kAsIs}}},
      {"a request", {{"{\"image\":\"", kAsIs}, {SomeBytes(100), kBase64}, {"\"}", kAsIs}}},
  };
}

TEST(RequestBodyReaderTest, GivesTheSameBodyAtEverySplit) {
  for (const NamedBody& body : Bodies()) {
    SCOPED_TRACE(body.name);
    const std::string expected = Reference(body.segments);
    for (size_t size = 1; size <= expected.size() + 2; ++size) {
      RequestBodyReader reader(body.segments);
      ASSERT_EQ(ReadAll(reader, size), expected) << "in pieces of " << size;
    }
  }
}

TEST(RequestBodyReaderTest, KnowsItsLengthOnTheWireBefore) {
  for (const NamedBody& body : Bodies()) {
    HttpRequest request;
    request.body = body.segments;
    EXPECT_EQ(request.body_wire_size(), static_cast<int64_t>(Reference(body.segments).size()))
        << body.name;
  }
}

TEST(RequestBodyReaderTest, BeginsAnewAfterARewindAtAnyPlace) {
  for (const NamedBody& body : Bodies()) {
    SCOPED_TRACE(body.name);
    const std::string expected = Reference(body.segments);
    std::string piece(expected.size(), '\0');
    for (size_t before = 0; before <= expected.size(); ++before) {
      RequestBodyReader reader(body.segments);
      ASSERT_EQ(reader.Read(absl::MakeSpan(&piece[0], before)), before);
      reader.Rewind();
      ASSERT_EQ(ReadAll(reader, 7), expected) << "rewound after " << before;
    }
  }
}

TEST(RequestBodyReaderTest, ReadsNothingIntoNoRoom) {
  const std::vector<BodySegment> segments = {{"abc", kBase64}};
  RequestBodyReader reader(segments);
  EXPECT_EQ(reader.Read(absl::Span<char>()), 0u);
  EXPECT_EQ(ReadAll(reader, 3), "YWJj");
}

TEST(RequestBodyReaderTest, StreamsTwentyMegabytesWithoutAnEncodedCopy) {
  const std::vector<BodySegment> segments = {{SomeBytes(20'000'000), kBase64}};
  const std::string expected = Reference(segments);
  RequestBodyReader reader(segments);
  std::string piece(65536, '\0');
  const struct mallinfo2 before = mallinfo2();
  for (size_t done = 0; done < expected.size();) {
    const size_t read = reader.Read(absl::MakeSpan(&piece[0], piece.size()));
    ASSERT_GT(read, 0u);
    ASSERT_EQ(absl::string_view(piece).substr(0, read),
              absl::string_view(expected).substr(done, read));
    done += read;
    const struct mallinfo2 now = mallinfo2();  // All zero under a sanitizer.
    ASSERT_LE(now.uordblks + now.hblkhd, before.uordblks + before.hblkhd + 100'000);
  }
}

}  // namespace
}  // namespace mediagen
