#include "tests/async/source_files.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace mediagen::testing {

std::vector<SourceFile> SourceFilesBelow(const std::string& folder) {
  namespace fs = std::filesystem;
  const fs::path root = MEDIAGEN_SOURCE_DIR;
  std::vector<SourceFile> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
    const fs::path& path = entry.path();
    if (path.extension() != ".h" && path.extension() != ".cc" && path.extension() != ".proto")
      continue;
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    files.emplace_back(fs::relative(path, root).string(), text.str());
  }
  return files;
}

}  // namespace mediagen::testing
