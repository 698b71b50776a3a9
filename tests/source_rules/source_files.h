// The server's own source files, for tests of rules that no compiler checks.
#ifndef MEDIAGEN_TESTS_SOURCE_RULES_SOURCE_FILES_H_
#define MEDIAGEN_TESTS_SOURCE_RULES_SOURCE_FILES_H_

#include <string>
#include <vector>

namespace mediagen::testing {

class SourceFile {
 public:
  SourceFile(std::string path, std::string text) : path(std::move(path)), text(std::move(text)) {}
  std::string path;  // From the root of the source tree, such as server/net/http_client.h.
  std::string text;
};

// One file, by its path from the root of the source tree; empty when there is none.
std::string ReadSourceFile(const std::string& path);

// All .h, .cc and .proto files below `folder`, which is relative to the root of the source tree.
std::vector<SourceFile> SourceFilesBelow(const std::string& folder);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_SOURCE_RULES_SOURCE_FILES_H_
