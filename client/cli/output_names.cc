#include "client/cli/output_names.h"

#include <sys/stat.h>

#include <filesystem>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/cli/usage_error.h"

namespace mediagen::client {
namespace {

constexpr int kMaxDefaultNames = 10'000;

bool Exists(const std::string& path) {
  struct stat facts;
  return lstat(path.c_str(), &facts) == 0;
}

std::string DefaultStem(absl::string_view stem, int number) {
  return number == 1 ? std::string(stem) : absl::StrCat(stem, "-", number);
}

absl::Status NoFreeName(absl::string_view stem) {
  return UsageError(absl::StrCat("too many files named ", stem, "-N here; name one with -o"));
}

// A device or a pipe is written to, not replaced.
absl::StatusOr<bool> GoesDirect(const std::string& path) {
  if (path == "-") return true;
  if (path.empty()) return UsageError("-o: the name is empty");
  struct stat facts;
  if (stat(path.c_str(), &facts) == 0) {
    if (S_ISDIR(facts.st_mode)) {
      return UsageError(absl::StrCat("-o: ", path, " is a folder; name a file in it"));
    }
    return !S_ISREG(facts.st_mode);
  }
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code ignored;
  if (path.back() == '/' || (!folder.empty() && !std::filesystem::is_directory(folder, ignored))) {
    return UsageError(absl::StrCat("-o: there is no folder ", folder.string()));
  }
  return false;
}

}  // namespace

absl::StatusOr<OutputNames> OutputNames::Create(std::optional<std::string> named, Defaults defaults,
                                                int count) {
  OutputNames names(std::move(named), defaults, count);
  if (!names.named_) return names;
  const absl::StatusOr<bool> direct = GoesDirect(*names.named_);
  if (!direct.ok()) return direct.status();
  names.direct_ = *direct;
  if (names.direct_ && count > 1) {
    return UsageError(
        absl::StrCat("-o ", *names.named_, " takes one result, and --count asks for ", count));
  }
  return names;
}

absl::StatusOr<OutputFile> OutputNames::Open(int index, OutputFile::Mode mode,
                                             int64_t reserve_bytes) {
  if (direct_ && index == 0) return OutputFile::OpenDirect(*named_);
  if (!IsNamed(index)) return Claim(index, reserve_bytes);
  const std::string path = Path(index);
  if (std::error_code ignored; std::filesystem::is_directory(path, ignored)) {
    return UsageError(absl::StrCat("-o: ", path, " is a folder"));
  }
  return OutputFile::Open(path + ".part", mode, reserve_bytes);
}

absl::StatusOr<OutputFile> OutputNames::Claim(int index, int64_t reserve_bytes) {
  for (int number = 1; number < kMaxDefaultNames; ++number) {
    const std::string path = absl::StrCat(DefaultStem(defaults_.stem, number), defaults_.extension);
    if (!defaults_.extension.empty() && (Exists(path) || Exists(path + ".json"))) continue;
    auto file = OutputFile::Open(path + ".part", OutputFile::Mode::kExclusive, reserve_bytes);
    if (absl::IsAlreadyExists(file.status())) continue;
    if (file.ok() && !defaults_.extension.empty()) {
      claimed_.resize(std::max(claimed_.size(), static_cast<size_t>(index) + 1));
      claimed_[index] = path;
    }
    return file;
  }
  return NoFreeName(defaults_.stem);
}

std::string OutputNames::Path(int index) const {
  if (IsNamed(index)) {
    return count_ <= 1 && index == 0 ? *named_ : NumberedPath(*named_, index + 1);
  }
  return static_cast<size_t>(index) < claimed_.size() ? claimed_[index] : "";
}

absl::StatusOr<std::string> OutputNames::PathOfLink(int index, absl::string_view mime_type) const {
  if (std::string path = Path(index); !path.empty()) return path;
  const std::string extension = absl::StrCat(".", ExtensionOf(mime_type));
  for (int number = 1; number < kMaxDefaultNames; ++number) {
    std::string path = absl::StrCat(DefaultStem(defaults_.stem, number), extension);
    if (!Exists(path) && !Exists(path + ".json")) return path;
  }
  return NoFreeName(defaults_.stem);
}

absl::StatusOr<std::string> OutputNames::Finish(int index, absl::string_view mime_type,
                                                OutputFile& file) {
  if (const std::string path = Path(index); !path.empty()) {
    const absl::Status status = file.Finish(path, /*replace=*/IsNamed(index));
    if (!status.ok()) return status;
    return path;
  }
  for (int number = 1; number < kMaxDefaultNames; ++number) {
    const std::string path =
        absl::StrCat(DefaultStem(defaults_.stem, number), ".", ExtensionOf(mime_type));
    const absl::Status status = file.Finish(path, /*replace=*/false);
    if (status.ok()) return path;
    if (!absl::IsAlreadyExists(status)) return status;
  }
  return NoFreeName(defaults_.stem);
}

std::string OutputNames::NamedAs() const {
  if (direct_) return *named_;
  if (named_) return *named_;
  // Files of default names are numbered as they came free, which no single -o describes.
  return count_ <= 1 ? Path(0) : "";
}

}  // namespace mediagen::client
