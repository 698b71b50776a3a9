// Reads videos to their end and checks every byte: starts an operation by StartVideo, then streams
// its video by WatchVideo, on a connection for each stream.
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "bench/yardstick/report.h"
#include "mediagen/v1/video_service.grpc.pb.h"
#include "server/upstream/crc32c.h"

ABSL_FLAG(std::string, address, "", "HOST:PORT of the server");
ABSL_FLAG(std::string, provider, "", "as in requests");
ABSL_FLAG(std::string, model, "", "as in requests");
ABSL_FLAG(int, streams, 1, "streams at a time");
ABSL_FLAG(int, count, 1, "videos of each stream, one after another; 0: for --seconds");
ABSL_FLAG(double, seconds, 0, "how long");
ABSL_FLAG(double, pause, 0, "seconds for which a reader stops in the middle");
ABSL_FLAG(std::string, original, "", "file with the video as it must come; none: all goes");
ABSL_FLAG(std::string, output, "", "file that takes the video; none: it is thrown away");

namespace mediagen::bench {
namespace {

std::unique_ptr<v1::VideoService::Stub> NewStub() {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return v1::VideoService::NewStub(grpc::CreateCustomChannel(
      absl::GetFlag(FLAGS_address), grpc::InsecureChannelCredentials(), arguments));
}

std::string StartOperation(v1::VideoService::Stub& stub) {
  v1::StartVideoRequest request;
  request.set_provider(absl::GetFlag(FLAGS_provider));
  request.set_model(absl::GetFlag(FLAGS_model));
  request.mutable_spec()->set_prompt("waves");
  v1::StartVideoResponse response;
  grpc::ClientContext context;
  const grpc::Status status = stub.StartVideo(&context, request, &response);
  if (!status.ok()) Fail("starting: " + status.error_message());
  return response.started().operation();
}

// What a video must be; without bytes, whatever it is.
struct Original {
  int64_t bytes = 0;
  uint32_t crc32c = 0;
};

Original ReadOriginal() {
  if (absl::GetFlag(FLAGS_original).empty()) return {};
  const std::string bytes = ReadFile(absl::GetFlag(FLAGS_original));
  return {static_cast<int64_t>(bytes.size()), ExtendCrc32c(0, bytes)};
}

// What one stream saw. Guarded by nothing: a thread has its own.
struct Seen {
  std::vector<double> first_chunk_shares;
  double bytes = 0;
};

// One video; ends the program when a byte of it is wrong.
void ReadVideo(v1::VideoService::Stub& stub, const std::string& operation, const Original& original,
               Seen& seen) {
  double pause = absl::GetFlag(FLAGS_pause);
  v1::WatchVideoRequest request;
  request.set_operation(operation);
  grpc::ClientContext context;
  // gRPC 1.51 now and then takes a connection that is under way for a failed one.
  context.set_wait_for_ready(true);
  const double begun = Now();
  double first_chunk = 0;
  int64_t bytes = 0;
  uint32_t crc = 0;
  std::ofstream output(absl::GetFlag(FLAGS_output), std::ios::binary);
  auto reader = stub.WatchVideo(&context, request);
  for (v1::WatchVideoResponse event; reader->Read(&event);) {
    if (event.has_end() && event.end().crc32c() != crc) Fail("the server tells another checksum");
    if (!event.has_chunk()) continue;
    if (bytes == 0) first_chunk = Now() - begun;
    if (event.chunk().offset() != bytes) Fail("a chunk is out of place");
    crc = ExtendCrc32c(crc, event.chunk().data());
    const auto size = static_cast<int64_t>(event.chunk().data().size());
    if (output.is_open()) output.write(event.chunk().data().data(), size);
    bytes += size;
    if (pause > 0 && bytes >= original.bytes / 2) {
      std::this_thread::sleep_for(std::chrono::duration<double>(pause));
      pause = 0;
    }
  }
  const grpc::Status status = reader->Finish();
  if (!status.ok()) Fail("watching: " + status.error_message());
  if (original.bytes > 0 && (bytes != original.bytes || crc != original.crc32c))
    Fail("the video differs from the original");
  output.close();
  if (!absl::GetFlag(FLAGS_output).empty() && output.fail()) Fail("the output cannot be written");
  seen.first_chunk_shares.push_back(first_chunk / (Now() - begun));
  seen.bytes += static_cast<double>(bytes);
}

void ReadVideos(const std::string& operation, const Original& original, double end, Seen& seen) {
  auto stub = NewStub();
  const int count = absl::GetFlag(FLAGS_count);
  for (int i = 0; count > 0 ? i < count : Now() < end; ++i)
    ReadVideo(*stub, operation, original, seen);
}

int Main() {
  const Original original = ReadOriginal();
  const std::string operation = StartOperation(*NewStub());
  std::vector<Seen> seen(static_cast<size_t>(absl::GetFlag(FLAGS_streams)));
  std::vector<std::thread> threads;
  const double begun = Now();
  const double end = begun + absl::GetFlag(FLAGS_seconds);
  for (Seen& stream : seen)
    threads.emplace_back(
        [&operation, &original, end, &stream] { ReadVideos(operation, original, end, stream); });
  for (std::thread& thread : threads) thread.join();
  const double seconds = Now() - begun;
  double bytes = 0;
  std::vector<double> shares;
  for (const Seen& stream : seen) {
    bytes += stream.bytes;
    shares.insert(shares.end(), stream.first_chunk_shares.begin(), stream.first_chunk_shares.end());
  }
  std::sort(shares.begin(), shares.end());
  Report()
      .Add("seconds", seconds)
      .Add("bytes", bytes)
      .Add("first_chunk_share", shares[shares.size() / 2])
      .Print();
  return 0;
}

}  // namespace
}  // namespace mediagen::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  return mediagen::bench::Main();
}
