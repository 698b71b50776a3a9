#include "server/upstream/key_credential.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "server/upstream/secrets.h"
#include "server/upstream/upstream_text.h"
#include "tests/client/scratch_folder.h"
#include "tests/upstream/credential_bench.h"

namespace mediagen {
namespace {

using client::ScratchFolder;
using testing::ClientLoop;
using testing::KeyOf;
using Kind = AccessKey::Kind;

class FileCredentialTest : public ::testing::Test {
 protected:
  FileCredentialTest() { folder_.Write("key", "first-plum\n"); }

  std::unique_ptr<FileCredential> Open(absl::Duration look_interval) {
    auto credential = FileCredential::Open(Kind::kToken, folder_.File("key"), look_interval);
    EXPECT_TRUE(credential.ok()) << credential.status();
    return *std::move(credential);
  }

  ScratchFolder folder_;
  ClientLoop loop_;
};

TEST_F(FileCredentialTest, GivesTheFirstLine) {
  const auto credential = Open(absl::ZeroDuration());
  testing::KeyCall call(loop_, *credential);
  ASSERT_TRUE(call.Finish().ok());
  EXPECT_EQ(call.Finish()->value, "first-plum");
  EXPECT_EQ(call.Finish()->kind, Kind::kToken);
  EXPECT_EQ(call.Finish()->quota_project, "");
  EXPECT_FALSE(credential->IsCallers());
}

TEST_F(FileCredentialTest, FollowsTheFile) {
  const auto credential = Open(absl::ZeroDuration());
  folder_.Write("key", "second-plum\n");
  EXPECT_EQ(KeyOf(loop_, *credential), "second-plum");
  EXPECT_EQ(ScrubUpstreamText("first-plum second-plum"), "[key] [key]");
}

TEST_F(FileCredentialTest, DoesNotLookBeforeItsTime) {
  const auto credential = Open(absl::Hours(1));
  folder_.Write("key", "second-plum\n");
  EXPECT_EQ(KeyOf(loop_, *credential), "first-plum");
}

TEST_F(FileCredentialTest, ARefusalIsAReasonToLook) {
  const auto credential = Open(absl::Hours(1));
  const AccessKey first(Kind::kToken, "first-plum");
  EXPECT_FALSE(credential->Refuse(first));
  folder_.Write("key", "second-plum\n");
  EXPECT_TRUE(credential->Refuse(first));
  EXPECT_EQ(KeyOf(loop_, *credential), "second-plum");
  EXPECT_TRUE(credential->Refuse(first));
}

TEST_F(FileCredentialTest, KeepsItsKeyWhenTheFileBreaks) {
  const auto credential = Open(absl::ZeroDuration());
  const struct {
    const char* name;
    std::string text;
  } kRows[] = {
      {"Empty", ""},
      {"TwoWords", "second plum"},
      {"Nul", std::string("second\0plum", 11)},
      {"Large", std::string(100'000, 'x')},
  };
  for (const auto& row : kRows) {
    folder_.Write("key", row.text);
    EXPECT_EQ(KeyOf(loop_, *credential), "first-plum") << row.name;
    const absl::Status problem = credential->TakeProblem();
    EXPECT_FALSE(problem.ok()) << row.name;
    EXPECT_TRUE(absl::StrContains(problem.message(), folder_.File("key"))) << row.name;
    EXPECT_FALSE(absl::StrContains(problem.message(), "plum")) << row.name;
    // Mended, so that the next row is a problem of its own.
    folder_.Write("key", "first-plum");
    EXPECT_EQ(KeyOf(loop_, *credential), "first-plum") << row.name;
    EXPECT_TRUE(credential->TakeProblem().ok()) << row.name;
  }
}

TEST_F(FileCredentialTest, TellsOfAProblemOnce) {
  const auto credential = Open(absl::ZeroDuration());
  std::filesystem::remove(folder_.File("key"));
  EXPECT_EQ(KeyOf(loop_, *credential), "first-plum");
  EXPECT_FALSE(credential->TakeProblem().ok());
  EXPECT_EQ(KeyOf(loop_, *credential), "first-plum");
  EXPECT_TRUE(credential->TakeProblem().ok());
  folder_.Write("key", "second-plum");
  EXPECT_EQ(KeyOf(loop_, *credential), "second-plum");
}

TEST_F(FileCredentialTest, NeedsAFileToBeginWith) {
  EXPECT_FALSE(
      FileCredential::Open(Kind::kApiKey, folder_.File("none"), absl::ZeroDuration()).ok());
  EXPECT_FALSE(
      FileCredential::Open(Kind::kApiKey, folder_.path().string(), absl::ZeroDuration()).ok());
  EXPECT_FALSE(FileCredential::Open(Kind::kApiKey, "/dev/zero", absl::ZeroDuration()).ok());
}

TEST_F(FileCredentialTest, ServesSeveralLoopsAtOnce) {
  const auto credential = Open(absl::ZeroDuration());
  ClientLoop other;
  for (int i = 0; i < 50; ++i) {
    const std::string key = i % 2 == 0 ? "first-plum" : "second-plum";
    folder_.Write("key", key);
    testing::KeyCall one(loop_, *credential);
    testing::KeyCall two(other, *credential);
    EXPECT_EQ(one.Finish()->value, key);
    EXPECT_EQ(two.Finish()->value, key);
  }
}

TEST(CallerCredentialTest, IsTheCallers) {
  ClientLoop loop;
  const auto credential = MakeCallerCredential(Kind::kApiKey, "sk-callers-own");
  ASSERT_TRUE(credential.ok());
  EXPECT_EQ(KeyOf(loop, **credential), "sk-callers-own");
  EXPECT_TRUE((*credential)->IsCallers());
  EXPECT_FALSE((*credential)->Refuse(AccessKey(Kind::kApiKey, "sk-callers-own")));
}

TEST(CallerCredentialTest, IsASecretAsLongAsItsCall) {
  {
    const auto credential = MakeCallerCredential(Kind::kToken, "callers-plum");
    EXPECT_EQ(WithoutSecrets("callers-plum"), "[key]");
  }
  EXPECT_EQ(WithoutSecrets("callers-plum"), "callers-plum");
}

TEST(CallerCredentialTest, RefusesWhatCannotStandInAHeader) {
  for (const std::string& key :
       {std::string(), std::string("a b"), std::string("a\r\nX-Evil: 1"), std::string("a\0b", 3),
        std::string("caf\xc3\xa9"), std::string(4097, 'x')}) {
    const auto credential = MakeCallerCredential(Kind::kApiKey, key);
    ASSERT_EQ(credential.status().code(), absl::StatusCode::kInvalidArgument) << key.size();
    EXPECT_FALSE(absl::StrContains(credential.status().ToString(), "Evil"));
  }
}

TEST(KeyFingerprintTest, IsTheBeginningOfTheSha256) {
  EXPECT_EQ(KeyFingerprint("abc"), "ba7816bf8f01cfea414140de5dae2223");
  EXPECT_NE(KeyFingerprint("abd"), KeyFingerprint("abc"));
}

}  // namespace
}  // namespace mediagen
