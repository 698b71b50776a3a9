#ifndef MEDIAGEN_TESTS_RPC_REFLECTION_H_
#define MEDIAGEN_TESTS_RPC_REFLECTION_H_

#include <grpcpp/channel.h>
#include <grpcpp/support/status.h>

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace mediagen::testing {

// Sends one message to any method, whatever its kind, and reads to the end. Bounded in time.
grpc::Status CallRaw(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                     const std::vector<std::pair<std::string, std::string>>& metadata,
                     const std::string& request, std::string* first_response = nullptr);

// Asks the server's reflection service, in JSON (a ServerReflectionRequest); answers a
// ServerReflectionResponse as JSON. A failure is one of the test.
std::string Reflect(const std::shared_ptr<grpc::Channel>& channel, const std::string& request_json);

// What the server says that it serves.
std::set<std::string> ReflectedServices(const std::shared_ptr<grpc::Channel>& channel);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_REFLECTION_H_
