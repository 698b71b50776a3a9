#include "client/cli/connection_flags.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/cli/shell_word.h"
#include "client/cli/usage_error.h"

namespace mediagen::client {
namespace {

constexpr absl::string_view kFileFlags[] = {"--ca", "--cert", "--key", "--token-file"};

absl::StatusOr<std::string> ReadFileOf(absl::string_view flag, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return UsageError(absl::StrCat(flag, ": ", path, " cannot be read, or is empty"));
  return text.str();
}

// The text of the file that a flag names; nothing without it.
absl::StatusOr<std::string> FileText(const Arguments& arguments, absl::string_view flag) {
  const std::optional<std::string> path = arguments.Value(flag);
  if (!path) return std::string();
  return ReadFileOf(flag, *path);
}

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// A token never stands on the command line, where every user of the machine can read it.
absl::StatusOr<std::string> ReadToken(const Arguments& arguments) {
  std::string text;
  std::string path = arguments.Value("--token-file").value_or("");
  absl::string_view source = "--token-file";
  if (path.empty() && Variable("MEDIAGEN_TOKEN").empty()) {
    path = Variable("MEDIAGEN_TOKEN_FILE");
    source = "MEDIAGEN_TOKEN_FILE";
  }
  if (!path.empty()) {
    absl::StatusOr<std::string> file = ReadFileOf(source, path);
    if (!file.ok()) return file.status();
    text = file->substr(0, file->find('\n'));
  } else {
    text = Variable("MEDIAGEN_TOKEN");
    source = "MEDIAGEN_TOKEN";
    if (text.empty()) return text;
  }
  absl::StripAsciiWhitespace(&text);
  for (const char c : text) {
    if (!absl::ascii_isgraph(static_cast<unsigned char>(c)))
      return UsageError(absl::StrCat(source, ": holds no token"));
  }
  if (text.empty()) return UsageError(absl::StrCat(source, ": holds no token"));
  return text;
}

bool IsLoopback(absl::string_view server) {
  const absl::string_view host = server.substr(0, server.rfind(':'));
  return host == "localhost" || host == "[::1]" || absl::StartsWith(host, "127.") ||
         absl::StartsWith(server, "unix:");
}

}  // namespace

absl::StatusOr<ConnectionOptions> ReadConnectionFlags(const Arguments& arguments,
                                                      const std::string& server) {
  ConnectionOptions options;
  options.tls = arguments.Has("--tls") || arguments.Has("--ca") || arguments.Has("--cert");
  if (arguments.Has("--cert") != arguments.Has("--key"))
    return UsageError("--cert and --key go together");
  absl::StatusOr<std::string> text = FileText(arguments, "--ca");
  if (!text.ok()) return text.status();
  options.ca_pem = *std::move(text);
  text = FileText(arguments, "--cert");
  if (!text.ok()) return text.status();
  options.certificate_pem = *std::move(text);
  text = FileText(arguments, "--key");
  if (!text.ok()) return text.status();
  options.private_key_pem = *std::move(text);
  text = ReadToken(arguments);
  if (!text.ok()) return text.status();
  options.token = *std::move(text);
  if (!options.token.empty() && !options.tls && !IsLoopback(server) &&
      !arguments.Has("--plaintext-token")) {
    return UsageError(
        "the token would travel without TLS, for all on the way to read: --tls, or "
        "--plaintext-token if that is meant");
  }
  return options;
}

std::string ConnectionWords(const Arguments& arguments) {
  std::string words;
  for (const absl::string_view flag : {"--tls", "--plaintext-token"}) {
    if (arguments.Has(flag)) absl::StrAppend(&words, " ", flag);
  }
  for (const absl::string_view flag : kFileFlags) {
    if (const auto path = arguments.Value(flag))
      absl::StrAppend(&words, " ", flag, " ", ShellWord(*path));
  }
  return words;
}

}  // namespace mediagen::client
