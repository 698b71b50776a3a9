#include <gtest/gtest.h>

#include "client/cli/record_file.h"
#include "tests/client/cli_process.h"
#include "tests/client/fake_server.h"
#include "tests/client/scratch_folder.h"
#include "tests/client/video_script.h"

namespace mediagen::client {
namespace {

class UpscaleCliTest : public testing::Test {
 protected:
  UpscaleCliTest() {
    folder_.Write("small.png", "small");
    server_.stream_upscale_image = [this](auto&, const auto& request, auto& writer) {
      request_ = request;
      v1::StreamUpscaleImageResponse event;
      event.mutable_completed()->mutable_cost()->set_nano_usd(3'000'000);
      if (!request.validate_only()) WriteVideo(writer, 0, "large");
      writer.Write(event);
      return grpc::Status::OK;
    };
  }

  CliResult Run(std::vector<std::string> words, const std::string& input = "") {
    words.insert(words.begin(), "upscale");
    words.insert(words.end(), {"--server", server_.address()});
    return RunCli(folder_.path(), words, input);
  }

  ScratchFolder folder_;
  FakeServer server_;
  v1::StreamUpscaleImageRequest request_;
};

TEST_F(UpscaleCliTest, SavesPictureAndRecord) {
  const CliResult result = Run({"small.png", "--factor", "x4", "-o", "large.bin", "--preservation",
                                "0", "--no-enhance-input", "--format", "jpeg", "--quality", "90"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(folder_.Read("large.bin"), "large");
  EXPECT_NE(result.err.find("cost: 0.003 USD\n"), std::string::npos);
  EXPECT_EQ(ReadRecord(folder_.File("large.bin")).request_id(), request_.request_id());
  const v1::UpscaleSpec& spec = request_.spec();
  EXPECT_EQ(spec.image().data(), "small");
  EXPECT_EQ(spec.upscale_factor(), "x4");
  EXPECT_TRUE(spec.has_image_preservation_factor());
  EXPECT_TRUE(spec.has_enhance_input_image());
  EXPECT_FALSE(spec.enhance_input_image());
  EXPECT_EQ(spec.output_mime_type(), "image/jpeg");
  EXPECT_EQ(spec.output_compression_quality(), 90);
}

TEST_F(UpscaleCliTest, TakesStdinAndLinks) {
  EXPECT_EQ(Run({"-", "--factor", "x2", "-o", "-"}, "from stdin").out, "large");
  EXPECT_EQ(request_.spec().image().data(), "from stdin");
  EXPECT_EQ(Run({"gs://b/small.png", "--factor", "x2"}).exit_code, 0);
  EXPECT_EQ(request_.spec().image().gcs_uri(), "gs://b/small.png");
}

TEST_F(UpscaleCliTest, ValidateOnlyPrices) {
  const CliResult result = Run({"small.png", "--factor", "x2", "--validate-only"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "estimated cost: 0.003 USD\n");
  EXPECT_EQ(folder_.FileCount(), 1u);
}

TEST_F(UpscaleCliTest, NonsenseCostsNothing) {
  EXPECT_NE(Run({"small.png"}).err.find("--factor is missing"), std::string::npos);
  EXPECT_NE(Run({"--factor", "x2"}).err.find("FILE|URL is missing"), std::string::npos);
  EXPECT_NE(Run({"nowhere.png", "--factor", "x2"}).err.find("FILE|URL: nowhere.png: No such file"),
            std::string::npos);
  EXPECT_NE(Run({"-", "--factor", "x2"}).err.find("stdin is empty"), std::string::npos);
  EXPECT_EQ(server_.paid_calls, 0);
}

TEST_F(UpscaleCliTest, ARefusalNamesTheFlag) {
  server_.stream_upscale_image = [](auto&, const auto&, auto&) {
    return MakeError({.code = grpc::StatusCode::INVALID_ARGUMENT,
                      .message = "no",
                      .reason = "INVALID_REQUEST",
                      .violations = {{"spec.upscale_factor", "x3 is not offered"},
                                     {"spec.image", "is no picture"}}});
  };
  const CliResult result = Run({"small.png", "--factor", "x3"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_NE(result.err.find("--factor (spec.upscale_factor): x3"), std::string::npos);
  EXPECT_NE(result.err.find("FILE|URL (spec.image): is no picture"), std::string::npos);
}

}  // namespace
}  // namespace mediagen::client
