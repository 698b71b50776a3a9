#include "server/upstream/provider.h"

#include <gtest/gtest.h>

#include "server/upstream/dialects.h"
#include "tests/upstream/request_text.h"
#include "tests/upstream/upstream_bench.h"

namespace mediagen {
namespace {

Providers TwoProviders() {
  std::vector<std::unique_ptr<Provider>> list;
  for (const char* name : {"one", "two"}) {
    ProviderOptions options = testing::OptionsFor("http://h");
    options.name = name;
    list.push_back(std::make_unique<Provider>(options, testing::KeyOf("key")));
  }
  return Providers(std::move(list), "two");
}

TEST(ProviderTest, IsFoundByNameAndByDefault) {
  const Providers providers = TwoProviders();
  EXPECT_EQ((*providers.Find("one"))->name(), "one");
  EXPECT_EQ((*providers.Find(""))->name(), "two");
}

TEST(ProviderTest, AnUnknownOneIsABadField) {
  const absl::Status status = TwoProviders().Find("three").status();
  EXPECT_EQ(testing::ViolatedField(status), "provider");
  EXPECT_EQ(status.message(), "provider: is not configured on this server; it has: one, two");
}

TEST(DialectsTest, AreFoundByName) {
  EXPECT_EQ(FindDialect("aihubmix"), &kAihubmix);
  EXPECT_EQ(FindDialect("AIHUBMIX"), nullptr);
  EXPECT_EQ(FindDialect(""), nullptr);
  EXPECT_NE(DialectNames().find("aihubmix"), std::string::npos);
}

}  // namespace
}  // namespace mediagen
