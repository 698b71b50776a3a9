// Sealed handles.
#include "server/upstream/operation.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/upstream/request_text.h"

namespace mediagen {
namespace {

std::string Key(char c) { return std::string(OperationSealer::kKeyBytes, c); }

Operation Example() {
  Operation operation;
  operation.provider = "relay";
  operation.dialect = "aihubmix";
  operation.upstream_name = "models/veo-2.0-generate-001/operations/op-2001";
  operation.model = "veo-2.0-generate-001";
  operation.request_id = "11111111-2222-4333-8444-555555555555";
  operation.create_time = absl::FromUnixMillis(1'800'000'000'123);
  operation.duration_seconds = 8;
  return operation;
}

void ExpectUnknown(const OperationSealer& sealer, absl::string_view handle) {
  const absl::StatusOr<Operation> opened = sealer.Open(handle, "");
  EXPECT_EQ(opened.status().code(), absl::StatusCode::kNotFound) << handle;
  EXPECT_EQ(testing::ReasonOf(opened.status()), "OPERATION_UNKNOWN") << handle;
}

TEST(OperationTest, KnowsItsProtocol) {
  const OperationSealer sealer({Key('a')});
  EXPECT_FALSE(sealer.Open(sealer.Seal(Example()), "")->interaction);
  Operation interaction = Example();
  interaction.interaction = true;
  EXPECT_TRUE(sealer.Open(sealer.Seal(interaction), "")->interaction);
}

TEST(OperationTest, OpensWhatItSealed) {
  const OperationSealer sealer({Key('a')});
  const Operation sealed = Example();
  const absl::StatusOr<Operation> opened = sealer.Open(sealer.Seal(sealed), "");
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened->provider, sealed.provider);
  EXPECT_EQ(opened->dialect, sealed.dialect);
  EXPECT_EQ(opened->upstream_name, sealed.upstream_name);
  EXPECT_EQ(opened->model, sealed.model);
  EXPECT_EQ(opened->request_id, sealed.request_id);
  EXPECT_EQ(opened->create_time, sealed.create_time);
  EXPECT_EQ(opened->duration_seconds, sealed.duration_seconds);
}

TEST(OperationTest, BelongsToItsTenant) {
  const OperationSealer sealer({Key('a')});
  Operation operation = Example();
  for (const char* owner : {"", "shop", "shop2"}) {
    operation.tenant = owner;
    const std::string handle = sealer.Seal(operation);
    for (const char* caller : {"", "shop", "shop2", "SHOP", "sho"}) {
      const absl::StatusOr<Operation> opened = sealer.Open(handle, caller);
      if (std::string(owner) == caller) {
        ASSERT_TRUE(opened.ok()) << owner;
        EXPECT_EQ(opened->tenant, owner);
      } else {
        // As if there were no such operation.
        EXPECT_EQ(opened.status(), sealer.Open("nonsense", caller).status()) << owner << caller;
      }
    }
  }
}

TEST(OperationTest, AHandleGivesNothingAway) {
  const OperationSealer sealer({Key('a')});
  const std::string handle = sealer.Seal(Example());
  EXPECT_EQ(
      handle.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
      std::string::npos);
  std::string raw;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(handle, &raw));
  EXPECT_EQ(raw.find("veo"), std::string::npos);
  EXPECT_NE(handle, sealer.Seal(Example()));
}

TEST(OperationTest, TamperingWithAnyCharacterIsSeen) {
  const OperationSealer sealer({Key('a')});
  for (size_t pad = 0; pad < 3; ++pad) {  // Every length of the last group.
    Operation operation = Example();
    operation.model += std::string(pad, 'x');
    const std::string handle = sealer.Seal(operation);
    ASSERT_TRUE(sealer.Open(handle, "").ok());
    for (size_t i = 0; i < handle.size(); ++i) {
      for (const char other : {'A', 'B', 'z', '9', '-', '_', '+', '/', '=', '.', ' ', '\n', '\0'}) {
        if (handle[i] == other) continue;
        std::string tampered = handle;
        tampered[i] = other;
        ExpectUnknown(sealer, tampered);
      }
    }
    for (const char* tail : {"A", "=", "==", " ", "\n", "AAAA", "."})
      ExpectUnknown(sealer, handle + tail);
    ExpectUnknown(sealer, " " + handle);
  }
}

TEST(OperationTest, EveryTruncationIsSeen) {
  const OperationSealer sealer({Key('a')});
  const std::string handle = sealer.Seal(Example());
  for (size_t size = 0; size < handle.size(); ++size)
    ExpectUnknown(sealer, absl::string_view(handle).substr(0, size));
}

TEST(OperationTest, WhatIsNoHandleIsUnknown) {
  const OperationSealer sealer({Key('a')});
  for (const std::string& text :
       {std::string("hello"), std::string("%%%"), std::string("é"), std::string(33, 'A'),
        std::string(44, 'A'), std::string(5'000'000, 'A'), std::string("AQ==")}) {
    ExpectUnknown(sealer, text);
  }
}

TEST(OperationTest, AnotherKeyDoesNotOpen) {
  ExpectUnknown(OperationSealer({Key('b')}), OperationSealer({Key('a')}).Seal(Example()));
}

TEST(OperationTest, AfterRotationTheOldKeyStillOpens) {
  const OperationSealer before({Key('a')});
  const OperationSealer during({Key('b'), Key('a')});
  const OperationSealer after({Key('b')});
  EXPECT_TRUE(during.Open(before.Seal(Example()), "").ok());
  EXPECT_TRUE(after.Open(during.Seal(Example()), "").ok());
  ExpectUnknown(before, during.Seal(Example()));
}

TEST(OperationTest, HandlesAreAtMost2000BytesLong) {
  Operation longest = Example();
  longest.provider = std::string(30, 'p');
  longest.upstream_name = std::string(1000, 'n');
  longest.model = std::string(200, 'm');
  longest.request_id = std::string(128, 'r');
  const OperationSealer sealer({Key('a')});
  const std::string handle = sealer.Seal(longest);
  EXPECT_LE(handle.size(), 2000u);
  EXPECT_TRUE(sealer.Open(handle, "").ok());
}

struct KeyFileRow {
  const char* name;
  std::string text;
  const char* error;  // Empty: good.
};

const std::string& Hex() {
  static const auto* hex = new std::string(64, 'a');
  return *hex;
}

TEST(OperationKeysTest, KeyFiles) {
  const KeyFileRow rows[] = {
      {"One", Hex(), ""},
      {"UpperCase", std::string(64, 'F'), ""},
      {"LineEnd", Hex() + "\n", ""},
      {"WindowsLineEnd", Hex() + "\r\n", ""},
      {"CommentsAndBlankLines", "# first\n\n  " + Hex() + "  \n#x\n", ""},
      {"Empty", "", "operation keys: there is none"},
      {"OnlyComments", "# a\n#b\n", "operation keys: there is none"},
      {"Short", std::string(63, 'a'), "line 1: want 64 hex digits"},
      {"Long", std::string(65, 'a'), "line 1: want 64 hex digits"},
      {"NoHex", std::string(63, 'a') + "g", "line 1: want 64 hex digits"},
      {"SecondLine", Hex() + "\nsecret", "line 2: want 64 hex digits"},
      {"TwoOnALine", Hex() + " " + Hex(), "line 1: want 64 hex digits"},
  };
  for (const KeyFileRow& row : rows) {
    const auto keys = OperationSealer::ReadKeys(row.text);
    if (*row.error == '\0') {
      ASSERT_TRUE(keys.ok()) << row.name << keys.status();
      EXPECT_EQ(keys->front().size(), OperationSealer::kKeyBytes) << row.name;
      continue;
    }
    const std::string message(keys.status().message());
    EXPECT_NE(message.find(row.error), std::string::npos) << row.name << ": " << message;
    EXPECT_EQ(message.find("secret"), std::string::npos) << "quotes a key";
    EXPECT_EQ(message.find("aaaaaaaa"), std::string::npos) << "quotes a key";
  }
}

TEST(OperationKeysTest, KeepTheirOrder) {
  const auto keys =
      OperationSealer::ReadKeys(absl::StrCat(std::string(64, '1'), "\n", std::string(64, '2')));
  ASSERT_TRUE(keys.ok());
  EXPECT_EQ(*keys, (std::vector<std::string>{Key('\x11'), Key('\x22')}));
}

TEST(OperationKeysTest, RandomKeysDiffer) {
  EXPECT_EQ(OperationSealer::RandomKey().size(), OperationSealer::kKeyBytes);
  EXPECT_NE(OperationSealer::RandomKey(), OperationSealer::RandomKey());
}

}  // namespace
}  // namespace mediagen
