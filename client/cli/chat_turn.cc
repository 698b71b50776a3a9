#include "client/cli/chat_turn.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/cli/picture_job.h"
#include "client/cli/record_file.h"
#include "client/cli/usage_error.h"

namespace mediagen::client {
namespace {

constexpr absl::string_view kStem = "picture";

// Whether the answer was free to hold pictures.
bool WantsPictures(const Arguments& arguments) {
  const std::vector<std::string> modalities = arguments.Values("--modality");
  return modalities.empty() ||
         std::any_of(modalities.begin(), modalities.end(), [](const std::string& word) {
           return absl::AsciiStrToLower(word) == "image";
         });
}

}  // namespace

absl::StatusOr<std::string> PictureStem(const Arguments& arguments) {
  const auto folder = arguments.Value("--out-dir");
  if (!folder) return std::string(kStem);
  if (arguments.Has("-o")) return UsageError("-o and --out-dir both say where the pictures go");
  std::error_code error;
  std::filesystem::create_directories(*folder, error);
  if (!std::filesystem::is_directory(*folder, error)) {
    return UsageError(absl::StrCat("--out-dir: ", *folder, " is no folder and cannot be made"));
  }
  return (std::filesystem::path(*folder) / std::string(kStem)).string();
}

absl::StatusOr<std::unique_ptr<ChatTurn>> ChatTurn::Open(Session& session, absl::string_view stem,
                                                         const Record& record) {
  auto names = OutputNames::Create(session.arguments().Value("-o"), {.stem = stem}, 1);
  if (!names.ok()) return names.status();
  std::unique_ptr<ChatTurn> turn(new ChatTurn(session, *std::move(names)));
  turn->sink_ =
      std::make_unique<ResultSink>(turn->names_, record, session.progress(), session.result());
  if (!session.arguments().Has("--validate-only")) {
    absl::Status status = turn->sink_->Prepare(1, kPictureReserveBytes);
    if (!status.ok()) return status;
  }
  FILE* text = turn->names_.direct() ? stderr : stdout;
  turn->answer_ = std::make_unique<ChatAnswer>(*turn->sink_, session.progress(),
                                               session.json() ? nullptr : text);
  return turn;
}

absl::Status ChatTurn::Finish(const v1::ChatCompleted& completed) {
  const std::vector<std::string> texts = answer_->texts();
  for (size_t i = 0; i < sink_->arrivals(); ++i) {
    // The record of each picture tells the whole answer.
    sink_->Amend(i, [&](Record& record) {
      MergeGenerationRecord(completed.record(), record);
      record.mutable_texts()->Assign(texts.begin(), texts.end());
      record.set_finish_reason(completed.finish_reason());
      record.set_finish_reason_raw(completed.finish_reason_raw());
      if (completed.has_usage()) *record.mutable_usage() = completed.usage();
      if (completed.has_cost()) *record.mutable_cost() = completed.cost();
    });
  }
  CommandResult& result = session_.result();
  result.mutable_texts()->Add(texts.begin(), texts.end());
  session_.AddWarnings(completed.warnings());
  if (completed.finish_reason() == v1::FINISH_REASON_MAX_TOKENS) {
    session_.progress().Note("warning: the answer is cut at its limit of tokens");
  }
  if (answer_->pictures() == 0 && WantsPictures(session_.arguments())) {
    session_.progress().Note("the model answered no picture");
  }
  absl::Status saved = answer_->save_error();
  saved.Update(sink_->late_error());
  return saved;
}

}  // namespace mediagen::client
