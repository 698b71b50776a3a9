#include "tests/source_rules/source_files.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace mediagen::testing {

std::string ReadSourceFile(const std::string& path) {
  std::ifstream in(std::filesystem::path(MEDIAGEN_SOURCE_DIR) / path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<SourceFile> SourceFilesBelow(const std::string& folder) {
  namespace fs = std::filesystem;
  const fs::path root = MEDIAGEN_SOURCE_DIR;
  std::vector<SourceFile> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
    const fs::path& path = entry.path();
    if (path.extension() != ".h" && path.extension() != ".cc" && path.extension() != ".proto")
      continue;
    const std::string relative = fs::relative(path, root).string();
    files.emplace_back(relative, ReadSourceFile(relative));
  }
  return files;
}

}  // namespace mediagen::testing
