#include "tests/sandbox/signed_jwt.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <ctime>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "tests/sandbox/python_json.h"

namespace mediagen::testing {
namespace {

std::string Base64Url(const std::string& bytes) {
  return absl::WebSafeBase64Escape(absl::string_view(bytes.data(), bytes.size()));
}

std::string Sign(const std::string& text) {
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_RSA_gen(2048), &EVP_PKEY_free);
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                  &EVP_MD_CTX_free);
  EXPECT_EQ(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()), 1);
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  size_t size = 0;
  EXPECT_EQ(EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()), 1);
  std::string signature(size, '\0');
  EXPECT_EQ(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                           bytes, text.size()),
            1);
  return signature;
}

}  // namespace

std::string SignedJwt(const rapidjson::Value& jwt) {
  rapidjson::Document claims;
  claims.CopyFrom(jwt["claims"], claims.GetAllocator());
  const int64_t now = time(nullptr);
  claims["iat"].SetInt64(now);
  claims["exp"].SetInt64(now + 3600);
  const std::string text =
      Base64Url(CompactJson(jwt["header"])) + "." + Base64Url(CompactJson(claims));
  return text + "." + Base64Url(Sign(text));
}

}  // namespace mediagen::testing
