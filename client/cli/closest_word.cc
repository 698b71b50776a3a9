#include "client/cli/closest_word.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/match.h"

namespace mediagen::client {
namespace {

// Levenshtein's distance: letters to insert, delete or replace.
size_t Distance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

absl::string_view ClosestWord(absl::string_view written,
                              const std::vector<absl::string_view>& words) {
  // An unfinished word counts as near however long the rest is.
  if (written.size() >= 5) {
    for (const absl::string_view word : words) {
      if (absl::StartsWith(word, written)) return word;
    }
  }
  absl::string_view best;
  size_t best_distance = 3;
  for (const absl::string_view word : words) {
    const size_t distance = Distance(written, word);
    if (distance < best_distance && 2 * distance < word.size()) {
      best = word;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace mediagen::client
