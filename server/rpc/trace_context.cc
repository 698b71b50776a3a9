#include "server/rpc/trace_context.h"

#include <algorithm>

#include "absl/random/random.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

// VERSION-TRACE-PARENT-FLAGS: 2, 32, 16 and 2 digits.
constexpr size_t kVersion00Size = 55;
constexpr size_t kDashes[] = {2, 35, 52};

bool IsLowerHex(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool IsZero(absl::string_view text) {
  return text.find_first_not_of('0') == absl::string_view::npos;
}

bool IsTraceparent(absl::string_view text) {
  if (text.size() < kVersion00Size) return false;
  for (const size_t at : kDashes) {
    if (text[at] != '-') return false;
  }
  const absl::string_view version = text.substr(0, 2);
  const absl::string_view trace = text.substr(3, 32);
  const absl::string_view parent = text.substr(36, 16);
  if (!IsLowerHex(version) || !IsLowerHex(trace) || !IsLowerHex(parent) ||
      !IsLowerHex(text.substr(53, 2))) {
    return false;
  }
  if (version == "ff" || IsZero(trace) || IsZero(parent)) return false;
  // Later versions may say more, behind another dash.
  const absl::string_view rest = text.substr(kVersion00Size);
  return rest.empty() || (version != "00" && absl::StartsWith(rest, "-"));
}

// Sixteen digits that are not all zero.
std::string RandomHex() {
  thread_local absl::InsecureBitGen generator;
  return absl::StrCat(absl::Hex(absl::Uniform<uint64_t>(absl::IntervalClosed, generator, 1, ~0ULL),
                                absl::kZeroPad16));
}

}  // namespace

TraceContext::TraceContext(absl::string_view traceparent) {
  if (!IsTraceparent(traceparent)) {
    header_ = absl::StrCat("00-", RandomHex(), RandomHex(), "-", RandomHex(), "-00");
    return;
  }
  // Of the flags one has a meaning: whether the caller records the trace.
  const bool sampled = (traceparent[54] - (traceparent[54] >= 'a' ? 'a' - 10 : '0')) % 2 == 1;
  header_ =
      absl::StrCat("00-", traceparent.substr(3, 32), "-", RandomHex(), sampled ? "-01" : "-00");
}

}  // namespace mediagen
