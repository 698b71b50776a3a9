#ifndef MEDIAGEN_CLIENT_CLI_CONFIG_KNOBS_H_
#define MEDIAGEN_CLIENT_CLI_CONFIG_KNOBS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace mediagen::client {

// One key of a server's configuration. A value.
struct ConfigKnob {
  std::string path;      // `poll_interval`, `providers.name`
  std::string type;      // In a reader's words: `text`, `list of text`, `duration, such as "10s"`.
  std::string fallback;  // What holds when it is not set; empty: its explanation says.
  std::string text;      // What it means, with its unit and range.
};

// All of them, in the order in which the server's own sources explain them; this program carries
// those with it.
const std::vector<ConfigKnob>& ConfigKnobs();

// What the sources say behind `Default`, such as `10s`; empty when they say nothing.
std::string DefaultIn(absl::string_view explanation);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_CONFIG_KNOBS_H_
