// How the work is done without thinking of memory: the whole answer in a string, parsed into a
// document, decoded as a whole by absl, and written one protobuf chunk at a time.
#include <curl/curl.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <rapidjson/document.h>

#include <cstdio>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "bench/yardstick/report.h"
#include "mediagen/v1/video_service.grpc.pb.h"
#include "server/upstream/crc32c.h"

ABSL_FLAG(std::string, url, "", "base URL of the upstream");

namespace mediagen::bench {
namespace {

constexpr size_t kChunkBytes = 512 * 1024;

size_t Append(char* data, size_t one, size_t count, void* into) {
  static_cast<std::string*>(into)->append(data, one * count);
  return one * count;
}

std::string Fetch(const std::string& url) {
  std::string body;
  CURL* easy = curl_easy_init();
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, Append);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &body);
  if (curl_easy_perform(easy) != CURLE_OK) body.clear();
  curl_easy_cleanup(easy);
  return body;
}

// The video in the answer to a poll; "" when there is none.
std::string DecodeVideo(const std::string& body) {
  rapidjson::Document document;
  document.Parse(body.data(), body.size());
  if (document.HasParseError() || !document.HasMember("response")) return "";
  const rapidjson::Value& text = document["response"]["videos"][0]["bytesBase64Encoded"];
  std::string video;
  absl::Base64Unescape(absl::string_view(text.GetString(), text.GetStringLength()), &video);
  return video;
}

// Any thread.
class Videos final : public v1::VideoService::Service {
 public:
  grpc::Status StartVideo(grpc::ServerContext*, const v1::StartVideoRequest* request,
                          v1::StartVideoResponse* response) override {
    response->mutable_started()->set_operation(request->model());
    return grpc::Status::OK;
  }

  grpc::Status WatchVideo(grpc::ServerContext*, const v1::WatchVideoRequest* request,
                          grpc::ServerWriter<v1::WatchVideoResponse>* writer) override {
    const std::string& name = request->operation();
    const std::string video = DecodeVideo(Fetch(
        absl::StrCat(absl::GetFlag(FLAGS_url), "/v1beta/models/", name, "/operations/", name)));
    for (size_t offset = 0; offset < video.size(); offset += kChunkBytes) {
      v1::WatchVideoResponse event;
      event.mutable_chunk()->set_offset(static_cast<int64_t>(offset));
      event.mutable_chunk()->set_data(video.substr(offset, kChunkBytes));
      if (!writer->Write(event)) return grpc::Status::CANCELLED;
    }
    v1::WatchVideoResponse last;
    last.mutable_end()->set_size_bytes(static_cast<int64_t>(video.size()));
    last.mutable_end()->set_crc32c(ExtendCrc32c(0, video));
    writer->Write(last);
    return grpc::Status::OK;
  }
};

int Main() {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  Videos videos;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&videos);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  std::printf("listening 127.0.0.1:%d\n", port);
  std::fflush(stdout);
  server->Wait();
  return 0;
}

}  // namespace
}  // namespace mediagen::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  return mediagen::bench::Main();
}
