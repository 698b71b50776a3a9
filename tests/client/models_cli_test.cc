#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "client/record.pb.h"
#include "tests/client/cli_process.h"
#include "tests/client/fake_server.h"
#include "tests/client/scratch_folder.h"

namespace mediagen::client {
namespace {

// A server with two models, on a page each.
class ModelsCliTest : public testing::Test {
 protected:
  ModelsCliTest() {
    server_.list_models = [this](const auto& request, auto& response) {
      requests_.push_back(request);
      v1::Model& model = *response.add_models();
      model.set_provider("aihubmix");
      model.set_name(request.page_token().empty() ? "first" : "second");
      model.add_surfaces(v1::MODEL_SURFACE_CHAT);
      if (request.page_token().empty()) response.set_next_page_token("1");
      return grpc::Status::OK;
    };
  }

  CliResult Run(std::vector<std::string> words) {
    words.insert(words.begin(), "models");
    words.insert(words.end(), {"--server", server_.address()});
    return RunCli(folder_.path(), words);
  }

  ScratchFolder folder_;
  std::vector<v1::ListModelsRequest> requests_;
  FakeServer server_;
};

TEST_F(ModelsCliTest, PrintsATableOfAllPages) {
  const CliResult result = Run({});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out,
            "PROVIDER  MODEL   SERVES  MOST  PRICE  STATE\n"
            "aihubmix  first   chat    -     -      in service\n"
            "aihubmix  second  chat    -     -      in service\n");
  EXPECT_EQ(result.err, "");
  ASSERT_EQ(requests_.size(), 2u);
  EXPECT_EQ(requests_[0].provider(), "");
  EXPECT_EQ(requests_[0].surface(), v1::MODEL_SURFACE_UNSPECIFIED);
  EXPECT_EQ(requests_[1].page_token(), "1");
}

TEST_F(ModelsCliTest, PassesTheFiltersOn) {
  EXPECT_EQ(Run({"--provider", "aihubmix", "--surface", "reverse-video"}).exit_code, 0);
  ASSERT_EQ(requests_.size(), 2u);
  for (const v1::ListModelsRequest& request : requests_) {
    EXPECT_EQ(request.provider(), "aihubmix");
    EXPECT_EQ(request.surface(), v1::MODEL_SURFACE_REVERSE_VIDEO);
  }
}

TEST_F(ModelsCliTest, JsonHasEverything) {
  const CliResult result = Run({"--json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  CommandResult parsed;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(result.out, &parsed).ok()) << result.out;
  EXPECT_EQ(parsed.command(), "models");
  ASSERT_EQ(parsed.models_size(), 2);
  EXPECT_EQ(parsed.models(1).name(), "second");
  EXPECT_EQ(parsed.models(1).surfaces(0), v1::MODEL_SURFACE_CHAT);
}

TEST_F(ModelsCliTest, AnUnknownSurfaceIsAUsageError) {
  const CliResult result = Run({"--surface", "sound"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_TRUE(absl::StrContains(result.err, "--surface")) << result.err;
  EXPECT_TRUE(absl::StrContains(result.err, "reverse-video")) << result.err;
  EXPECT_TRUE(requests_.empty());
}

TEST_F(ModelsCliTest, AFaultIsReportedUnderItsFlag) {
  server_.list_models = [](const auto&, auto&) {
    return MakeError({.code = grpc::StatusCode::INVALID_ARGUMENT,
                      .message = "provider: is not configured",
                      .reason = "INVALID_REQUEST",
                      .violations = {{"provider", "is not configured"}}});
  };
  const CliResult result = Run({"--provider", "nobody"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_TRUE(absl::StrContains(result.err, "--provider")) << result.err;
  EXPECT_EQ(result.out, "");
}

TEST_F(ModelsCliTest, AListThatNeverEndsIsGivenUp) {
  server_.list_models = [this](const auto& request, auto& response) {
    requests_.push_back(request);
    response.set_next_page_token("again");
    return grpc::Status::OK;
  };
  const CliResult result = Run({});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_TRUE(absl::StrContains(result.err, "does not end")) << result.err;
  EXPECT_EQ(requests_.size(), 100u);
}

}  // namespace
}  // namespace mediagen::client
