#include "client/cli/line_reader.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <thread>
#include <vector>

#include "client/call_error.h"

namespace mediagen::client {
namespace {

// A pipe whose other end writes what the test says.
class LineReaderTest : public testing::Test {
 protected:
  LineReaderTest() { EXPECT_EQ(pipe2(ends_.data(), O_CLOEXEC), 0); }
  ~LineReaderTest() override {
    Close();
    close(ends_[0]);
  }

  void Write(const std::string& text) {
    EXPECT_EQ(write(ends_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void Close() {
    if (ends_[1] >= 0) close(ends_[1]);
    ends_[1] = -1;
  }
  std::vector<std::string> ReadAll() {
    LineReader reader(ends_[0], cancellation_);
    std::vector<std::string> lines;
    for (;;) {
      auto line = reader.Next();
      EXPECT_TRUE(line.ok()) << line.status();
      if (!line.ok() || !line->has_value()) return lines;
      lines.push_back(**line);
    }
  }

  std::array<int, 2> ends_ = {-1, -1};
  Cancellation cancellation_;
};

TEST_F(LineReaderTest, CutsLines) {
  Write("one\n\ntwo\r\n  three \nlast");
  Close();
  EXPECT_EQ(ReadAll(), (std::vector<std::string>{"one", "", "two", "  three ", "last"}));
}

TEST_F(LineReaderTest, AnEndBehindALineEndIsNoLine) {
  Write("one\n");
  Close();
  EXPECT_EQ(ReadAll(), std::vector<std::string>{"one"});
}

TEST_F(LineReaderTest, NothingIsNoLine) {
  Close();
  EXPECT_TRUE(ReadAll().empty());
}

TEST_F(LineReaderTest, LinesMayComeInPieces) {
  std::thread writer([this] {
    for (const char* piece : {"o", "ne\nt", "wo", "\n"}) Write(piece);
    Close();
  });
  EXPECT_EQ(ReadAll(), (std::vector<std::string>{"one", "two"}));
  writer.join();
}

TEST_F(LineReaderTest, AnInterruptEndsTheWait) {
  LineReader reader(ends_[0], cancellation_);
  std::thread interrupter([this] { cancellation_.Cancel(); });
  EXPECT_EQ(reader.Next().status().code(), absl::StatusCode::kCancelled);
  interrupter.join();
}

TEST_F(LineReaderTest, ALineWithoutEndIsRefused) {
  const int zeros = open("/dev/zero", O_RDONLY | O_CLOEXEC);
  LineReader reader(zeros, cancellation_);
  EXPECT_EQ(ParseCallError(reader.Next().status()).reason, "USAGE");
  close(zeros);
}

}  // namespace
}  // namespace mediagen::client
