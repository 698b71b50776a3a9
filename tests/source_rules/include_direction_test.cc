// The floors of the server may only include downwards, and each outside library lives on one floor.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/source_rules/source_files.h"

namespace mediagen {
namespace {

using testing::SourceFile;
using testing::SourceFilesBelow;

const std::map<std::string, std::set<std::string>>& AllowedFloors() {
  static const auto* allowed = new std::map<std::string, std::set<std::string>>{
      {"metrics", {"metrics"}},
      {"async", {"async"}},
      {"codec", {"codec"}},
      {"net", {"net", "async"}},
      {"upstream", {"upstream", "net", "codec", "async", "metrics"}},
      {"rpc", {"rpc", "upstream", "net", "codec", "async", "metrics"}},
  };
  return *allowed;
}

// Header prefix -> the floors that may include it.
const std::map<std::string, std::set<std::string>>& AllowedLibraries() {
  static const auto* allowed = new std::map<std::string, std::set<std::string>>{
      {"grpc", {"rpc"}},          {"curl/", {"net"}},           {"rapidjson/", {"upstream"}},
      {"openssl/", {"upstream"}}, {"prometheus/", {"metrics"}},
  };
  return *allowed;
}

std::string FloorOf(const std::string& path) {
  static const std::regex floor("server/([a-z]+)/.*");
  std::smatch match;
  return std::regex_match(path, match, floor) ? match[1].str() : "";
}

// Every fault of `file`, a line each.
std::vector<std::string> Faults(const SourceFile& file) {
  std::vector<std::string> faults;
  const std::string floor = FloorOf(file.path);
  if (floor.empty()) return faults;  // The root of server/ may include everything.
  static const std::regex include("#include [\"<]([^\">]+)[\">]");
  for (std::sregex_iterator it(file.text.begin(), file.text.end(), include), end; it != end; ++it) {
    const std::string header = (*it)[1];
    if (absl::StartsWith(header, "server/") &&
        AllowedFloors().at(floor).count(FloorOf(header)) == 0) {
      faults.push_back(absl::StrCat(file.path, " climbs to ", header));
    }
    for (const auto& [prefix, floors] : AllowedLibraries()) {
      const bool service_stub = prefix == "grpc" && absl::EndsWith(header, ".grpc.pb.h");
      if ((absl::StartsWith(header, prefix) || service_stub) && floors.count(floor) == 0) {
        faults.push_back(
            absl::StrCat(file.path, " includes ", header, ", which belongs to another floor"));
      }
    }
  }
  return faults;
}

TEST(IncludeDirectionTest, NoFloorClimbs) {
  int checked = 0;
  for (const SourceFile& file : SourceFilesBelow("server")) {
    ++checked;
    for (const std::string& fault : Faults(file)) ADD_FAILURE() << fault;
  }
  EXPECT_GT(checked, 10);
}

TEST(IncludeDirectionTest, TheCheckSeesFaults) {
  EXPECT_EQ(
      Faults(SourceFile("server/net/x.h", "#include \"server/upstream/provider.h\"\n")).size(), 1u);
  EXPECT_EQ(Faults(SourceFile("server/codec/x.h", "#include \"server/async/task.h\"\n")).size(),
            1u);
  EXPECT_EQ(Faults(SourceFile("server/async/x.h", "#include \"server/server.h\"\n")).size(), 1u);
  EXPECT_EQ(Faults(SourceFile("server/upstream/x.h", "#include <curl/curl.h>\n")).size(), 1u);
  EXPECT_EQ(Faults(SourceFile("server/net/x.h", "#include \"server/metrics/metrics.h\"\n")).size(),
            1u);
  EXPECT_EQ(Faults(SourceFile("server/rpc/x.h", "#include <prometheus/counter.h>\n")).size(), 1u);
  EXPECT_EQ(Faults(SourceFile("server/net/x.h", "#include <grpcpp/server.h>\n")).size(), 1u);
  EXPECT_EQ(
      Faults(SourceFile("server/upstream/x.h", "#include \"mediagen/v1/a.grpc.pb.h\"\n")).size(),
      1u);
  EXPECT_TRUE(Faults(SourceFile("server/rpc/x.h", "#include <grpcpp/server.h>\n")).empty());
}

TEST(ProviderNamesTest, StayInsideUpstream) {
  static const std::regex provider("aihubmix|camel|vertex", std::regex::icase);
  for (const SourceFile& file : SourceFilesBelow("server")) {
    if (absl::StartsWith(file.path, "server/upstream/")) continue;
    EXPECT_FALSE(std::regex_search(file.text, provider)) << file.path << " names a provider";
  }
}

}  // namespace
}  // namespace mediagen
