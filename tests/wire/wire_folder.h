// A folder of cases, one JSON file each.
#ifndef MEDIAGEN_TESTS_WIRE_WIRE_FOLDER_H_
#define MEDIAGEN_TESTS_WIRE_WIRE_FOLDER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rapidjson/document.h"
#include "server/upstream/json_view.h"

namespace mediagen::testing {

// One file, parsed. A value; copies share the document.
class WireFile {
 public:
  WireFile(std::string name, std::shared_ptr<const rapidjson::Document> document)
      : name_(std::move(name)), document_(std::move(document)) {}

  // The file's name without its ending, which is the case's.
  const std::string& name() const { return name_; }
  const rapidjson::Document& document() const { return *document_; }
  // A member of the case; a null value where there is none.
  const rapidjson::Value& operator[](const char* member) const;
  JsonView json() const { return JsonView(document_.get()); }

 private:
  std::string name_;
  std::shared_ptr<const rapidjson::Document> document_;
};

// Finds and reads cases. Any thread.
class WireFolder {
 public:
  explicit WireFolder(std::string path) : path_(std::move(path)) {}

  // Names of the cases of a kind (`requests`, `responses`), sorted; none where the folder is
  // missing.
  std::vector<std::string> Names(const std::string& kind) const;
  absl::StatusOr<WireFile> Read(const std::string& kind, const std::string& name) const;
  // A case that stands before or after another: of `responses`, else of `script`.
  absl::StatusOr<WireFile> ReadAnswer(const std::string& name) const;

 private:
  std::string path_;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_WIRE_WIRE_FOLDER_H_
