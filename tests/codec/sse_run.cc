#include "tests/codec/sse_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "server/codec/sse_reader.h"

namespace mediagen {
namespace {

using Event = SseReader::Event;

class Run {
 public:
  void Offer(const std::string& piece) {
    const auto in = std::make_unique<char[]>(piece.size());
    std::copy(piece.begin(), piece.end(), in.get());
    size_t at = 0;
    for (;;) {
      const SseReader::Step step = reader_.Next({in.get() + at, piece.size() - at});
      at += step.consumed;
      ASSERT_LE(at, piece.size());
      ASSERT_EQ(step.data.empty(), step.event != Event::kData);
      if (step.event == Event::kNeedInput) break;
      data_ += std::string(step.data);
      if (step.event == Event::kEventEnd) End(SseEvent::End::kLine);
      if (step.event == Event::kDone) {
        ASSERT_EQ(data_, "");
        End(SseEvent::End::kDone);
      }
    }
    ASSERT_EQ(at, piece.size());
  }

  std::vector<SseEvent> Finish() {
    if (reader_.Finish()) End(SseEvent::End::kBody);
    const auto counts = [](const SseEvent& event) { return event.end != SseEvent::End::kDone; };
    EXPECT_EQ(reader_.events(), std::count_if(events_.begin(), events_.end(), counts));
    EXPECT_FALSE(reader_.Finish()) << "twice";
    return events_;
  }

 private:
  void End(SseEvent::End end) {
    events_.push_back({std::exchange(data_, ""), std::string(reader_.event_name()), end});
  }

  SseReader reader_;
  std::string data_;
  std::vector<SseEvent> events_;
};

}  // namespace

std::vector<SseEvent> RunSseReader(const std::string& body, const std::vector<size_t>& pieces) {
  Run run;
  size_t at = 0;
  for (size_t turn = 0; at < body.size() && !testing::Test::HasFatalFailure(); ++turn) {
    const std::string piece =
        body.substr(at, pieces.empty() ? body.size() : pieces[turn % pieces.size()]);
    run.Offer(piece);
    at += piece.size();
  }
  return run.Finish();
}

std::ostream& operator<<(std::ostream& stream, const SseEvent& event) {
  const char* const ends[] = {"", " [DONE]", " (unterminated)"};
  return stream << "\n  " << event.name << ": " << testing::PrintToString(event.data)
                << ends[static_cast<int>(event.end)];
}

}  // namespace mediagen
