#include "sandbox/ledger.h"

#include <gtest/gtest.h>

#include <cctype>
#include <string>

#include "tests/fakes/raw_client.h"
#include "tests/sandbox/sandbox_client.h"

namespace mediagen::testing {
namespace {

// SHA-256 of "{}".
constexpr char kEmptyObjectSha256[] =
    "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

TEST(Ledger, ListsPaidSubmissionsInOrder) {
  SandboxClient client;
  client.Post("/gemini/v1beta/models/one%40x:predict?key=k", "{}");
  client.Post("/v1/chat/completions", R"({"model":"two"})");
  client.Post("/gemini/v1/models/three:predictLongRunning", "not json");
  client.Get("/gemini/v1beta/models/three/operations/0");
  client.Post("/nowhere", "{}");

  JsonAnswer ledger = client.Get("/sandbox/ledger");
  EXPECT_EQ(ledger.At("/count").GetInt(), 3);
  ASSERT_EQ(ledger.At("/submissions").Size(), 3u);
  EXPECT_EQ(ledger.TextAt("/submissions/0/method"), "POST");
  EXPECT_EQ(ledger.TextAt("/submissions/0/path"), "/gemini/v1beta/models/one@x:predict");
  EXPECT_EQ(ledger.TextAt("/submissions/0/model"), "one@x");
  EXPECT_EQ(ledger.TextAt("/submissions/0/body_sha256"), kEmptyObjectSha256);
  std::string time = ledger.TextAt("/submissions/0/time");
  for (char& c : time) c = isdigit(c) ? '0' : c;
  EXPECT_EQ(time, "0000-00-00T00:00:00.000Z");
  EXPECT_EQ(ledger.TextAt("/submissions/1/model"), "two");
  EXPECT_EQ(ledger.TextAt("/submissions/2/model"), "three");
}

TEST(Ledger, IsEmptyAtFirst) {
  SandboxClient client;
  EXPECT_EQ(client.Get("/sandbox/ledger").http.body, R"({"count":0,"submissions":[]})");
}

TEST(Ledger, DoesNotCountWhatDidNotArriveWhole) {
  SandboxClient client;
  {
    RawClient cut(client.port());
    ASSERT_TRUE(
        cut.Send("POST /v1/chat/completions HTTP/1.1\r\nContent-Length: 100\r\n\r\n{\"model\""));
  }
  EXPECT_EQ(client.LedgerCount(), 0);
}

}  // namespace
}  // namespace mediagen::testing
