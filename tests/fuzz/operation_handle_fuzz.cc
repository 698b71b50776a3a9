// A caller's operation handle; and the input as what is sealed, with one character of its handle
// changed.
#include <gtest/gtest.h>

#include <string>

#include "server/upstream/operation.h"
#include "server/upstream/utf8.h"
#include "tests/fuzz/fuzz_target.h"

namespace mediagen {
namespace {

const OperationSealer& Sealer() {
  static const auto* const sealer = new OperationSealer(
      {std::string(OperationSealer::kKeyBytes, 'a'), std::string(OperationSealer::kKeyBytes, 'b')});
  return *sealer;
}

void ExpectUnknown(const std::string& handle) {
  const absl::StatusOr<Operation> opened = Sealer().Open(handle, "");
  EXPECT_TRUE(absl::IsNotFound(opened.status())) << opened.status();
}

void OpenHandle(absl::string_view input) {
  ExpectUnknown(std::string(input));

  Operation operation;
  operation.upstream_name = MendedUtf8(input.substr(0, 500));
  operation.duration_seconds = static_cast<int>(input.size());
  const std::string handle = Sealer().Seal(operation);
  const absl::StatusOr<Operation> opened = Sealer().Open(handle, "");
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->upstream_name, operation.upstream_name);
  EXPECT_EQ(opened->duration_seconds, operation.duration_seconds);

  InputChoices choices(input);
  std::string changed = handle;
  char& c = changed[choices.Below(changed.size())];
  c = c == 'A' ? 'B' : 'A';
  ExpectUnknown(changed);
  ExpectUnknown(handle.substr(0, choices.Below(handle.size())));
}

const FuzzTarget kTarget("operation_handle", OpenHandle);

}  // namespace
}  // namespace mediagen
