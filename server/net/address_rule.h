// Which addresses may be connected to.
#ifndef MEDIAGEN_SERVER_NET_ADDRESS_RULE_H_
#define MEDIAGEN_SERVER_NET_ADDRESS_RULE_H_

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mediagen {

// An address of IPv6; one of IPv4 in its mapped form, ::ffff:a.b.c.d.
using AddressBytes = std::array<uint8_t, 16>;

// A block of addresses. A plain value.
class AddressRange {
 public:
  // `10.0.0.0/8`, `fd00::/8`, or a single address. INVALID_ARGUMENT for anything else, also for
  // bits set behind the prefix.
  static absl::StatusOr<AddressRange> Parse(absl::string_view text);

  bool Contains(const AddressBytes& address) const;

 private:
  AddressBytes first_ = {};
  int prefix_bits_ = 0;  // Of 128.
};

// Lets public addresses through and keeps out what only this machine or its network reaches:
// private, loopback, link-local, shared, multicast, unspecified and reserved ones, also where an
// address of IPv6 stands for such a one of IPv4. A plain value. Any thread.
class AddressRule {
 public:
  AddressRule() = default;
  // Lets `also` through as well.
  explicit AddressRule(std::vector<AddressRange> also) : also_(std::move(also)) {}

  // False for any family but IPv4 and IPv6.
  bool Allows(const sockaddr& address) const;

 private:
  std::vector<AddressRange> also_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_NET_ADDRESS_RULE_H_
