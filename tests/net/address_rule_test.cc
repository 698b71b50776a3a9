#include "server/net/address_rule.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <string>
#include <vector>

namespace mediagen {
namespace {

bool Allows(const AddressRule& rule, const std::string& text) {
  sockaddr_in v4 = {};
  v4.sin_family = AF_INET;
  if (inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1)
    return rule.Allows(reinterpret_cast<const sockaddr&>(v4));
  sockaddr_in6 v6 = {};
  v6.sin6_family = AF_INET6;
  EXPECT_EQ(inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr), 1) << text;
  return rule.Allows(reinterpret_cast<const sockaddr&>(v6));
}

// The first and last address of what is refused, and in between.
const char* const kRefused[] = {
    "0.0.0.0",
    "0.255.255.255",
    "10.0.0.0",
    "10.255.255.255",
    "100.64.0.0",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.255",
    "169.254.0.0",
    "169.254.169.254",
    "169.254.255.255",
    "172.16.0.0",
    "172.31.255.255",
    "192.0.0.0",
    "192.0.0.255",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.0",
    "192.168.255.255",
    "198.18.0.0",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.0",
    "255.255.255.255",
    "::",
    "::1",
    "::2",
    "::ffff:127.0.0.1",
    "::ffff:10.1.2.3",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::10.1.2.3",
    "64:ff9b:1::8.8.8.8",
    "64:ff9b:0:1::8.8.8.8",
    "100::1",
    "2001::1",
    "2001:0:1:2::3",
    "2001:2::1",
    "2001:1ff:ffff::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:a9fe:a9fe::1",
    "2002:c0a8:1::",
    "3fff::1",
    "3fff:fff:ffff::1",
    "1fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "febf::1",
    "fec0::1",
    "ff02::1",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
};

// Their neighbours, and what stands for a public address.
const char* const kAllowed[] = {
    "1.0.0.0",          "8.8.8.8",         "9.255.255.255",   "11.0.0.0",
    "100.63.255.255",   "100.128.0.0",     "126.255.255.255", "128.0.0.0",
    "169.253.255.255",  "169.255.0.0",     "172.15.255.255",  "172.32.0.0",
    "192.0.1.0",        "192.0.3.0",       "192.88.98.255",   "192.88.100.0",
    "192.167.255.255",  "192.169.0.0",     "198.17.255.255",  "198.20.0.0",
    "198.51.99.255",    "203.0.112.255",   "223.255.255.255", "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8", "2000::1",         "2001:200::1",     "2001:4860:4860::8888",
    "2001:db9::1",      "2002:808:808::1", "2606:4700::1",    "3ffe::1",
    "3fff:1000::1",
};

TEST(AddressRuleTest, LetsPublicAddressesThroughAndNoOthers) {
  for (const char* address : kRefused) EXPECT_FALSE(Allows(AddressRule(), address)) << address;
  for (const char* address : kAllowed) EXPECT_TRUE(Allows(AddressRule(), address)) << address;
}

TEST(AddressRuleTest, LetsARangeThroughAsWell) {
  const AddressRule rule(
      {*AddressRange::Parse("10.1.0.0/16"), *AddressRange::Parse("fd00:2::/31")});
  for (const char* address :
       {"10.1.0.0", "10.1.255.255", "::ffff:10.1.2.3", "fd00:2::1", "fd00:3:ffff::1", "8.8.8.8"})
    EXPECT_TRUE(Allows(rule, address)) << address;
  for (const char* address : {"10.0.255.255", "10.2.0.0", "127.0.0.1", "64:ff9b::10.1.2.3",
                              "fd00:1::1", "fd00:4::1", "::1"})
    EXPECT_FALSE(Allows(rule, address)) << address;
}

TEST(AddressRuleTest, ASingleAddressIsARange) {
  const AddressRule rule({*AddressRange::Parse("::1"), *AddressRange::Parse("127.0.0.1")});
  EXPECT_TRUE(Allows(rule, "::1"));
  EXPECT_TRUE(Allows(rule, "127.0.0.1"));
  EXPECT_FALSE(Allows(rule, "127.0.0.2"));
}

TEST(AddressRuleTest, ARangeMayBeEverything) {
  const AddressRule rule({*AddressRange::Parse("::/0")});
  for (const char* address : kRefused) EXPECT_TRUE(Allows(rule, address)) << address;
  const AddressRule v4({*AddressRange::Parse("0.0.0.0/0")});
  EXPECT_TRUE(Allows(v4, "127.0.0.1"));
  EXPECT_FALSE(Allows(v4, "::1"));
}

TEST(AddressRuleTest, RefusesOtherFamilies) {
  sockaddr_un local = {};
  local.sun_family = AF_UNIX;
  EXPECT_FALSE(
      AddressRule({*AddressRange::Parse("::/0")}).Allows(reinterpret_cast<const sockaddr&>(local)));
}

TEST(AddressRuleTest, RefusesWhatIsNoRange) {
  for (const char* text :
       {"", "x", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.1/8", "10.0.0.0/8/8",
        "10.0.0/8", "fd00::/129", "fd00::1/64", "localhost", "10.0.0.0/99999999999", "[::1]"})
    EXPECT_FALSE(AddressRange::Parse(text).ok()) << text;
}

}  // namespace
}  // namespace mediagen
