// Handles and positions that are wrong: nothing is asked of the upstream but where it must be.
#include <gtest/gtest.h>

#include "tests/rpc/sealed_operation.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {
namespace {

class BadOperationTest : public VideoTest {
 protected:
  // What each rpc that takes a handle says of this one.
  std::vector<client::CallError> ErrorsOf(const std::string& operation) {
    v1::GetVideoOperationResponse response;
    return {ErrorOf(Watch(operation).status), ErrorOf(GetOperation(operation, response))};
  }

  void ExpectUnknown(const std::string& operation) {
    for (const client::CallError& error : ErrorsOf(operation)) {
      EXPECT_EQ(error.code, absl::StatusCode::kNotFound);
      EXPECT_EQ(error.reason, "OPERATION_UNKNOWN");
      EXPECT_FALSE(error.retry_delay.has_value());
    }
  }
};

TEST_F(BadOperationTest, None) {
  for (const client::CallError& error : ErrorsOf("")) {
    EXPECT_EQ(error.code, absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(error.field_violations.at(0).field, "operation");
  }
  EXPECT_EQ(upstream_.accepted_connections(), 0);
}

TEST_F(BadOperationTest, Unknown) {
  ExpectUnknown("models/veo/operations/1");
  ExpectUnknown("AAAA");
  ExpectUnknown(std::string(3000, 'A'));
  ExpectUnknown(std::string(1'000'000, 'A'));
  EXPECT_EQ(upstream_.accepted_connections(), 0);
}

TEST_F(BadOperationTest, TamperedAnywhere) {
  const std::string operation = Start();
  for (size_t at = 0; at < operation.size(); at += 7) {
    SCOPED_TRACE(at);
    std::string tampered = operation;
    tampered[at] = tampered[at] == 'A' ? 'B' : 'A';
    ExpectUnknown(tampered);
  }
  ExpectUnknown(operation.substr(0, operation.size() / 2));
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_F(BadOperationTest, SealedWithAnotherKey) {
  const std::string operation = Start();
  const SealedOperation other_key;
  config_.set_operation_key_file(other_key.file());
  RunningServer other(config_);
  const client::CallError error = ErrorOf(WatchAt(other, operation).status);
  EXPECT_EQ(error.code, absl::StatusCode::kNotFound);
  EXPECT_EQ(error.reason, "OPERATION_UNKNOWN");
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_F(BadOperationTest, NegativePositions) {
  const std::string operation = Start();
  const client::CallError index = ErrorOf(Watch(operation, -1, 0).status);
  EXPECT_EQ(index.code, absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(index.field_violations.at(0).field, "video_index");
  const client::CallError offset = ErrorOf(Watch(operation, 0, -1).status);
  EXPECT_EQ(offset.code, absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(offset.field_violations.at(0).field, "byte_offset");
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_F(BadOperationTest, PositionsBeyondTheEnd) {
  const std::string operation = Start();
  upstream_.SetDefault(Answer::Json(VideosAnswer({Mp4(1000)})));
  for (const int64_t offset : {int64_t{1001}, int64_t{1} << 62}) {
    const client::CallError error = ErrorOf(Watch(operation, 0, offset).status);
    EXPECT_EQ(error.code, absl::StatusCode::kOutOfRange);
    EXPECT_EQ(error.reason, "OFFSET_BEYOND_END");
  }
  for (const int index : {1, 2'000'000'000}) {
    const client::CallError error = ErrorOf(Watch(operation, index, 0).status);
    EXPECT_EQ(error.code, absl::StatusCode::kOutOfRange);
    EXPECT_EQ(error.reason, "VIDEO_INDEX_BEYOND_END");
  }
}

}  // namespace
}  // namespace mediagen::testing
