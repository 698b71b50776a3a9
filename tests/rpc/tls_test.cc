// Connections that nobody can read along, and certificates that name their tenants.
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <gtest/gtest.h>

#include "client/client.h"
#include "tests/fakes/self_signed.h"
#include "tests/rpc/door_fixture.h"

namespace mediagen::testing {
namespace {

constexpr char kLoopback[] = "IP:127.0.0.1,DNS:localhost";

class TlsTest : public DoorTest {
 protected:
  TlsTest() {
    Install(server_identity_);
    config_.mutable_tls()->set_certificate_file(folder_.File("cert.pem"));
    config_.mutable_tls()->set_private_key_file(folder_.File("key.pem"));
  }

  void Install(const SelfSigned& identity) {
    folder_.Write("cert.pem", identity.certificate_pem);
    folder_.Write("key.pem", identity.private_key_pem);
  }

  void WantClientCertificates(const std::string& roots) {
    folder_.Write("client-ca.pem", roots);
    config_.mutable_tls()->set_client_ca_file(folder_.File("client-ca.pem"));
  }

  // A new connection that trusts `server` and shows `client`, if any.
  grpc::Status AskAs(const SelfSigned& server_identity, const SelfSigned* client,
                     const Metadata& metadata) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = server_identity.certificate_pem;
    if (client != nullptr) {
      options.pem_cert_chain = client->certificate_pem;
      options.pem_private_key = client->private_key_pem;
    }
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return AskOver(
        grpc::CreateCustomChannel(server()->address(), grpc::SslCredentials(options), arguments),
        metadata);
  }

  const SelfSigned server_identity_ = MakeSelfSigned(kLoopback);
};

TEST_F(TlsTest, TakesTokensAndNoPlainText) {
  const grpc::Status status = AskAs(server_identity_, nullptr, Bearer(kShopToken));
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(ReasonOf(AskAs(server_identity_, nullptr, {})), "TOKEN_REQUIRED");
  EXPECT_EQ(AskOver(ChannelTo(server()->address()), Bearer(kShopToken)).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, ACertificateMayNameTheTenant) {
  const SelfSigned shop = MakeSelfSigned("DNS:other.example,DNS:shop.example");
  const SelfSigned nobody = MakeSelfSigned("DNS:nobody.example");
  const SelfSigned stranger = MakeSelfSigned("DNS:shop.example");
  SetTenants({TenantJson("shop", kShopToken, R"("certificate_names": ["shop.example"])"),
              TenantJson("studio", kStudioToken)});
  WantClientCertificates(shop.certificate_pem + nobody.certificate_pem);
  const grpc::Status status = AskAs(server_identity_, &shop, {});
  EXPECT_TRUE(status.ok()) << status.error_message();
  const auto line = log_.WaitFor("call");
  ASSERT_TRUE(line.has_value());
  EXPECT_EQ(line->tenant(), "shop");
  EXPECT_TRUE(AskAs(server_identity_, &shop, Bearer(kShopToken)).ok());
  // Whose is the call?
  EXPECT_EQ(ReasonOf(AskAs(server_identity_, &shop, Bearer(kStudioToken))), "TOKEN_INVALID");
  // A certificate of nobody opens the connection, and no more.
  EXPECT_EQ(ReasonOf(AskAs(server_identity_, &nobody, {})), "TOKEN_REQUIRED");
  EXPECT_TRUE(AskAs(server_identity_, &nobody, Bearer(kStudioToken)).ok());
  // The right name from the wrong authority, and none at all.
  EXPECT_EQ(AskAs(server_identity_, &stranger, Bearer(kShopToken)).error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(AskAs(server_identity_, nullptr, Bearer(kShopToken)).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

// The client library shows both to every call, the health check among them.
TEST_F(TlsTest, TheClientLibraryShowsItsCertificateAndToken) {
  const SelfSigned nobody = MakeSelfSigned("DNS:nobody.example");
  WantClientCertificates(nobody.certificate_pem);
  client::ConnectionOptions options;
  options.tls = true;
  options.ca_pem = server_identity_.certificate_pem;
  client::CallOptions limit;
  limit.timeout = absl::Seconds(10);
  client::Client without(server()->address(), options);
  EXPECT_FALSE(without.IsServing("", limit).ok());
  options.certificate_pem = nobody.certificate_pem;
  options.private_key_pem = nobody.private_key_pem;
  client::Client unknown(server()->address(), options);
  const auto serving = unknown.IsServing("", limit);
  EXPECT_TRUE(serving.ok() && *serving) << serving.status();
  EXPECT_EQ(client::ParseCallError(unknown.ListModels({}, limit).status()).reason,
            "TOKEN_REQUIRED");
  options.token = kShopToken;
  client::Client shop(server()->address(), options);
  EXPECT_TRUE(shop.ListModels({}, limit).ok());
  auto conversation = shop.Converse({}, limit);
  EXPECT_TRUE(conversation->End().ok());
}

TEST_F(TlsTest, ANewCertificateIsTakenWithoutRestart) {
  const SelfSigned next = MakeSelfSigned(kLoopback);
  ASSERT_TRUE(AskAs(server_identity_, nullptr, Bearer(kShopToken)).ok());
  ASSERT_FALSE(AskAs(next, nullptr, Bearer(kShopToken)).ok());
  Install(next);
  EXPECT_TRUE(
      Eventually(kTestLimit, [&] { return AskAs(next, nullptr, Bearer(kShopToken)).ok(); }));
  EXPECT_FALSE(AskAs(server_identity_, nullptr, Bearer(kShopToken)).ok());
}

}  // namespace
}  // namespace mediagen::testing
