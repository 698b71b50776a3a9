#include "tests/rpc/reflection.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/fakes/fake_upstream.h"

namespace mediagen::testing {
namespace {

// The generated code of the reflection service lies in a library whose headers nobody ships.
std::unique_ptr<google::protobuf::Message> NewMessage(const std::string& name) {
  const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
      absl::StrCat("grpc.reflection.v1alpha.", name));
  return std::unique_ptr<google::protobuf::Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

}  // namespace

grpc::Status CallRaw(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                     const std::vector<std::pair<std::string, std::string>>& metadata,
                     const std::string& request, std::string* first_response) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kTestLimit);
  for (const auto& [name, value] : metadata) context.AddMetadata(name, value);
  grpc::CompletionQueue queue;
  const auto wait = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  auto call = stub.PrepareCall(&context, absl::StrCat("/", method), &queue);
  call->StartCall(nullptr);
  bool good = wait();
  if (good) {
    const grpc::Slice slice(request);
    call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
    good = wait();
  }
  for (bool first = true; good; first = false) {
    grpc::ByteBuffer response;
    call->Read(&response, nullptr);
    good = wait();
    grpc::Slice slice;
    if (good && first && first_response != nullptr && response.DumpToSingleSlice(&slice).ok())
      *first_response = std::string(slice.begin(), slice.end());
  }
  grpc::Status status;
  call->Finish(&status, nullptr);
  wait();
  return status;
}

std::string Reflect(const std::shared_ptr<grpc::Channel>& channel,
                    const std::string& request_json) {
  const auto request = NewMessage("ServerReflectionRequest");
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(request_json, request.get()).ok());
  std::string bytes;
  const grpc::Status status =
      CallRaw(channel, "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", {},
              request->SerializeAsString(), &bytes);
  EXPECT_TRUE(status.ok()) << status.error_message();
  const auto response = NewMessage("ServerReflectionResponse");
  EXPECT_TRUE(response->ParseFromString(bytes));
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(*response, &json).ok());
  return json;
}

std::set<std::string> ReflectedServices(const std::shared_ptr<grpc::Channel>& channel) {
  google::protobuf::Struct response;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(
                  Reflect(channel, R"({"listServices": ""})"), &response)
                  .ok());
  const google::protobuf::Struct& list =
      response.fields().at("listServicesResponse").struct_value();
  std::set<std::string> names;
  for (const auto& service : list.fields().at("service").list_value().values())
    names.insert(service.struct_value().fields().at("name").string_value());
  return names;
}

}  // namespace mediagen::testing
