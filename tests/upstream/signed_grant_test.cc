#include "server/upstream/signed_grant.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "server/upstream/json_view.h"
#include "tests/upstream/credential_bench.h"
#include "tests/upstream/wire_case.h"

namespace mediagen {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Memory = std::unique_ptr<BIO, decltype(&BIO_free)>;

const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);

// The throw-away account of the wire cases.
TokenSource TestAccount() {
  const testing::WireCase wire("requests", "auth.service-account-grant");
  auto source =
      ReadCredentialJson(testing::CredentialJsonOf(wire.json().Get("neutral_request"), ""), false);
  EXPECT_TRUE(source.ok()) << source.status();
  return *std::move(source);
}

std::string Decoded(absl::string_view part) {
  std::string bytes;
  EXPECT_TRUE(absl::WebSafeBase64Unescape(part, &bytes)) << part;
  return bytes;
}

// What a server sees that has the account's public key.
bool IsSignedBy(const std::string& pem, absl::string_view text, const std::string& signature) {
  const Memory memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
  const Key private_key(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr),
                        &EVP_PKEY_free);
  const Memory public_part(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_PUBKEY(public_part.get(), private_key.get());
  const Key key(PEM_read_bio_PUBKEY(public_part.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get());
  return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                          signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                          text.size()) == 1;
}

TEST(SignedGrantTest, HoldsWhatTheRecordedOneHolds) {
  const testing::WireCase wire("requests", "auth.service-account-grant");
  const auto grant = SignGrant(TestAccount(), kNow);
  ASSERT_TRUE(grant.ok()) << grant.status();
  EXPECT_EQ(grant->find('='), std::string::npos);
  const std::vector<std::string> parts = absl::StrSplit(*grant, '.');
  ASSERT_EQ(parts.size(), 3u);
  rapidjson::Document header;
  ASSERT_TRUE(ParseJson(Decoded(parts[0]), header));
  EXPECT_TRUE(header == wire.document()["jwt"]["header"]) << Decoded(parts[0]);
  rapidjson::Document claims;
  ASSERT_TRUE(ParseJson(Decoded(parts[1]), claims));
  EXPECT_EQ(claims.MemberCount(), 5u) << Decoded(parts[1]);
  for (const char* name : {"iss", "scope", "aud"})
    EXPECT_TRUE(claims[name] == wire.document()["jwt"]["claims"][name]) << name;
  EXPECT_EQ(claims["iat"].GetInt64(), 1'790'000'000);
  EXPECT_EQ(claims["exp"].GetInt64(), 1'790'003'600);
}

TEST(SignedGrantTest, VerifiesAgainstThePublicKey) {
  const TokenSource account = TestAccount();
  const auto grant = SignGrant(account, kNow);
  ASSERT_TRUE(grant.ok()) << grant.status();
  const size_t end = grant->rfind('.');
  const absl::string_view text = absl::string_view(*grant).substr(0, end);
  const std::string signature = Decoded(absl::string_view(*grant).substr(end + 1));
  EXPECT_TRUE(IsSignedBy(account.private_key, text, signature));
  EXPECT_FALSE(IsSignedBy(account.private_key, text.substr(1), signature));
}

TEST(SignedGrantTest, IsMeantForTheDefaultAddressWhereverItGoes) {
  TokenSource account = TestAccount();
  account.token_uri = "https://elsewhere.example/token";
  account.private_key_id.clear();
  account.scopes = {"scope-one", "scope-two"};
  account.client_email = "quote\"back\\slash@example";
  const auto grant = SignGrant(account, kNow);
  ASSERT_TRUE(grant.ok()) << grant.status();
  const std::vector<std::string> parts = absl::StrSplit(*grant, '.');
  EXPECT_EQ(Decoded(parts[0]), R"({"alg":"RS256","typ":"JWT"})");
  EXPECT_EQ(Decoded(parts[1]),
            R"({"iss":"quote\"back\\slash@example","scope":"scope-one scope-two",)"
            R"("aud":"https://oauth2.googleapis.com/token","iat":1790000000,"exp":1790003600})");
}

std::string PemOf(EVP_PKEY* owned, const char* passphrase = nullptr) {
  const Key key(owned, &EVP_PKEY_free);
  const Memory memory(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_PKCS8PrivateKey(memory.get(), key.get(),
                                passphrase == nullptr ? nullptr : EVP_aes_256_cbc(), passphrase,
                                passphrase == nullptr ? 0 : 3, nullptr, nullptr);
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return std::string(text, static_cast<size_t>(size));
}

TEST(SignedGrantTest, KeysThatCannotSign) {
  const struct {
    const char* name;
    std::string pem;
    bool usable;
  } kRows[] = {
      {"Rsa2048", PemOf(EVP_RSA_gen(2048)), true},
      {"TooShort", PemOf(EVP_RSA_gen(1024)), false},
      {"EllipticCurve", PemOf(EVP_EC_gen("P-256")), false},
      {"BehindAPassphrase", PemOf(EVP_RSA_gen(2048), "abc"), false},
      {"Empty", "", false},
      {"NoPem", "sk-123", false},
      {"CutOff", TestAccount().private_key.substr(0, 900), false},
      {"Garbled", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", false},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(IsSigningKey(row.pem), row.usable) << row.name;
    TokenSource account;
    account.private_key = row.pem;
    EXPECT_EQ(SignGrant(account, kNow).ok(), row.usable) << row.name;
  }
}

}  // namespace
}  // namespace mediagen
