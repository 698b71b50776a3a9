#include <gtest/gtest.h>

#include <csignal>

#include "client/cli/record_file.h"
#include "tests/client/cli_process.h"
#include "tests/client/fake_server.h"
#include "tests/client/scratch_folder.h"
#include "tests/client/video_script.h"

namespace mediagen::client {
namespace {

constexpr char kDigits[] = "123456789";

// A picture whose bytes are the check value of CRC32C.
void WritePicture(FakeServer::Writer<v1::StreamImagesResponse>& writer, int index,
                  const std::string& mime_type = "image/png", uint32_t crc32c = 0xE3069283) {
  WriteHeader(writer, index, 0);
  WriteChunks(writer, index, kDigits, 0, 9);
  v1::StreamImagesResponse event;
  event.mutable_end()->set_index(index);
  event.mutable_end()->set_size_bytes(9);
  event.mutable_end()->set_mime_type(mime_type);
  event.mutable_end()->set_crc32c(crc32c);
  event.mutable_end()->mutable_record()->set_provider("fake");
  event.mutable_end()->mutable_record()->set_model("fake-image");
  event.mutable_end()->mutable_record()->set_rewritten_prompt("a nicer cat");
  event.mutable_end()->mutable_record()->mutable_create_time()->set_seconds(1'700'000'000);
  writer.Write(event);
}

void WriteDone(FakeServer::Writer<v1::StreamImagesResponse>& writer, int count) {
  v1::StreamImagesResponse event;
  event.mutable_completed()->set_image_count(count);
  event.mutable_completed()->mutable_cost()->set_nano_usd(40'000'000);
  event.mutable_completed()->add_warnings("nobody knows this model");
  event.mutable_completed()->add_warnings("nobody knows this model");
  writer.Write(event);
}

class ImageCliTest : public testing::Test {
 protected:
  ImageCliTest() {
    server_.stream_images = [this](auto&, const auto& request, auto& writer) {
      request_ = request;
      if (request.validate_only()) {
        WriteDone(writer, 0);
        return grpc::Status::OK;
      }
      const int count = std::max(1, request.spec().number_of_images());
      for (int index = 0; index < count; ++index) WritePicture(writer, index);
      WriteDone(writer, count);
      return grpc::Status::OK;
    };
  }

  CliResult Run(std::vector<std::string> words, const std::string& input = "") {
    words.insert(words.begin(), "image");
    words.insert(words.end(), {"--server", server_.address()});
    return RunCli(folder_.path(), words, input);
  }

  ScratchFolder folder_;
  FakeServer server_;
  v1::StreamImagesRequest request_;
};

TEST_F(ImageCliTest, SavesPictureAndRecord) {
  const CliResult result = Run({"a cat", "-o", "cat.png", "--aspect-ratio", "16:9"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(folder_.Read("cat.png"), kDigits);
  EXPECT_EQ(folder_.FileCount(), 2u);
  EXPECT_EQ(request_.spec().prompt(), "a cat");
  EXPECT_EQ(request_.spec().aspect_ratio(), "16:9");
  EXPECT_EQ(request_.request_id().size(), 36u);

  const Record record = ReadRecord(folder_.File("cat.png"));
  EXPECT_EQ(record.file(), "cat.png");
  EXPECT_EQ(record.prompt(), "a cat");
  EXPECT_EQ(record.rewritten_prompt(), "a nicer cat");
  EXPECT_EQ(record.provider(), "fake");
  EXPECT_EQ(record.model(), "fake-image");
  EXPECT_EQ(record.request_id(), request_.request_id());
  EXPECT_EQ(record.size_bytes(), 9);
  EXPECT_EQ(record.mime_type(), "image/png");
  EXPECT_EQ(record.crc32c(), 0xE3069283u);
  EXPECT_EQ(record.sha256(), "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225");
  EXPECT_EQ(record.create_time().seconds(), 1'700'000'000);
  EXPECT_GT(record.start_time().seconds(), 1'700'000'000);
  EXPECT_GE(record.finish_time().seconds(), record.start_time().seconds());
  EXPECT_NE(folder_.Read("cat.png.json").find("\"size_bytes\""), std::string::npos);
}

TEST_F(ImageCliTest, TellsCostAndEachWarningOnce) {
  const CliResult result = Run({"a cat"});
  EXPECT_NE(result.err.find("cost: 0.04 USD\n"), std::string::npos) << result.err;
  const size_t told = result.err.find("warning: nobody knows this model\n");
  ASSERT_NE(told, std::string::npos);
  EXPECT_EQ(result.err.find("nobody knows", told + 10), std::string::npos);
}

TEST_F(ImageCliTest, ValidateOnlyPricesAndSavesNothing) {
  const CliResult result = Run({"a cat", "-o", "cat.png", "--validate-only"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "estimated cost: 0.04 USD\n");
  EXPECT_NE(result.err.find("warning: nobody knows this model\n"), std::string::npos);
  EXPECT_EQ(result.err.find("cost:"), std::string::npos);
  EXPECT_EQ(folder_.FileCount(), 0u);
  const CliResult json = Run({"a cat", "--validate-only", "--json"});
  EXPECT_EQ(json.out.front(), '{');
  EXPECT_NE(json.out.find("\"estimated_cost\""), std::string::npos);
}

TEST_F(ImageCliTest, ACheckThatBreaksMayBeRepeated) {
  server_.stream_images = [](auto&, const auto&, auto&) {
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "Socket closed");
  };
  EXPECT_EQ(Run({"a cat", "--validate-only"}).exit_code, 5);
}

TEST_F(ImageCliTest, AnUnknownPriceIsSaid) {
  server_.stream_images = [](auto&, const auto&, auto& writer) {
    v1::StreamImagesResponse event;
    event.mutable_completed();
    writer.Write(event);
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"a cat", "--validate-only"}).out,
            "estimated cost: unknown (the server has no price for the model)\n");
}

// What an upstream says last comes with the last event, in the order of the pictures.
TEST_F(ImageCliTest, RecordsLearnWhatTheEndTells) {
  server_.stream_images = [](auto&, const auto&, auto& writer) {
    WritePicture(writer, 0, "image/png", 0xBAD);
    WritePicture(writer, 1);
    v1::StreamImagesResponse event;
    event.mutable_link()->set_index(2);
    event.mutable_link()->mutable_media()->set_gcs_uri("gs://b/c.png");
    event.mutable_link()->mutable_media()->set_mime_type("image/png");
    writer.Write(event);
    v1::ImagesCompleted& completed = *event.mutable_completed();
    for (const char* prompt : {"zero", "one", "two"}) {
      v1::GenerationRecord& record = *completed.add_records();
      record.set_rewritten_prompt(prompt);
      record.set_prompt("a cat");
      record.set_original_prompt("кот");
      (*record.mutable_safety_attributes())["Toxic"] = 0.25;
    }
    (*completed.mutable_prompt_safety_attributes())["Violence"] = 0.5;
    writer.Write(event);
    return grpc::Status::OK;
  };
  const CliResult result = Run({"кот", "--count", "3", "-o", "cat.png"});
  EXPECT_EQ(result.exit_code, 1);  // Of the first picture.
  const Record second = ReadRecord(folder_.File("cat-2.png"));
  EXPECT_EQ(second.rewritten_prompt(), "one");
  EXPECT_EQ(second.prompt(), "a cat");
  EXPECT_EQ(second.original_prompt(), "кот");
  EXPECT_EQ(second.safety_attributes().at("Toxic"), 0.25);
  EXPECT_EQ(second.prompt_safety_attributes().at("Violence"), 0.5);
  EXPECT_EQ(second.file(), "cat-2.png");
  const Record third = ReadRecord(folder_.File("cat-3.png"));
  EXPECT_EQ(third.rewritten_prompt(), "two");
  EXPECT_EQ(third.uri(), "gs://b/c.png");
}

TEST_F(ImageCliTest, ALinkWithoutANameIsRecordedToo) {
  server_.stream_images = [](auto&, const auto&, auto& writer) {
    v1::StreamImagesResponse event;
    event.mutable_link()->mutable_media()->set_uri("https://example.com/cat.png");
    event.mutable_link()->mutable_media()->set_mime_type("image/png");
    event.mutable_link()->set_watch_uri("https://example.com/watch");
    writer.Write(event);
    WriteDone(writer, 1);
    return grpc::Status::OK;
  };
  const CliResult result = Run({"a cat"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.err.find("https://example.com/cat.png\n"), std::string::npos);
  EXPECT_NE(result.err.find("https://example.com/watch\n"), std::string::npos);
  EXPECT_EQ(ReadRecord(folder_.File("picture.png")).uri(), "https://example.com/cat.png");
  EXPECT_EQ(Run({"a cat"}).exit_code, 0);
  EXPECT_TRUE(folder_.Has("picture-2.png.json"));
}

TEST_F(ImageCliTest, NamesSeveralResults) {
  EXPECT_EQ(Run({"cats", "-o", "cat.png", "--count", "3"}).exit_code, 0);
  for (const char* name : {"cat-1.png", "cat-2.png", "cat-3.png"}) {
    EXPECT_EQ(folder_.Read(name), kDigits);
    EXPECT_TRUE(folder_.Has(std::string(name) + ".json"));
  }
  EXPECT_EQ(folder_.FileCount(), 6u);
}

TEST_F(ImageCliTest, DefaultNamesNeverReplace) {
  folder_.Write("picture.png", "precious");
  EXPECT_EQ(Run({"a cat"}).exit_code, 0);
  EXPECT_EQ(folder_.Read("picture.png"), "precious");
  EXPECT_EQ(folder_.Read("picture-2.png"), kDigits);
}

TEST_F(ImageCliTest, WritesToStdout) {
  const CliResult result = Run({"a cat", "-o", "-"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, kDigits);
  EXPECT_EQ(folder_.FileCount(), 0u);
}

TEST_F(ImageCliTest, ReadsThePromptFromStdin) {
  EXPECT_EQ(Run({"-", "-o", "cat.png"}, "a cat\nwith two lines\n").exit_code, 0);
  EXPECT_EQ(request_.spec().prompt(), "a cat\nwith two lines");
}

TEST_F(ImageCliTest, PrintsOneJsonObject) {
  const CliResult result = Run({"a cat", "-o", "cat.png", "--json"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out.front(), '{');
  EXPECT_EQ(result.out.substr(result.out.size() - 2), "}\n");
  EXPECT_NE(result.out.find("\"file\": \"cat.png\""), std::string::npos);
  EXPECT_NE(result.out.find("\"nano_usd\": \"40000000\""), std::string::npos);
}

TEST_F(ImageCliTest, AnOutputThatCannotBeWrittenCostsNothing) {
  folder_.Write("file", "");
  for (const char* output : {"nowhere/cat.png", "/", "file/cat.png", "/proc/cat.png"}) {
    EXPECT_EQ(Run({"a cat", "-o", output}).exit_code, 2) << output;
  }
  EXPECT_EQ(server_.paid_calls, 0);
}

TEST_F(ImageCliTest, AFullDiskIsToldAndTheCallEnds) {
  const CliResult result = Run({"a cat", "-o", "/dev/full"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("LOCAL_WRITE_FAILED"), std::string::npos);
}

TEST_F(ImageCliTest, WarnsWhenTheNameLies) {
  server_.stream_images = [](auto&, const auto&, auto& writer) {
    WritePicture(writer, 0, "image/jpeg");
    WriteDone(writer, 1);
    return grpc::Status::OK;
  };
  const CliResult result = Run({"a cat", "-o", "cat.png"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_NE(result.err.find("cat.png holds image/jpeg"), std::string::npos);
}

TEST_F(ImageCliTest, OneBadPictureDoesNotTakeTheOthersAlong) {
  server_.stream_images = [](auto&, const auto&, auto& writer) {
    WritePicture(writer, 0, "image/png", 0xBAD);
    WritePicture(writer, 1);
    v1::StreamImagesResponse event;
    event.mutable_failed()->set_index(2);
    event.mutable_failed()->mutable_failed()->set_reason("MEDIA_CORRUPT");
    writer.Write(event);
    event.mutable_filtered()->set_count(1);
    event.mutable_filtered()->add_items()->set_reason("no people, please");
    writer.Write(event);
    WriteDone(writer, 2);
    return grpc::Status::OK;
  };
  const CliResult result = Run({"cats", "-o", "cat.png", "--count", "4"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("CHECKSUM_MISMATCH"), std::string::npos);
  EXPECT_NE(result.err.find("MEDIA_CORRUPT"), std::string::npos);
  EXPECT_NE(result.err.find("no people, please"), std::string::npos);
  EXPECT_TRUE(folder_.Has("cat-2.png"));
  EXPECT_TRUE(folder_.Has("cat-1.png.corrupt"));
  EXPECT_EQ(folder_.FileCount(), 3u);
}

TEST_F(ImageCliTest, RefusalsNameTheFlag) {
  server_.stream_images = [](auto&, const auto&, auto&) {
    return MakeError({.code = grpc::StatusCode::INVALID_ARGUMENT,
                      .message = "the request is invalid",
                      .reason = "INVALID_REQUEST",
                      .violations = {{"spec.aspect_ratio", "7:5 is not offered"}}});
  };
  const CliResult result = Run({"a cat", "--aspect-ratio", "7:5", "--json"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_NE(result.err.find("--aspect-ratio (spec.aspect_ratio): 7:5"), std::string::npos);
  EXPECT_NE(result.out.find("\"flag\": \"--aspect-ratio\""), std::string::npos);
  EXPECT_EQ(folder_.FileCount(), 0u);
}

TEST_F(ImageCliTest, ABreakWhilePayingIsAnUnknownOutcome) {
  server_.stream_images = [](auto&, const auto&, auto&) {
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "Socket closed");
  };
  const CliResult result = Run({"a cat", "--request-id", "my-id"});
  EXPECT_EQ(result.exit_code, 6);
  EXPECT_NE(result.err.find("--request-id my-id"), std::string::npos);
  EXPECT_EQ(server_.paid_calls, 1);
}

TEST_F(ImageCliTest, InterruptSaysThatItMayBeBilled) {
  server_.stream_images = [](auto& context, const auto&, auto&) { return WaitForCancel(context); };
  CliProcess process(folder_.path(), {"image", "a cat", "--server", server_.address()});
  ASSERT_TRUE(process.WaitForError("waiting for the picture"));
  process.Signal(SIGINT);
  const CliResult result = process.Wait();
  EXPECT_EQ(result.exit_code, 130);
  EXPECT_NE(result.err.find("may bill it all the same"), std::string::npos);
  EXPECT_EQ(folder_.FileCount(), 0u);
}

}  // namespace
}  // namespace mediagen::client
