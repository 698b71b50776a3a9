#include "client/cli/exit_code.h"

#include <gtest/gtest.h>

namespace mediagen::client {
namespace {

using Code = absl::StatusCode;

struct Case {
  std::string name;
  Code code;
  std::string reason;
  Progressed progressed;
  ExitCode expected;
  bool retry = false;
};

class ExitCodeTest : public testing::TestWithParam<Case> {};

TEST_P(ExitCodeTest, SaysWhatToDoNext) {
  CallError error{.code = GetParam().code, .reason = GetParam().reason};
  if (GetParam().retry) error.retry_delay = absl::Seconds(1);
  EXPECT_EQ(ClassifyFailure(error, GetParam().progressed), GetParam().expected);
}

constexpr auto kFree = Progressed::kFree;
constexpr auto kSent = Progressed::kSent;
constexpr auto kStarted = Progressed::kStarted;

INSTANTIATE_TEST_SUITE_P(
    Table, ExitCodeTest,
    testing::Values(
        Case{"Usage", Code::kInvalidArgument, "USAGE", kFree, ExitCode::kUsage},
        Case{"BadField", Code::kInvalidArgument, "INVALID_REQUEST", kSent,
             ExitCode::kInvalidRequest},
        Case{"RejectedUpstream", Code::kInvalidArgument, "UPSTREAM_REJECTED", kSent,
             ExitCode::kInvalidRequest},
        Case{"Unimplemented", Code::kUnimplemented, "VALIDATE_ONLY_UNSUPPORTED", kSent,
             ExitCode::kInvalidRequest},
        Case{"OldServer", Code::kUnimplemented, "", kSent, ExitCode::kInvalidRequest},
        Case{"OffsetBeyondEnd", Code::kOutOfRange, "OFFSET_BEYOND_END", kFree,
             ExitCode::kInvalidRequest},
        Case{"PromptBlocked", Code::kInvalidArgument, "PROMPT_BLOCKED", kSent, ExitCode::kFiltered},
        Case{"AllFiltered", Code::kFailedPrecondition, "RESULT_FILTERED", kSent,
             ExitCode::kFiltered},
        Case{"VideoFiltered", Code::kFailedPrecondition, "RESULT_FILTERED", kStarted,
             ExitCode::kFiltered},
        Case{"RateLimited", Code::kResourceExhausted, "UPSTREAM_RATE_LIMITED", kSent,
             ExitCode::kTemporary, true},
        Case{"NothingSent", Code::kUnavailable, "UPSTREAM_UNREACHABLE", kSent, ExitCode::kTemporary,
             true},
        Case{"Billing", Code::kResourceExhausted, "UPSTREAM_BILLING", kSent, ExitCode::kError},
        Case{"OutcomeUnknown", Code::kUnknown, "SUBMIT_OUTCOME_UNKNOWN", kSent, ExitCode::kPaid},
        Case{"IdReused", Code::kAlreadyExists, "REQUEST_ID_REUSED", kSent, ExitCode::kPaid},
        Case{"ConnectionBrokeWhilePaying", Code::kUnavailable, "", kSent, ExitCode::kPaid},
        Case{"ResetWhilePaying", Code::kInternal, "", kSent, ExitCode::kPaid},
        Case{"AnswerTooLarge", Code::kResourceExhausted, "", kSent, ExitCode::kPaid},
        Case{"DrainingWithoutRetry", Code::kUnavailable, "DRAINING", kSent, ExitCode::kPaid},
        Case{"OwnTimeout", Code::kDeadlineExceeded, "", kSent, ExitCode::kPaid},
        Case{"BrokeAfterStart", Code::kUnavailable, "", kStarted, ExitCode::kPaid},
        Case{"WatchRetryAfterStart", Code::kUnavailable, "UPSTREAM_UNAVAILABLE", kStarted,
             ExitCode::kPaid, true},
        Case{"ServerGoneAfterStart", Code::kUnavailable, "SERVER_UNREACHABLE", kStarted,
             ExitCode::kPaid},
        Case{"DiskFullAfterStart", Code::kInternal, "LOCAL_WRITE_FAILED", kStarted,
             ExitCode::kPaid},
        Case{"JobFailed", Code::kAborted, "OPERATION_FAILED", kStarted, ExitCode::kError},
        Case{"JobFailedByItsInput", Code::kInvalidArgument, "OPERATION_FAILED", kStarted,
             ExitCode::kInvalidRequest},
        Case{"NoVideo", Code::kInternal, "NO_VIDEO", kStarted, ExitCode::kError},
        Case{"UnknownVideo", Code::kUnknown, "VIDEO_OUTCOME_UNKNOWN", kStarted, ExitCode::kPaid},
        Case{"UnknownWatched", Code::kUnknown, "VIDEO_OUTCOME_UNKNOWN", kFree, ExitCode::kPaid},
        Case{"ModelRetired", Code::kNotFound, "MODEL_RETIRED", kSent, ExitCode::kNotFound},
        Case{"ModelRetiredHere", Code::kFailedPrecondition, "MODEL_RETIRED", kSent,
             ExitCode::kNotFound},
        Case{"NoUpscaling", Code::kUnimplemented, "UNSUPPORTED_BY_PROVIDER", kSent,
             ExitCode::kInvalidRequest},
        Case{"HistoryFull", Code::kResourceExhausted, "HISTORY_FULL", kSent, ExitCode::kError},
        Case{"WatchBroke", Code::kUnavailable, "", kFree, ExitCode::kTemporary},
        Case{"WatchLimit", Code::kAborted, "OPERATION_WAIT_LIMIT", kFree, ExitCode::kTemporary},
        Case{"WatchTimeout", Code::kDeadlineExceeded, "", kFree, ExitCode::kTemporary},
        Case{"ModelNotFound", Code::kNotFound, "MODEL_NOT_FOUND", kSent, ExitCode::kNotFound},
        Case{"OperationUnknown", Code::kNotFound, "OPERATION_UNKNOWN", kFree, ExitCode::kNotFound},
        Case{"HealthOfUnknownService", Code::kNotFound, "", kFree, ExitCode::kNotFound},
        Case{"Unreachable", Code::kUnavailable, "SERVER_UNREACHABLE", kFree,
             ExitCode::kUnreachable},
        Case{"NotServing", Code::kUnavailable, "NOT_SERVING", kFree, ExitCode::kUnreachable},
        Case{"Credentials", Code::kInternal, "UPSTREAM_CREDENTIALS", kSent, ExitCode::kError},
        Case{"NoImage", Code::kInternal, "NO_IMAGE", kSent, ExitCode::kError},
        Case{"Corrupt", Code::kDataLoss, "MEDIA_CORRUPT", kSent, ExitCode::kError}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace mediagen::client
