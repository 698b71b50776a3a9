#ifndef MEDIAGEN_CLIENT_CHECKSUM_H_
#define MEDIAGEN_CLIENT_CHECKSUM_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace mediagen::client {

// CRC32C (Castagnoli) of a stream of bytes, with the CPU's own instructions. A value.
class Crc32c {
 public:
  void Update(absl::string_view bytes);
  uint32_t value() const { return ~state_; }

 private:
  uint32_t state_ = 0xFFFFFFFF;
};

// SHA-256 of a stream of bytes. Movable.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void Update(absl::string_view bytes);
  // Lower-case hexadecimal digits. Ends the computation.
  std::string Finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CHECKSUM_H_
