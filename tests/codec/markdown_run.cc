#include "tests/codec/markdown_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "server/codec/markdown_media.h"

namespace mediagen {
namespace {

using Event = MarkdownMedia::Event;
using Kind = MarkdownItem::Kind;

class Run {
 public:
  explicit Run(size_t out_bytes) : out_bytes_(out_bytes) {}

  void Offer(const std::string& piece) {
    const auto in = std::make_unique<char[]>(piece.size());
    std::copy(piece.begin(), piece.end(), in.get());
    size_t at = 0;
    for (;;) {
      // Without a picture in flight no room is needed.
      const size_t room = open_ ? out_bytes_ : 0;
      const auto out = std::make_unique<char[]>(room);
      const MarkdownMedia::Step step =
          reader_.Next({in.get() + at, piece.size() - at}, absl::MakeSpan(out.get(), room));
      at += step.consumed;
      ASSERT_LE(at, piece.size());
      ASSERT_LE(step.produced, room);
      ASSERT_FALSE(step.event == Event::kOutputFull && step.consumed + step.produced == 0);
      if (step.produced > 0) {
        ASSERT_TRUE(open_);
        picture_.bytes.append(out.get(), step.produced);
      }
      Take(step);
      if (testing::Test::HasFatalFailure()) return;
      if (step.event == Event::kNeedInput) break;
    }
    ASSERT_EQ(at, piece.size());
  }

  std::vector<MarkdownItem> Finish() {
    for (;;) {
      const MarkdownMedia::Step step = reader_.Finish();
      if (step.event == Event::kNeedInput) break;
      EXPECT_TRUE(step.event == Event::kText || step.event == Event::kMediaEnd);
      Take(step);
    }
    EXPECT_FALSE(open_);
    return items_;
  }

 private:
  void Take(const MarkdownMedia::Step& step) {
    const bool has_text = step.event == Event::kText || step.event == Event::kLink;
    ASSERT_EQ(step.text.empty(), !has_text);
    ASSERT_FALSE(has_text && open_);
    if (step.event == Event::kText) AddMarkdownItem(Text(std::string(step.text)), items_);
    if (step.event == Event::kLink) AddMarkdownItem(Link(std::string(step.text)), items_);
    if (step.event == Event::kMediaBegin) {
      ASSERT_FALSE(open_);
      ASSERT_EQ(step.produced, 0u);
      ASSERT_EQ(reader_.media().index, pictures_++);
      open_ = true;
      picture_ = Picture("");
    }
    if (open_) {
      ASSERT_EQ(reader_.media().size_bytes, static_cast<int64_t>(picture_.bytes.size()));
    }
    if (step.event == Event::kMediaEnd) {
      ASSERT_TRUE(open_);
      open_ = false;
      picture_.corrupt = reader_.media().corrupt;
      picture_.corrupt_offset = reader_.media().corrupt_offset;
      AddMarkdownItem(picture_, items_);
    }
  }

  MarkdownMedia reader_;
  size_t out_bytes_;
  bool open_ = false;
  int pictures_ = 0;
  MarkdownItem picture_;
  std::vector<MarkdownItem> items_;
};

}  // namespace

MarkdownItem Text(const std::string& text) { return {Kind::kText, text}; }

MarkdownItem Link(const std::string& url) { return {Kind::kLink, url}; }

MarkdownItem Picture(const std::string& bytes) { return {Kind::kPicture, bytes}; }

MarkdownItem CorruptPicture(const std::string& bytes, int64_t offset) {
  return {Kind::kPicture, bytes, true, offset};
}

void AddMarkdownItem(const MarkdownItem& item, std::vector<MarkdownItem>& items) {
  const bool joins = item.kind == Kind::kText && !items.empty() && items.back().kind == Kind::kText;
  if (joins) {
    items.back().bytes += item.bytes;
  } else {
    items.push_back(item);
  }
}

std::vector<MarkdownItem> RunMarkdown(const std::string& text, const Slicing& slicing) {
  Run run(slicing.out_bytes);
  size_t at = 0;
  for (size_t turn = 0; at < text.size() && !testing::Test::HasFatalFailure(); ++turn) {
    const size_t size =
        slicing.pieces.empty() ? text.size() : slicing.pieces[turn % slicing.pieces.size()];
    const std::string piece = text.substr(at, size);
    run.Offer(piece);
    at += piece.size();
  }
  return run.Finish();
}

std::ostream& operator<<(std::ostream& stream, const MarkdownItem& item) {
  const char* const kinds[] = {"text ", "link ", "picture "};
  stream << "\n  " << kinds[static_cast<int>(item.kind)] << testing::PrintToString(item.bytes);
  if (item.corrupt) stream << " corrupt at " << item.corrupt_offset;
  return stream;
}

}  // namespace mediagen
