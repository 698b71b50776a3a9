#ifndef MEDIAGEN_TESTS_RPC_REFLECTION_H_
#define MEDIAGEN_TESTS_RPC_REFLECTION_H_

#include <grpcpp/channel.h>
#include <grpcpp/support/status.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace mediagen::testing {

// Sends one message to any method, whatever its kind, and reads to the end. Bounded in time.
grpc::Status CallRaw(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                     const std::vector<std::pair<std::string, std::string>>& metadata,
                     const std::string& request, std::string* first_response = nullptr);

// What the server says that it serves.
std::vector<std::string> ReflectedServices(const std::shared_ptr<grpc::Channel>& channel);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_REFLECTION_H_
