// Reads pictures of StreamChat to their end, one after another, and compares every byte.
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "bench/yardstick/report.h"
#include "mediagen/v1/chat_image_service.grpc.pb.h"

ABSL_FLAG(std::string, address, "", "HOST:PORT of the server");
ABSL_FLAG(std::string, provider, "", "as in requests");
ABSL_FLAG(std::string, model, "", "as in requests");
ABSL_FLAG(int, count, 1, "how many");
ABSL_FLAG(std::string, original, "", "file with the picture as it must come");

namespace mediagen::bench {
namespace {

v1::StreamChatRequest ChatRequest() {
  v1::StreamChatRequest request;
  request.set_provider(absl::GetFlag(FLAGS_provider));
  request.set_model(absl::GetFlag(FLAGS_model));
  v1::ChatMessage& message = *request.mutable_spec()->add_messages();
  message.set_role(v1::CHAT_ROLE_USER);
  message.add_parts()->set_text("waves");
  return request;
}

// One picture; ends the program when a byte of it is wrong.
void ReadPicture(v1::ChatImageService::Stub& stub, const std::string& original) {
  grpc::ClientContext context;
  auto reader = stub.StreamChat(&context, ChatRequest());
  size_t bytes = 0;
  bool whole = false;
  for (v1::StreamChatResponse event; reader->Read(&event);) {
    whole |= event.has_end();
    if (!event.has_chunk()) continue;
    const std::string& data = event.chunk().data();
    if (static_cast<size_t>(event.chunk().offset()) != bytes ||
        original.compare(bytes, data.size(), data) != 0)
      Fail("the picture differs from the original");
    bytes += data.size();
  }
  const grpc::Status status = reader->Finish();
  if (!status.ok()) Fail("chatting: " + status.error_message());
  if (!whole || bytes != original.size()) Fail("the picture is not whole");
}

int Main() {
  const std::string original = ReadFile(absl::GetFlag(FLAGS_original));
  const auto stub = v1::ChatImageService::NewStub(
      grpc::CreateChannel(absl::GetFlag(FLAGS_address), grpc::InsecureChannelCredentials()));
  std::vector<double> latencies;
  const double begun = Now();
  for (int i = 0; i < absl::GetFlag(FLAGS_count); ++i) {
    const double sent = Now();
    ReadPicture(*stub, original);
    latencies.push_back(Now() - sent);
  }
  Report().Add("seconds", Now() - begun).AddLatencies(std::move(latencies)).Print();
  return 0;
}

}  // namespace
}  // namespace mediagen::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  return mediagen::bench::Main();
}
