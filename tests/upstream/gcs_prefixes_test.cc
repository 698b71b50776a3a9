#include "server/upstream/gcs_prefixes.h"

#include <gtest/gtest.h>

namespace mediagen {
namespace {

struct Row {
  const char* name;
  std::vector<std::string> prefixes;
  std::string uri;
  bool allowed;
};

const Row kRows[] = {
    {"NoneAllowed", {}, "gs://b/o", false},
    {"Below", {"gs://b/in/"}, "gs://b/in/o", true},
    {"TheFolderItself", {"gs://b/in/"}, "gs://b/in/", true},
    {"Second", {"gs://a/", "gs://b/"}, "gs://b/o", true},
    {"OtherFolder", {"gs://b/in/"}, "gs://b/out/o", false},
    {"OtherBucket", {"gs://b/"}, "gs://c/o", false},
    {"BucketWithoutSlash", {"gs://b"}, "gs://b/o", true},
    {"LongerBucket", {"gs://b"}, "gs://bc/o", false},
    {"LongerFolder", {"gs://b/in"}, "gs://b/inner/o", false},
    {"FolderWithoutSlash", {"gs://b/in"}, "gs://b/in/o", true},
    {"ExactlyTheObject", {"gs://b/in"}, "gs://b/in", true},
    {"EveryBucket", {"gs://"}, "gs://b/o", true},
    {"EmptyPrefix", {""}, "gs://b/o", false},
    {"OtherScheme", {"gs://"}, "https://b/o", false},
    {"UpperCaseScheme", {"gs://"}, "GS://b/o", false},
    {"NoBucket", {"gs://"}, "gs:///o", false},
    {"NoObject", {"gs://"}, "gs://b", false},
    {"Upwards", {"gs://b/in/"}, "gs://b/in/../secret", false},
    {"UpwardsAtTheEnd", {"gs://b/in/"}, "gs://b/in/..", false},
    {"Here", {"gs://b/in/"}, "gs://b/in/./o", false},
    {"DotsInAName", {"gs://b/in/"}, "gs://b/in/a..b", true},
    {"LineEnd", {"gs://b/"}, "gs://b/o\n", false},
    {"Nul", {"gs://b/"}, std::string("gs://b/o\0", 9), false},
    {"Long", {"gs://b/"}, "gs://b/" + std::string(2'000, 'x'), false},
    {"Empty", {"gs://"}, "", false},
};

TEST(GcsPrefixesTest, Table) {
  for (const Row& row : kRows)
    EXPECT_EQ(GcsPrefixes(row.prefixes).Allowed(row.uri), row.allowed) << row.name;
}

}  // namespace
}  // namespace mediagen
