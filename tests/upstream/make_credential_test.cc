#include "server/upstream/make_credential.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/client/scratch_folder.h"
#include "tests/fakes/fake_upstream.h"
#include "tests/upstream/credential_bench.h"
#include "tests/upstream/request_text.h"

namespace mediagen {
namespace {

using client::ScratchFolder;
using testing::Answer;
using testing::AuthorizedUserJson;
using testing::ClientLoop;
using testing::FakeUpstream;
using Kind = TokenSource::Kind;

// An environment variable for the length of a test.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    const char* before = std::getenv(name);
    if (before != nullptr) before_ = before;
    had_ = before != nullptr;
    value.empty() ? unsetenv(name) : setenv(name, value.c_str(), 1);
  }
  ~Variable() { had_ ? setenv(name_, before_.c_str(), 1) : unsetenv(name_); }

 private:
  const char* const name_;
  std::string before_;
  bool had_ = false;
};

TEST(MakeCredentialTest, EachKindGivesItsKey) {
  ScratchFolder folder;
  folder.Write("key", "key-in-file");
  FakeUpstream upstream;
  upstream.SetDefault(Answer::Json(R"({"access_token":"fetched-token","expires_in":3600})")
                          .Header("Metadata-Flavor", "Google"));
  folder.Write("credential", AuthorizedUserJson(upstream.base_url()));
  const Variable variable("MEDIAGEN_TEST_KEY", "key-in-variable");
  using Set = void (*)(CredentialOptions&, const ScratchFolder&, const FakeUpstream&);
  const struct {
    const char* name;
    Set set;
    const char* value;
    AccessKey::Kind kind;
  } kRows[] = {
      {"ApiKeyFile", [](auto& o, auto& f, auto&) { o.api_key_file = f.File("key"); }, "key-in-file",
       AccessKey::Kind::kApiKey},
      {"ApiKeyVariable", [](auto& o, auto&, auto&) { o.api_key_variable = "MEDIAGEN_TEST_KEY"; },
       "key-in-variable", AccessKey::Kind::kApiKey},
      {"TokenFile", [](auto& o, auto& f, auto&) { o.token_file = f.File("key"); }, "key-in-file",
       AccessKey::Kind::kToken},
      {"TokenVariable", [](auto& o, auto&, auto&) { o.token_variable = "MEDIAGEN_TEST_KEY"; },
       "key-in-variable", AccessKey::Kind::kToken},
      {"CredentialFile", [](auto& o, auto& f, auto&) { o.credential_file = f.File("credential"); },
       "fetched-token", AccessKey::Kind::kToken},
      {"CredentialJson",
       [](auto& o, auto&, auto& u) { o.credential_json = AuthorizedUserJson(u.base_url()); },
       "fetched-token", AccessKey::Kind::kToken},
      {"MetadataServer",
       [](auto& o, auto&, auto& u) {
         o.metadata_server = true;
         o.metadata_host = absl::StrCat("127.0.0.1:", u.port());
       },
       "fetched-token", AccessKey::Kind::kToken},
  };
  ClientLoop loop;
  for (const auto& row : kRows) {
    CredentialOptions options;
    row.set(options, folder, upstream);
    const auto credential = MakeCredential(options);
    ASSERT_TRUE(credential.ok()) << row.name << ": " << credential.status();
    {
      testing::KeyCall call(loop, **credential);
      ASSERT_TRUE(call.Finish().ok()) << row.name << ": " << call.Finish().status();
      EXPECT_EQ(call.Finish()->value, row.value) << row.name;
      EXPECT_EQ(call.Finish()->kind, row.kind) << row.name;
    }
    EXPECT_FALSE((*credential)->IsCallers()) << row.name;
    (*credential)->Stop();
  }
}

TEST(MakeCredentialTest, OneSourceMustBeNamed) {
  CredentialOptions options;
  EXPECT_FALSE(MakeCredential(options).ok());
  options.metadata_server = true;
  EXPECT_TRUE(MakeCredential(options).ok());
  options.application_default = true;
  EXPECT_FALSE(MakeCredential(options).ok());
  EXPECT_FALSE(FindTokenSource(options).ok());
}

TEST(MakeCredentialTest, WhatCannotBeUsedIsSaidAtOnce) {
  ScratchFolder folder;
  folder.Write("broken", R"({"type":"plum-tree"})");
  for (const char* name : {"broken", "missing"}) {
    CredentialOptions options;
    options.credential_file = folder.File(name);
    const auto credential = MakeCredential(options);
    ASSERT_FALSE(credential.ok()) << name;
    EXPECT_TRUE(absl::StrContains(credential.status().message(), folder.File(name))) << name;
    EXPECT_FALSE(absl::StrContains(credential.status().message(), "plum-tree")) << name;
  }
}

TEST(ApplicationDefaultTest, LooksInOrder) {
  ScratchFolder folder;
  const std::string in_home = ".config/gcloud/application_default_credentials.json";
  const Variable home("HOME", folder.path().string());
  const Variable host("GCE_METADATA_HOST", "");
  CredentialOptions options;
  options.application_default = true;
  {
    const Variable file("GOOGLE_APPLICATION_CREDENTIALS", "");
    ASSERT_TRUE(FindTokenSource(options).ok());
    EXPECT_EQ(FindTokenSource(options)->kind, Kind::kMetadataServer);
    const Variable homeless("HOME", "");
    EXPECT_EQ(FindTokenSource(options)->kind, Kind::kMetadataServer);
  }
  std::filesystem::create_directories(folder.path() / ".config/gcloud");
  folder.Write(in_home, AuthorizedUserJson("https://home.example"));
  {
    const Variable file("GOOGLE_APPLICATION_CREDENTIALS", "");
    ASSERT_TRUE(FindTokenSource(options).ok());
    EXPECT_EQ(FindTokenSource(options)->token_uri, "https://home.example/token");
    folder.Write(in_home, "broken");
    EXPECT_FALSE(FindTokenSource(options).ok());
  }
  folder.Write("named", AuthorizedUserJson("https://named.example"));
  const Variable file("GOOGLE_APPLICATION_CREDENTIALS", folder.File("named"));
  ASSERT_TRUE(FindTokenSource(options).ok());
  EXPECT_EQ(FindTokenSource(options)->token_uri, "https://named.example/token");
  // A file that was named is not passed over.
  const Variable missing("GOOGLE_APPLICATION_CREDENTIALS", folder.File("missing"));
  EXPECT_FALSE(FindTokenSource(options).ok());
}

TEST(ApplicationDefaultTest, DoesNotBecomeTheMachineWhenItsFileGoesAway) {
  ScratchFolder folder;
  FakeUpstream upstream;
  upstream.SetDefault(Answer::Json(R"({"access_token":"fetched-token","expires_in":0})"));
  folder.Write("named", AuthorizedUserJson(upstream.base_url()));
  CredentialOptions options;
  options.application_default = true;
  absl::StatusOr<std::unique_ptr<Credential>> credential;
  {
    const Variable file("GOOGLE_APPLICATION_CREDENTIALS", folder.File("named"));
    credential = MakeCredential(options);
    ASSERT_TRUE(credential.ok()) << credential.status();
  }
  std::filesystem::remove(folder.File("named"));
  ClientLoop loop;
  EXPECT_EQ(testing::KeyOf(loop, **credential), "fetched-token");
  EXPECT_EQ(upstream.requests().at(0).method, "POST");
  (*credential)->Stop();
}

TEST(FetchTokenOnceTest, WithoutASourceOfTokens) {
  ClientLoop loop;
  CredentialOptions options;
  options.api_key_variable = "MEDIAGEN_TEST_KEY";
  const auto token = loop.FetchToken(options);
  EXPECT_EQ(token.status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(testing::ReasonOf(token.status()), "UPSTREAM_CREDENTIALS");
}

}  // namespace
}  // namespace mediagen
