#ifndef MEDIAGEN_TESTS_RPC_SEALED_OPERATION_H_
#define MEDIAGEN_TESTS_RPC_SEALED_OPERATION_H_

#include <string>

#include "server/upstream/operation.h"
#include "tests/client/scratch_folder.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {

// A key as it stands in a key file, told from others by its digit.
inline std::string KeyLine(char digit) { return std::string(64, digit).append("\n"); }

// A key file for servers under test, and handles that they open without having started anything.
class SealedOperation {
 public:
  SealedOperation() { folder_.Write("keys", KeyLine('a')); }

  std::string file() const { return folder_.File("keys"); }
  void SetKeys(const std::string& lines) const { folder_.Write("keys", lines); }

  std::string Seal() const {
    Operation operation;
    operation.provider = "aihubmix";
    operation.dialect = "aihubmix";
    operation.upstream_name = kOperationName;
    operation.model = "veo-3.0-generate-preview";
    operation.request_id = "r-sealed";
    operation.create_time = absl::Now();
    return OperationSealer(*OperationSealer::ReadKeys(KeyLine('a'))).Seal(operation);
  }

 private:
  client::ScratchFolder folder_;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_SEALED_OPERATION_H_
