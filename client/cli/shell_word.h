#ifndef MEDIAGEN_CLIENT_CLI_SHELL_WORD_H_
#define MEDIAGEN_CLIENT_CLI_SHELL_WORD_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace mediagen::client {

// Quotes for a shell.
inline std::string ShellWord(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_SHELL_WORD_H_
