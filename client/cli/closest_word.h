#ifndef MEDIAGEN_CLIENT_CLI_CLOSEST_WORD_H_
#define MEDIAGEN_CLIENT_CLI_CLOSEST_WORD_H_

#include <vector>

#include "absl/strings/string_view.h"

namespace mediagen::client {

// The word that somebody who wrote `written` most likely meant; empty when none is near.
absl::string_view ClosestWord(absl::string_view written,
                              const std::vector<absl::string_view>& words);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_CLOSEST_WORD_H_
