#include "client/cli/output_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/cli/usage_error.h"

namespace mediagen::client {
namespace {

constexpr mode_t kFileMode = 0666;  // The umask takes away what the user does not want.

absl::Status WriteError(const std::string& path) {
  return LocalError(absl::StatusCode::kInternal, "LOCAL_WRITE_FAILED",
                    absl::StrCat("cannot write ", path, ": ", std::strerror(errno)));
}

// KEEP_SIZE, because the length of a part file tells where to go on.
bool Reserve(int fd, int64_t bytes) {
  if (bytes <= 0) return true;
  const bool done = fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, bytes) == 0;
  return done || errno == EOPNOTSUPP || errno == ENOSYS;
}

bool Rename(const std::string& from, const std::string& to, bool replace) {
  if (replace) return rename(from.c_str(), to.c_str()) == 0;
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  // Some file systems cannot do it in one step.
  if (errno != EINVAL) return false;
  return link(from.c_str(), to.c_str()) == 0 && unlink(from.c_str()) == 0;
}

}  // namespace

absl::StatusOr<OutputFile> OutputFile::Open(const std::string& part_path, Mode mode,
                                            int64_t reserve_bytes) {
  const int exclusive = mode == Mode::kExclusive ? O_EXCL : 0;
  const int fd = open(part_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | exclusive, kFileMode);
  if (fd < 0) {
    if (errno == EEXIST) return absl::AlreadyExistsError(part_path);
    return UsageError(absl::StrCat("cannot write ", part_path, ": ", std::strerror(errno)));
  }
  OutputFile file(fd, part_path);
  if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    file.size_bytes_ = -1;  // It is another process's: leave it there, whatever it holds.
    return UsageError(absl::StrCat(part_path, " is being written by another process"));
  }
  if (mode == Mode::kGoOn) {
    if (absl::Status status = file.ReadBack(); !status.ok()) return status;
  } else if (ftruncate(fd, 0) != 0) {
    return UsageError(absl::StrCat("cannot write ", part_path, ": ", std::strerror(errno)));
  }
  if (!Reserve(fd, file.size_bytes_ + reserve_bytes)) {
    return UsageError(absl::StrCat("no room for ", part_path, " (", reserve_bytes / 1'000'000,
                                   " MB wanted): ", std::strerror(errno)));
  }
  return file;
}

absl::StatusOr<OutputFile> OutputFile::OpenDirect(const std::string& path) {
  const int fd = path == "-" ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
                             : open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) {
    return UsageError(absl::StrCat("cannot write ", path, ": ", std::strerror(errno)));
  }
  return OutputFile(fd, "");
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      part_path_(std::move(other.part_path_)),
      size_bytes_(other.size_bytes_),
      crc32c_(other.crc32c_),
      sha256_(std::move(other.sha256_)) {}

OutputFile& OutputFile::operator=(OutputFile&& other) noexcept {
  if (this == &other) return *this;
  Close();
  fd_ = std::exchange(other.fd_, -1);
  part_path_ = std::move(other.part_path_);
  size_bytes_ = other.size_bytes_;
  crc32c_ = other.crc32c_;
  sha256_ = std::move(other.sha256_);
  return *this;
}

OutputFile::~OutputFile() { Close(); }

void OutputFile::Close() {
  if (fd_ < 0) return;
  if (!direct() && size_bytes_ == 0) unlink(part_path_.c_str());
  // Gives back what Reserve set aside and nobody used.
  if (!direct() && size_bytes_ > 0 && ftruncate(fd_, size_bytes_) != 0) {
    absl::FPrintF(stderr, "mediagen: cannot trim %s: %s\n", part_path_, std::strerror(errno));
  }
  close(std::exchange(fd_, -1));
}

absl::Status OutputFile::ReadBack() {
  static constexpr size_t kStep = 1 << 20;
  std::string buffer(kStep, '\0');
  for (;;) {
    const ssize_t count = pread(fd_, buffer.data(), buffer.size(), size_bytes_);
    if (count < 0) return WriteError(part_path_);
    if (count == 0) break;
    const absl::string_view bytes(buffer.data(), static_cast<size_t>(count));
    crc32c_.Update(bytes);
    sha256_.Update(bytes);
    size_bytes_ += count;
  }
  if (lseek(fd_, size_bytes_, SEEK_SET) < 0) return WriteError(part_path_);
  return absl::OkStatus();
}

absl::Status OutputFile::Append(absl::string_view bytes) {
  for (absl::string_view rest = bytes; !rest.empty();) {
    const ssize_t count = write(fd_, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return WriteError(direct() ? "the output" : part_path_);
    const absl::string_view written = rest.substr(0, static_cast<size_t>(count));
    crc32c_.Update(written);
    sha256_.Update(written);
    size_bytes_ += count;
    rest.remove_prefix(written.size());
  }
  return absl::OkStatus();
}

absl::Status OutputFile::Truncate(int64_t size_bytes) {
  if (direct()) return absl::OkStatus();
  if (ftruncate(fd_, size_bytes) != 0) return WriteError(part_path_);
  size_bytes_ = 0;
  crc32c_ = Crc32c();
  sha256_ = Sha256();
  return ReadBack();
}

absl::Status OutputFile::Finish(const std::string& final_path, bool replace) {
  if (direct()) {
    if (close(std::exchange(fd_, -1)) != 0) return WriteError("the output");
    return absl::OkStatus();
  }
  if (ftruncate(fd_, size_bytes_) != 0 || fsync(fd_) != 0) return WriteError(part_path_);
  if (!Rename(part_path_, final_path, replace)) {
    if (errno == EEXIST) return absl::AlreadyExistsError(final_path);
    return WriteError(final_path);
  }
  close(std::exchange(fd_, -1));
  return absl::OkStatus();
}

absl::Status OutputFile::SetAside(const std::string& path) {
  if (direct()) return absl::OkStatus();
  if (rename(part_path_.c_str(), path.c_str()) != 0) return WriteError(path);
  close(std::exchange(fd_, -1));
  return absl::OkStatus();
}

}  // namespace mediagen::client
