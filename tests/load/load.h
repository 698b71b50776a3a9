// What the programs of this folder share: one main, and how they call and count.
#ifndef MEDIAGEN_TESTS_LOAD_LOAD_H_
#define MEDIAGEN_TESTS_LOAD_LOAD_H_

#include <grpcpp/channel.h>

#include <memory>
#include <string>
#include <vector>

namespace mediagen::testing {

// The program's own work, called by main with flags parsed, the limit of files raised and the
// upstream's key set. False: what it looks at does not hold.
bool RunLoad();

// A channel that shares its connection with no other, as gRPC sets one up.
std::shared_ptr<grpc::Channel> OwnChannel(const std::string& address);

// The value below which `percent` of a hundred lie; 0 of none. Sorts them.
double Percentile(std::vector<double>& values, int percent);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_LOAD_LOAD_H_
