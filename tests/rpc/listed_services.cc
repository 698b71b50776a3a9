#include "tests/rpc/listed_services.h"

#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>
#include <grpcpp/generic/generic_stub.h>

#include <regex>

namespace mediagen::testing {
namespace {

// The messages of reflection lie in a library whose headers nobody ships.
std::unique_ptr<google::protobuf::Message> NewMessage(const std::string& name) {
  const auto* type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(name);
  return std::unique_ptr<google::protobuf::Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

std::string JsonOf(grpc::ByteBuffer& buffer) {
  grpc::Slice bytes;
  auto response = NewMessage("grpc.reflection.v1alpha.ServerReflectionResponse");
  std::string json;
  if (!buffer.Valid() || !buffer.DumpToSingleSlice(&bytes).ok() ||
      !response->ParseFromArray(bytes.begin(), static_cast<int>(bytes.size())) ||
      !google::protobuf::util::MessageToJsonString(*response, &json).ok()) {
    return "";
  }
  return json;
}

}  // namespace

std::set<std::string> ListedServices(const std::shared_ptr<grpc::Channel>& channel) {
  auto request = NewMessage("grpc.reflection.v1alpha.ServerReflectionRequest");
  if (!google::protobuf::util::JsonStringToMessage(R"({"listServices": ""})", request.get()).ok())
    return {};
  const grpc::Slice bytes(request->SerializeAsString());
  grpc::ByteBuffer asked(&bytes, 1);
  grpc::ByteBuffer answered;
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  grpc::CompletionQueue queue;
  const auto wait = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
  };
  auto call = stub.PrepareCall(
      &context, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", &queue);
  call->StartCall(nullptr);
  wait();
  call->WriteLast(asked, grpc::WriteOptions(), nullptr);
  wait();
  call->Read(&answered, nullptr);
  wait();
  grpc::Status status;
  call->Finish(&status, nullptr);
  wait();
  std::set<std::string> services;
  const std::string json = JsonOf(answered);
  static const std::regex name(R"re("name":"([\w.]+)")re");
  for (std::sregex_iterator it(json.begin(), json.end(), name), end; it != end; ++it)
    services.insert((*it)[1]);
  return services;
}

}  // namespace mediagen::testing
