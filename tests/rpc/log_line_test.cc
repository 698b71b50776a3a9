#include "server/rpc/log_line.h"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <string>

#include "server/rpc/log_entry.pb.h"

namespace mediagen {
namespace {

// The line as protobuf's own JSON reads it.
internal::LogEntry Read(const std::string& line) {
  internal::LogEntry entry;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(line, &entry).ok()) << line;
  return entry;
}

TEST(LogEntryLineTest, SaysWhatIsSetUnderItsOwnName) {
  internal::LogEntry entry;
  entry.set_event("call");
  entry.set_request_id("a-1");
  entry.set_duration_ms(1.5);
  entry.set_bytes_sent(75e6);
  EXPECT_EQ(LogLine(entry),
            R"({"event":"call","duration_ms":1.500,"bytes_sent":75000000,"request_id":"a-1"})");
  EXPECT_EQ(LogLine(internal::LogEntry()), "{}");
}

TEST(LogEntryLineTest, EveryCharacterComesBack) {
  std::string all;
  for (char c = 1; c > 0 && c < 0x7F; ++c) all.push_back(c);
  all += "\x7F\xC3\xA4\xE2\x82\xAC\xF0\x9F\x8E\xAC";
  internal::LogEntry entry;
  entry.set_message(all);
  const std::string line = LogLine(entry);
  EXPECT_EQ(Read(line).message(), all);
  EXPECT_EQ(line.find('\n'), std::string::npos);
}

TEST(LogEntryLineTest, BytesThatAreNoTextAreMarked) {
  const struct {
    const char* name;
    std::string bytes;
    std::string read;
  } kCases[] = {
      {"a byte that begins nothing",
       "a\xFF"
       "b",
       "a\uFFFDb"},
      {"a character cut short", "a\xE2\x82", "a\uFFFD\uFFFD"},
      {"longer than needed", "\xC0\xAF", "\uFFFD\uFFFD"},
      {"half of a pair", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
      {"beyond the last", "\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
  };
  for (const auto& test : kCases) {
    SCOPED_TRACE(test.name);
    internal::LogEntry entry;
    entry.set_message(test.bytes);
    EXPECT_EQ(Read(LogLine(entry)).message(), test.read);
  }
}

TEST(LogEntryLineTest, HasNoFieldThatItCannotSay) {
  const google::protobuf::Descriptor& descriptor = *internal::LogEntry::descriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const google::protobuf::FieldDescriptor& field = *descriptor.field(i);
    EXPECT_FALSE(field.is_repeated()) << field.name();
    EXPECT_TRUE(field.type() == google::protobuf::FieldDescriptor::TYPE_STRING ||
                field.type() == google::protobuf::FieldDescriptor::TYPE_DOUBLE)
        << field.name();
  }
}

}  // namespace
}  // namespace mediagen
