// Shows what this server makes of recorded requests and written answers, one JSON line a case.
#include <cstdio>
#include <string>

#include "tests/wire/request_line.h"
#include "tests/wire/wire_folder.h"

namespace {

using mediagen::testing::WireFile;
using mediagen::testing::WireFolder;

// False when a file cannot be read.
bool Print(const absl::StatusOr<WireFile>& file, std::string (*line)(const WireFile&)) {
  if (!file.ok()) {
    fprintf(stderr, "%s\n", std::string(file.status().message()).c_str());
    return false;
  }
  printf("%s\n", line(*file).c_str());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: mediagen-wire DIR\n");
    return 2;
  }
  const WireFolder folder(argv[1]);
  bool all_read = true;
  for (const std::string& name : folder.Names("requests")) {
    all_read &= Print(folder.Read("requests", name), mediagen::testing::RequestLine);
  }
  return all_read ? 0 : 1;
}
