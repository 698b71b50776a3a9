// All that is wrong with a configuration.
#ifndef MEDIAGEN_SERVER_CHECK_CONFIG_H_
#define MEDIAGEN_SERVER_CHECK_CONFIG_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/config.pb.h"

namespace mediagen {

// Both give a line for each fault, which begins with the path of the knob.

// Of the JSON itself: the first fault there is. Fills `raw` with what can be read in spite of it.
std::vector<std::string> FaultsOfJson(absl::string_view json, config::ServerConfig& raw);

// Of the values, and of the files that they name. Where a fault hides others, a line says so.
std::vector<std::string> FaultsOf(config::ServerConfig raw);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CHECK_CONFIG_H_
