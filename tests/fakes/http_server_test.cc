#include "sandbox/http_server.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

#include "tests/fakes/fetch.h"
#include "tests/fakes/raw_client.h"

namespace mediagen::testing {
namespace {

std::unique_ptr<http::Server> Start(http::Handler handler, http::ServerOptions options = {}) {
  auto server = http::Server::Start(std::move(options), std::move(handler));
  EXPECT_TRUE(server.ok()) << server.status();
  return *std::move(server);
}

// Answers with what it understood.
void Echo(const http::Request& request, http::Connection& connection) {
  connection.Respond(200, {{"Content-Type", "text/plain"}},
                     request.method + "|" + request.path + "|" + request.raw_path + "|" +
                         request.QueryValue("key") + "|" + request.headers.Get("X-Some") + "|" +
                         request.body);
}

TEST(HttpServer, UnderstandsARequest) {
  auto server = Start(Echo);
  Fetched fetched = Fetch(server->base_url() + "/a%40b/c?x=1&key=k%20v",
                          {.headers = {"x-SOME:  value "}, .body = "hello"});
  EXPECT_EQ(fetched.status, 200);
  EXPECT_EQ(fetched.body, "POST|/a@b/c|/a%40b/c|k v|value|hello");
}

TEST(HttpServer, ReadsAChunkedBodyWithTrailers) {
  auto server = Start(Echo);
  RawClient client(server->port());
  ASSERT_TRUE(
      client.Send("POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "5\r\nhello\r\n6;extension=1\r\n world\r\n0\r\nTrailer: 1\r\n\r\n"));
  EXPECT_TRUE(client.ReadUntil("hello world").ends_with("||hello world"));
}

TEST(HttpServer, KeepsConnectionsAndCountsTheirRequests) {
  auto server = Start([](const http::Request& request, http::Connection& connection) {
    connection.Respond(
        200, {},
        std::to_string(request.connection_id) + "." + std::to_string(request.connection_index));
  });
  Fetcher fetcher;
  EXPECT_EQ(fetcher.Fetch(server->base_url()).body, "1.0");
  EXPECT_EQ(fetcher.Fetch(server->base_url(), {.body = "b"}).body, "1.1");
  EXPECT_EQ(Fetch(server->base_url()).body, "2.0");
  EXPECT_EQ(fetcher.Fetch(server->base_url()).body, "1.2");
}

TEST(HttpServer, ServesPipelinedRequests) {
  auto server = Start(Echo);
  RawClient client(server->port());
  ASSERT_TRUE(client.Send("POST /1 HTTP/1.1\r\nContent-Length: 1\r\n\r\nAGET /2 HTTP/1.1\r\n\r\n"));
  const std::string both = client.ReadUntil("GET|/2|/2|||");
  EXPECT_NE(both.find("POST|/1|/1|||A"), std::string::npos);
  EXPECT_TRUE(both.ends_with("GET|/2|/2|||"));
}

TEST(HttpServer, AnswersExpectContinue) {
  auto server = Start(Echo);
  RawClient client(server->port());
  ASSERT_TRUE(client.Send("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"));
  EXPECT_EQ(client.ReadUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  ASSERT_TRUE(client.Send("ok"));
  EXPECT_TRUE(client.ReadUntil("ok").ends_with("|ok"));
}

TEST(HttpServer, StreamsInEveryFraming) {
  for (http::Framing framing :
       {http::Framing::kChunked, http::Framing::kContentLength, http::Framing::kUntilClose}) {
    auto server = Start([&](const http::Request&, http::Connection& connection) {
      EXPECT_TRUE(connection.WriteHead(200, {}, framing, 6));
      EXPECT_TRUE(connection.Write("abc"));
      EXPECT_TRUE(connection.Write("def"));
      EXPECT_TRUE(connection.Finish());
    });
    Fetched fetched = Fetch(server->base_url());
    EXPECT_EQ(fetched.result, CURLE_OK);
    EXPECT_EQ(fetched.body, "abcdef");
  }
}

struct BadRequestCase {
  const char* name;
  std::string sent;
  const char* status_line;
};

class BadRequests : public ::testing::TestWithParam<BadRequestCase> {};

TEST_P(BadRequests, AreRefused) {
  http::ServerOptions options;
  options.max_head_bytes = 1000;
  options.max_body_bytes = 100;
  auto server = Start(Echo, options);
  RawClient client(server->port());
  ASSERT_TRUE(client.Send(GetParam().sent));
  EXPECT_TRUE(client.ReadToEnd().starts_with(GetParam().status_line));
}

INSTANTIATE_TEST_SUITE_P(
    HttpServer, BadRequests,
    ::testing::Values(
        BadRequestCase{"RequestLine", "GET /\r\n\r\n", "HTTP/1.1 400 "},
        BadRequestCase{"Escape", "GET /%4 HTTP/1.1\r\n\r\n", "HTTP/1.1 400 "},
        BadRequestCase{"HeaderWithoutColon", "GET / HTTP/1.1\r\nabc\r\n\r\n", "HTTP/1.1 400 "},
        BadRequestCase{"LongHead", "GET / HTTP/1.1\r\nA: " + std::string(2000, 'a'),
                       "HTTP/1.1 431 "},
        BadRequestCase{"Length", "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 400 "},
        BadRequestCase{"LongBody", "GET / HTTP/1.1\r\nContent-Length: 101\r\n\r\n",
                       "HTTP/1.1 413 "},
        BadRequestCase{"LongChunk",
                       "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
                       "HTTP/1.1 413 "}),
    [](const auto& info) { return info.param.name; });

TEST(HttpServer, StopEndsWaitsAndBlockedWrites) {
  auto server = Start([&](const http::Request& request, http::Connection& connection) {
    if (request.path == "/stall") {
      http::Gate never;
      EXPECT_EQ(connection.Stall(never), http::WaitEnd::kStopped);
      return;
    }
    connection.WriteHead(200, {});
    const std::string piece(1 << 20, 'x');
    while (connection.Write(piece)) {
    }
  });
  RawClient stalled(server->port()), blocked(server->port()), idle(server->port());
  ASSERT_TRUE(stalled.Send("GET /stall HTTP/1.1\r\n\r\n"));
  ASSERT_TRUE(blocked.Send("GET /write HTTP/1.1\r\n\r\n"));
  EXPECT_FALSE(blocked.ReadSome().empty());
  const auto before = std::chrono::steady_clock::now();
  server->Stop();
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(5));
}

TEST(HttpServer, StartFailsOnATakenPort) {
  auto server = Start(Echo);
  http::ServerOptions options;
  options.port = server->port();
  EXPECT_FALSE(http::Server::Start(options, Echo).ok());
}

TEST(HttpServer, StartFailsOnABadCertificate) {
  http::ServerOptions options;
  options.tls.certificate_pem = "no certificate";
  options.tls.private_key_file = "/nonexistent";
  EXPECT_FALSE(http::Server::Start(options, Echo).ok());
}

}  // namespace
}  // namespace mediagen::testing
