// An exchange talks to the host it was given, and says what it was told: nothing in the answer or
// in the environment changes that.
#include <curl/curl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <string>

#include "server/net/http_exchange.h"
#include "tests/fakes/fake_upstream.h"
#include "tests/net/client_thread.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::ClientThread;
using testing::FakeUpstream;
using testing::Get;
using testing::Outcome;
using testing::Post;

// The environment as it is while this lives. No other thread may read it meanwhile but libcurl's
// user.
class Environment {
 public:
  explicit Environment(const std::map<std::string, std::string>& variables) {
    for (const auto& [name, value] : variables) {
      const char* before = getenv(name.c_str());
      before_[name] = before == nullptr ? std::nullopt : std::optional<std::string>(before);
      setenv(name.c_str(), value.c_str(), 1);
    }
  }
  ~Environment() {
    for (const auto& [name, value] : before_) {
      if (value.has_value()) {
        setenv(name.c_str(), value->c_str(), 1);
      } else {
        unsetenv(name.c_str());
      }
    }
  }

 private:
  std::map<std::string, std::optional<std::string>> before_;
};

TEST(ExchangeIsolationTest, FollowsNoRedirect) {
  for (int status : {301, 302, 303, 307, 308}) {
    SCOPED_TRACE(status);
    FakeUpstream fake, elsewhere;
    fake.SetDefault(Answer(status, "moved").Header("Location", elsewhere.base_url() + "/other"));
    ClientThread client;
    HttpRequest get = Get(fake.base_url());
    get.headers.push_back("x-goog-api-key: secret");
    HttpRequest post = Post(fake.base_url(), "body");
    post.headers = get.headers;
    for (const HttpRequest& request : {get, post}) {
      const Outcome outcome = client.Send(request);
      EXPECT_TRUE(outcome.result.ok()) << outcome.result;
      EXPECT_EQ(outcome.head.status, status);
      EXPECT_EQ(outcome.body, "moved");
    }
    EXPECT_EQ(fake.head_count(), 2u);
    EXPECT_EQ(elsewhere.accepted_connections(), 0);
  }
}

TEST(ExchangeIsolationTest, TakesNoProxyFromTheEnvironment) {
  FakeUpstream fake, proxy;
  fake.SetDefault(Answer(200, "direct"));
  proxy.SetDefault(Answer(200, "by proxy"));
  const std::string address = proxy.base_url();
  Environment environment({{"http_proxy", address},
                           {"https_proxy", address},
                           {"HTTPS_PROXY", address},
                           {"all_proxy", address},
                           {"ALL_PROXY", address},
                           {"no_proxy", ""},
                           {"NO_PROXY", ""}});
  ClientThread client;
  EXPECT_EQ(client.Send(Get(fake.base_url())).body, "direct");
  EXPECT_FALSE(client.Send(Get("https://127.0.0.1:1/")).result.ok());
  EXPECT_EQ(proxy.accepted_connections(), 0);
  // The environment has its effect on others.
  CURL* easy = curl_easy_init();
  curl_easy_setopt(easy, CURLOPT_URL, fake.base_url().c_str());
  curl_easy_setopt(easy, CURLOPT_TIMEOUT, 10L);
  curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  EXPECT_EQ(curl_easy_perform(easy), CURLE_OK);
  curl_easy_cleanup(easy);
  EXPECT_EQ(proxy.accepted_connections(), 1);
}

TEST(ExchangeIsolationTest, TakesNoPasswordFromNetrc) {
  std::string home = ::testing::TempDir() + "/net_tests_home_XXXXXX";
  ASSERT_NE(mkdtemp(&home[0]), nullptr);
  const std::string netrc = home + "/.netrc";
  std::ofstream(netrc) << "machine 127.0.0.1 login somebody password secret\n";
  Environment environment({{"HOME", home}, {"NETRC", netrc}});
  FakeUpstream fake;
  fake.SetDefault(Answer(401).Header("WWW-Authenticate", "Basic realm=\"r\""));
  ClientThread client;
  EXPECT_EQ(client.Send(Get(fake.base_url())).head.status, 401);
  ASSERT_EQ(fake.request_count(), 1u);
  EXPECT_FALSE(fake.requests()[0].headers.Has("Authorization"));
  unlink(netrc.c_str());
  rmdir(home.c_str());
}

TEST(ExchangeIsolationTest, KeepsNoCookies) {
  FakeUpstream fake;
  fake.SetDefault(Answer().Header("Set-Cookie", "id=1; Path=/"));
  ClientThread client;
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(client.Send(Get(fake.base_url())).result.ok());
  ASSERT_EQ(fake.request_count(), 2u);
  EXPECT_FALSE(fake.requests()[1].headers.Has("Cookie"));
}

TEST(ExchangeIsolationTest, SendsTheseHeadersAndNoOthers) {
  FakeUpstream fake;
  fake.SetDefault(Answer());
  ClientThread client;
  HttpRequest request = Post(fake.base_url() + "/v1/models?alt=sse", "{}");
  request.headers = {"Content-Type: application/json", "x-goog-api-key: secret"};
  ASSERT_TRUE(client.Send(request).result.ok());
  ASSERT_EQ(fake.request_count(), 1u);
  const http::Request seen = fake.requests()[0];
  EXPECT_EQ(seen.version, "HTTP/1.1");
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, "/v1/models?alt=sse");
  EXPECT_EQ(seen.body, "{}");
  std::map<std::string, std::string> headers(seen.headers.begin(), seen.headers.end());
  EXPECT_EQ(headers, (std::map<std::string, std::string>{
                         {"Accept", "*/*"},
                         {"Content-Length", "2"},
                         {"Content-Type", "application/json"},
                         {"Host", "127.0.0.1:" + std::to_string(fake.port())},
                         {"User-Agent", "mediagen"},
                         {"x-goog-api-key", "secret"},
                     }));
}

TEST(ExchangeIsolationTest, SendsEveryMethodWithItsBody) {
  for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
    for (const char* body : {"", "body"}) {
      SCOPED_TRACE(method);
      FakeUpstream fake;
      fake.SetDefault(Answer());
      ClientThread client;
      HttpRequest request = Post(fake.base_url(), body);
      request.method = method;
      ASSERT_TRUE(client.Send(request).result.ok());
      ASSERT_EQ(fake.request_count(), 1u);
      EXPECT_EQ(fake.requests()[0].method, method);
      EXPECT_EQ(fake.requests()[0].body, body);
    }
  }
}

TEST(ExchangeIsolationTest, TakesACompressedBodyAsItIs) {
  FakeUpstream fake;
  fake.SetDefault(Answer(200, "\x1f\x8b no gzip").Header("Content-Encoding", "gzip"));
  ClientThread client;
  EXPECT_EQ(client.Send(Get(fake.base_url())).body, "\x1f\x8b no gzip");
}

TEST(ExchangeIsolationTest, SpeaksHttpAndNothingElse) {
  FakeUpstream fake;
  const std::string address = "127.0.0.1:" + std::to_string(fake.port());
  ClientThread client;
  for (const std::string& url :
       {std::string("file:///etc/passwd"), "ftp://" + address, "gopher://" + address,
        "dict://" + address, "telnet://" + address, "ldap://" + address, "ws://" + address,
        std::string("http://"), std::string("")}) {
    SCOPED_TRACE(url);
    const Outcome outcome = client.Send(Get(url));
    EXPECT_FALSE(outcome.result.ok());
    EXPECT_FALSE(outcome.anything_sent);
    EXPECT_EQ(outcome.body, "");
  }
  EXPECT_EQ(fake.accepted_connections(), 0);
}

}  // namespace
}  // namespace mediagen
