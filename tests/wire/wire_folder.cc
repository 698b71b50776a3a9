#include "tests/wire/wire_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "rapidjson/error/en.h"

namespace mediagen::testing {

const rapidjson::Value& WireFile::operator[](const char* member) const {
  static const rapidjson::Value* const kNull = new rapidjson::Value();
  if (!document_->IsObject()) return *kNull;
  const auto found = document_->FindMember(member);
  return found == document_->MemberEnd() ? *kNull : found->value;
}

std::vector<std::string> WireFolder::Names(const std::string& kind) const {
  std::vector<std::string> names;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(path_ + "/" + kind, missing)) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

absl::StatusOr<WireFile> WireFolder::Read(const std::string& kind, const std::string& name) const {
  const std::string path = absl::StrCat(path_, "/", kind, "/", name, ".json");
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  auto document = std::make_shared<rapidjson::Document>();
  // Not every short decimal is read to the last bit otherwise.
  document->Parse<rapidjson::kParseFullPrecisionFlag>(text.str().c_str());
  if (document->HasParseError()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": ", rapidjson::GetParseError_En(document->GetParseError())));
  }
  return WireFile(name, std::move(document));
}

absl::StatusOr<WireFile> WireFolder::ReadAnswer(const std::string& name) const {
  absl::StatusOr<WireFile> answer = Read("responses", name);
  return absl::IsNotFound(answer.status()) ? Read("script", name) : answer;
}

}  // namespace mediagen::testing
