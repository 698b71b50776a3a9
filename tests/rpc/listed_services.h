#ifndef MEDIAGEN_TESTS_RPC_LISTED_SERVICES_H_
#define MEDIAGEN_TESTS_RPC_LISTED_SERVICES_H_

#include <grpcpp/channel.h>

#include <memory>
#include <set>
#include <string>

namespace mediagen::testing {

// The services that a server's reflection lists; none when it does not answer.
std::set<std::string> ListedServices(const std::shared_ptr<grpc::Channel>& channel);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_LISTED_SERVICES_H_
