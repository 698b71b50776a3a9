#include "tests/upstream/credential_bench.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"
#include "server/upstream/make_credential.h"

namespace mediagen::testing {
namespace {

Task<absl::Status> FetchInto(CallContext& call, HttpClient& client,
                             const CredentialOptions& options, absl::StatusOr<Token>& token) {
  token = co_await FetchTokenOnce(call, client, options);
  co_return absl::OkStatus();
}

}  // namespace

ClientLoop::ClientLoop() {
  thread_.Run([&] { client_ = std::make_unique<HttpClient>(thread_.loop(), HttpClientOptions()); });
}

ClientLoop::~ClientLoop() {
  thread_.Run([&] { client_ = nullptr; });
}

absl::StatusOr<Token> ClientLoop::FetchToken(const CredentialOptions& options) {
  absl::StatusOr<Token> token;
  CallContext call(thread_.loop(), After(thread_.loop().now(), kKeyLimit));
  thread_.RunFlow([&] { return FetchInto(call, *client_, options, token); }).IgnoreError();
  return token;
}

KeyCall::KeyCall(ClientLoop& loop, Credential& credential, absl::Duration limit)
    : loop_(loop),
      call_(loop.thread().loop(), After(loop.thread().loop().now(), limit)),
      ended_(done_.get_future()) {
  loop_.thread().Run([&] {
    flow_ = credential.Get(call_, loop_.client());
    flow_.Start([this] {
      result_ = flow_.TakeResult();
      // The frame is freed on its own loop, after this callback has left it.
      loop_.thread().loop().Post([this] {
        flow_ = Task<absl::StatusOr<AccessKey>>();
        done_.set_value();
      });
    });
  });
}

KeyCall::~KeyCall() { Finish().status().IgnoreError(); }

void KeyCall::End(absl::Status reason) {
  loop_.thread().Run([&] { call_.End(std::move(reason)); });
}

const absl::StatusOr<AccessKey>& KeyCall::Finish() {
  ended_.wait();
  return result_;
}

std::string KeyOf(ClientLoop& loop, Credential& credential) {
  KeyCall call(loop, credential);
  const absl::StatusOr<AccessKey>& key = call.Finish();
  return key.ok() ? key->value : absl::StatusCodeToString(key.status().code());
}

std::string CredentialJsonOf(JsonView wish, const std::string& fake) {
  rapidjson::StringBuffer text;
  rapidjson::Writer<rapidjson::StringBuffer> json(text);
  json.StartObject();
  json.Key("type");
  json.String(std::string(wish.Get("credential").Text()));
  for (const char* member : {"client_email", "private_key", "private_key_id", "token_uri",
                             "client_id", "client_secret", "refresh_token"}) {
    const JsonView value = wish.Get(member);
    if (!value.exists()) continue;
    json.Key(member);
    json.String(absl::StrReplaceAll(value.Text(), {{"{{fake}}", fake}}));
  }
  json.EndObject();
  return text.GetString();
}

std::string AuthorizedUserJson(const std::string& base_url, const std::string& refresh_token) {
  return absl::StrCat(R"({"type":"authorized_user","client_id":"cid","client_secret":"csecret",)",
                      R"("refresh_token":")", refresh_token, R"(","token_uri":")", base_url,
                      R"(/token"})");
}

}  // namespace mediagen::testing
