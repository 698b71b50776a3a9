#include "server/net/address_rule.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <initializer_list>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"

namespace mediagen {
namespace {

constexpr int kMappedBits = 96;

AddressBytes Mapped(const uint8_t* four_bytes) {
  AddressBytes bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  std::memcpy(bytes.data() + 12, four_bytes, 4);
  return bytes;
}

std::optional<AddressBytes> BytesOf(const sockaddr& address) {
  AddressBytes bytes;
  if (address.sa_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    return Mapped(reinterpret_cast<const uint8_t*>(&v4.sin_addr));
  }
  if (address.sa_family != AF_INET6) return std::nullopt;
  std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr,
              bytes.size());
  return bytes;
}

std::vector<AddressRange> RangesOf(std::initializer_list<absl::string_view> texts) {
  std::vector<AddressRange> ranges;
  for (absl::string_view text : texts) ranges.push_back(*AddressRange::Parse(text));
  return ranges;
}

bool IsAmong(const std::vector<AddressRange>& ranges, const AddressBytes& address) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const AddressRange& range) { return range.Contains(address); });
}

// Everything of IPv4 that the registries do not give to hosts of the public network.
bool IsPublicV4(const AddressBytes& address) {
  static const auto* refused = new std::vector<AddressRange>(RangesOf(
      {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
       "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
       "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"}));
  return !IsAmong(*refused, address);
}

bool IsPublic(const AddressBytes& address) {
  static const auto* v4 = new AddressRange(*AddressRange::Parse("::ffff:0:0/96"));
  static const auto* translated = new AddressRange(*AddressRange::Parse("64:ff9b::/96"));
  static const auto* six_to_four = new AddressRange(*AddressRange::Parse("2002::/16"));
  static const auto* unicast = new AddressRange(*AddressRange::Parse("2000::/3"));
  // Of IPv6, what lies in the public block and is not public: protocols (among them tunnels) and
  // documentation.
  static const auto* refused =
      new std::vector<AddressRange>(RangesOf({"2001::/23", "2001:db8::/32", "3fff::/20"}));
  if (v4->Contains(address)) return IsPublicV4(address);
  if (translated->Contains(address)) return IsPublicV4(Mapped(address.data() + 12));
  if (six_to_four->Contains(address)) return IsPublicV4(Mapped(address.data() + 2));
  return unicast->Contains(address) && !IsAmong(*refused, address);
}

}  // namespace

absl::StatusOr<AddressRange> AddressRange::Parse(absl::string_view text) {
  const absl::Status wrong =
      absl::InvalidArgumentError("must be a range of addresses such as 10.0.0.0/8 or fd00::/8");
  const size_t slash = text.find('/');
  const std::string address(text.substr(0, slash));
  AddressRange range;
  uint8_t four_bytes[4];
  int least_bits = 0;
  if (inet_pton(AF_INET, address.c_str(), four_bytes) == 1) {
    range.first_ = Mapped(four_bytes);
    least_bits = kMappedBits;
  } else if (inet_pton(AF_INET6, address.c_str(), range.first_.data()) != 1) {
    return wrong;
  }
  range.prefix_bits_ = 128;
  if (slash != absl::string_view::npos) {
    int bits = 0;
    if (!absl::SimpleAtoi(text.substr(slash + 1), &bits) || bits < 0) return wrong;
    range.prefix_bits_ = std::min(bits, 129) + least_bits;
  }
  if (range.prefix_bits_ > 128) return wrong;
  for (int bit = range.prefix_bits_; bit < 128; ++bit) {
    if ((range.first_[static_cast<size_t>(bit / 8)] & 0x80 >> bit % 8) != 0) return wrong;
  }
  return range;
}

bool AddressRange::Contains(const AddressBytes& address) const {
  const auto whole_bytes = static_cast<size_t>(prefix_bits_ / 8);
  if (!std::equal(first_.begin(), first_.begin() + whole_bytes, address.begin())) return false;
  const int rest = prefix_bits_ % 8;
  if (rest == 0) return true;
  const int mask = 0xff00 >> rest & 0xff;
  return (address[whole_bytes] & mask) == first_[whole_bytes];
}

bool AddressRule::Allows(const sockaddr& address) const {
  const std::optional<AddressBytes> bytes = BytesOf(address);
  return bytes.has_value() && (IsAmong(also_, *bytes) || IsPublic(*bytes));
}

}  // namespace mediagen
