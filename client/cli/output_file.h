#ifndef MEDIAGEN_CLIENT_CLI_OUTPUT_FILE_H_
#define MEDIAGEN_CLIENT_CLI_OUTPUT_FILE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/checksum.h"

namespace mediagen::client {

// One result on its way to the disk: it grows in a part file, which takes its final name only when
// it is whole and checked. Movable; owns the descriptor and a lock on the part file. A part file
// without a byte in it goes with the object, any other one stays: its bytes may have been paid for.
class OutputFile {
 public:
  enum class Mode {
    kFresh,      // Empties a part file that is there.
    kExclusive,  // Fails with ALREADY_EXISTS if there is one.
    kGoOn,       // Keeps its bytes and appends.
  };

  // Opens `part_path` and sets `reserve_bytes` of disk space aside, so that a full disk shows
  // before anything is paid. Errors are for the person at the keyboard.
  static absl::StatusOr<OutputFile> Open(const std::string& part_path, Mode mode,
                                         int64_t reserve_bytes);
  // A device, a pipe or stdout (`-`): bytes go straight there, under no other name.
  static absl::StatusOr<OutputFile> OpenDirect(const std::string& path);

  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&& other) noexcept;
  ~OutputFile();

  absl::Status Append(absl::string_view bytes);
  // Forgets every byte behind the first `size_bytes`.
  absl::Status Truncate(int64_t size_bytes);
  // Makes the bytes durable and gives them their name, replacing a file of that name if `replace`.
  // ALREADY_EXISTS leaves the part file as it is.
  absl::Status Finish(const std::string& final_path, bool replace);
  // Gives the bytes up, but keeps them under another name.
  absl::Status SetAside(const std::string& path);

  int64_t size_bytes() const { return size_bytes_; }
  uint32_t crc32c() const { return crc32c_.value(); }
  // Once, at the end.
  std::string TakeSha256() { return sha256_.Finish(); }
  const std::string& part_path() const { return part_path_; }
  // Bytes go straight to their place: there is no file to name or to keep a record beside.
  bool direct() const { return part_path_.empty(); }

 private:
  OutputFile(int fd, std::string part_path) : fd_(fd), part_path_(std::move(part_path)) {}
  absl::Status ReadBack();
  void Close();

  int fd_ = -1;
  std::string part_path_;
  int64_t size_bytes_ = 0;
  Crc32c crc32c_;
  Sha256 sha256_;
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_OUTPUT_FILE_H_
