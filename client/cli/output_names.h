#ifndef MEDIAGEN_CLIENT_CLI_OUTPUT_NAMES_H_
#define MEDIAGEN_CLIENT_CLI_OUTPUT_NAMES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/cli/output_file.h"

namespace mediagen::client {

// Names the files of one command. With `-o FILE`: FILE, or FILE-1, FILE-2, ... when several results
// were asked for. Without: the first free names such as picture.png, picture-2.png; nothing that is
// there is ever replaced. One thread.
class OutputNames {
 public:
  struct Defaults {
    absl::string_view stem;  // `picture`
    // `.mp4`; empty: by the MIME type, once it is known.
    absl::string_view extension;
  };

  // Refuses what can be seen to fail: a folder, a folder that is not there, several results to
  // stdout.
  static absl::StatusOr<OutputNames> Create(std::optional<std::string> named, Defaults defaults,
                                            int count);

  // Opens the file for result `index`, counted from 0.
  absl::StatusOr<OutputFile> Open(int index, OutputFile::Mode mode, int64_t reserve_bytes);
  // The file that result `index` gets or has; empty as long as only its MIME type can tell.
  std::string Path(int index) const;
  // The name of a result that came as a link, for its record: that of the file it would have been.
  absl::StatusOr<std::string> PathOfLink(int index, absl::string_view mime_type) const;
  // Gives `file` its final name and returns it.
  absl::StatusOr<std::string> Finish(int index, absl::string_view mime_type, OutputFile& file);

  // Bytes go to stdout or a device.
  bool direct() const { return direct_; }
  // The value of `-o` that finds these files again, also when none was given. Empty: none does.
  std::string NamedAs() const;

 private:
  OutputNames(std::optional<std::string> named, Defaults defaults, int count)
      : named_(std::move(named)), defaults_(defaults), count_(count) {}
  bool IsNamed(int index) const { return named_ && !(direct_ && index > 0); }
  absl::StatusOr<OutputFile> Claim(int index, int64_t reserve_bytes);

  std::optional<std::string> named_;
  Defaults defaults_;
  int count_;
  bool direct_ = false;
  // Default names with a fixed extension, by index, once claimed.
  std::vector<std::string> claimed_;
};

// `-1` before the extension: `cat.png` becomes `cat-1.png`.
std::string NumberedPath(absl::string_view path, int number);
// `png` for `image/png`; `bin` for what is not known.
absl::string_view ExtensionOf(absl::string_view mime_type);
// `image/png` for `https://example.com/a.png?key=1`; empty for what is not known.
absl::string_view MimeTypeOfLink(absl::string_view link);
// True when a file of that name claims to be something else than `mime_type`.
bool ExtensionMismatch(absl::string_view path, absl::string_view mime_type);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_OUTPUT_NAMES_H_
