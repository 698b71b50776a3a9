#include "client/cli/usd.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace mediagen::client {
namespace {

constexpr uint64_t kNanosPerUsd = 1'000'000'000;
constexpr size_t kFewestDecimals = 2;

}  // namespace

std::string UsdText(int64_t nano_usd) {
  // Unsigned, because the smallest number has no positive twin.
  const uint64_t nanos =
      nano_usd < 0 ? ~static_cast<uint64_t>(nano_usd) + 1 : static_cast<uint64_t>(nano_usd);
  std::string decimals = absl::StrFormat("%09d", nanos % kNanosPerUsd);
  while (decimals.size() > kFewestDecimals && decimals.back() == '0') decimals.pop_back();
  return absl::StrCat(nano_usd < 0 ? "-" : "", nanos / kNanosPerUsd, ".", decimals, " USD");
}

}  // namespace mediagen::client
