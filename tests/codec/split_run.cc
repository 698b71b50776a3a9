#include "tests/codec/split_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

namespace mediagen {
namespace {

using Event = PayloadSplitter::Event;

constexpr MediaField kFields[] = {
    {.parent = "", .key = "bytes"},
    {.parent = "inlineData", .key = "data"},
    {.parent = "image_url", .key = "url", .kind = MediaField::Kind::kDataUrl},
    {.parent = "", .key = "content", .kind = MediaField::Kind::kText},
};

// One run: the items so far, and the step just taken held against its promises.
class Run {
 public:
  Run(const PayloadSplitter::Options& options, size_t out_bytes)
      : splitter_(options), out_bytes_(out_bytes) {}

  // False once the splitter has failed.
  bool Offer(const std::string& piece) {
    const auto in = std::make_unique<char[]>(piece.size());
    std::copy(piece.begin(), piece.end(), in.get());
    size_t at = 0;
    for (;;) {
      // Without an item in flight no room is needed.
      const size_t room = open_ ? out_bytes_ : 0;
      const auto out = std::make_unique<char[]>(room);
      const auto step =
          splitter_.Next({in.get() + at, piece.size() - at}, absl::MakeSpan(out.get(), room));
      if (!step.ok()) {
        status_ = step.status();
        return false;
      }
      if (!Take(*step, piece.size() - at, room, out.get())) return false;
      at += step->consumed;
      if (step->event == Event::kNeedInput) return true;
    }
  }

  SplitResult End() {
    const absl::Status finish = splitter_.Finish();
    if (!status_.ok()) {
      EXPECT_EQ(finish, status_) << "errors stay";
    }
    SplitResult result;
    result.code = finish.code();
    result.message = std::string(finish.message());
    if (finish.ok()) result.envelope = splitter_.TakeEnvelope();
    if (open_) items_.pop_back();
    result.items = items_;
    return result;
  }

 private:
  bool Take(const PayloadSplitter::Step& step, size_t offered, size_t room, const char* out) {
    EXPECT_LE(step.consumed, offered);
    EXPECT_LE(step.produced, room);
    const bool stands = step.consumed == 0 && step.produced == 0;
    EXPECT_FALSE(stands && step.event == Event::kOutputFull) << "no progress";
    if (step.event == Event::kNeedInput) {
      EXPECT_EQ(step.consumed, offered);
    }
    if (step.event == Event::kMediaBegin) {
      EXPECT_EQ(step.produced, 0u);
      EXPECT_FALSE(open_);
      open_ = true;
      EXPECT_EQ(splitter_.media().index, static_cast<int>(items_.size()));
      items_.push_back({splitter_.media().field});
    }
    if (step.produced > 0) {
      EXPECT_TRUE(open_);
      items_.back().bytes.append(out, step.produced);
    }
    if (open_) {
      EXPECT_EQ(splitter_.media().size_bytes, int64_t(items_.back().bytes.size()));
    }
    if (step.event == Event::kMediaEnd) {
      EXPECT_TRUE(open_);
      open_ = false;
      items_.back().corrupt = splitter_.media().corrupt;
      items_.back().corrupt_offset = splitter_.media().corrupt_offset;
    }
    return !testing::Test::HasFailure();
  }

  PayloadSplitter splitter_;
  size_t out_bytes_;
  bool open_ = false;
  std::vector<SplitItem> items_;
  absl::Status status_;
};

}  // namespace

SplitResult RunSplitter(const std::string& body, const PayloadSplitter::Options& options,
                        const Slicing& slicing) {
  Run run(options, slicing.out_bytes);
  size_t at = 0;
  for (size_t turn = 0; at < body.size(); ++turn) {
    const size_t size =
        slicing.pieces.empty() ? body.size() : slicing.pieces[turn % slicing.pieces.size()];
    const std::string piece = body.substr(at, size);
    if (!run.Offer(piece)) break;
    at += piece.size();
  }
  return run.End();
}

PayloadSplitter::Options TestOptions() { return {.fields = kFields}; }

std::ostream& operator<<(std::ostream& stream, const SplitResult& result) {
  stream << absl::StatusCodeToString(result.code) << " " << result.message << "\n"
         << result.envelope;
  for (const SplitItem& item : result.items) {
    stream << "\n  field " << item.field << " " << testing::PrintToString(item.bytes);
    if (item.corrupt) stream << " corrupt at " << item.corrupt_offset;
  }
  return stream;
}

}  // namespace mediagen
