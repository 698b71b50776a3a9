// What the numbers in a filter's explanation say.
#include <gtest/gtest.h>

#include "server/upstream/upstream_text.h"

namespace mediagen {
namespace {

struct Row {
  const char* name;
  const char* text;
  std::vector<int64_t> codes;
};

const Row kRows[] = {
    {"One", "prohibited. Support codes: 61493863", {61493863}},
    {"Several", "Support codes: 29310472, 15236754.", {29310472, 15236754}},
    {"WithoutBlanks", "support codes:58061214,17301594", {58061214, 17301594}},
    {"OldLabel", "Error Code: 58061214", {58061214}},
    {"Singular", "Support code: 64151117", {64151117}},
    {"Twice",
     "Support codes: 58061214 ... Support codes: 58061214, 90789179",
     {58061214, 90789179}},
    {"BehindAnUnknownOne", "Support codes: 12345678, 58061214", {58061214}},
    {"UnknownAlone", "Support codes: 12345678", {}},
    {"RelaysOwnErrorCode", "Error code: 1000001 upstream busy", {}},
    {"HttpStatus", "Error code: 429", {}},
    {"NoNumber", "Support codes: none", {}},
    {"NoLabel", "58061214", {}},
    {"LabelAtTheEnd", "Support codes:", {}},
    {"Huge", "Support codes: 99999999999999999999999999", {}},
    {"Nothing", "", {}},
};

TEST(SupportCodesTest, AreFound) {
  for (const Row& row : kRows) EXPECT_EQ(SupportCodesIn(row.text), row.codes) << row.name;
}

struct CategoryRow {
  int64_t code;
  v1::FilterCategory category;
};

// One code of some categories each: the whole table is the code's own.
const CategoryRow kCategoryRows[] = {
    {58061214, v1::FILTER_CATEGORY_CHILD},       {15236754, v1::FILTER_CATEGORY_CELEBRITY},
    {61493863, v1::FILTER_CATEGORY_VIOLENCE},    {64151117, v1::FILTER_CATEGORY_VIDEO_POLICY},
    {35561575, v1::FILTER_CATEGORY_THIRD_PARTY}, {1, v1::FILTER_CATEGORY_UNSPECIFIED},
};

TEST(SupportCodesTest, HaveCategories) {
  for (const CategoryRow& row : kCategoryRows)
    EXPECT_EQ(CategoryOfSupportCode(row.code), row.category) << row.code;
}

TEST(SupportCodesTest, MakeAFilteredItem) {
  const v1::FilteredItem item =
      FilteredItemFrom("held back, see https://x/. Support codes: 56562880, 90789179");
  EXPECT_EQ(item.reason(), "held back, see [url] Support codes: 56562880, 90789179");
  EXPECT_EQ(item.category(), v1::FILTER_CATEGORY_VIOLENCE);
  ASSERT_EQ(item.support_codes_size(), 2);
  EXPECT_EQ(item.support_codes(1), 90789179);
  EXPECT_EQ(FilteredItemFrom("no number").category(), v1::FILTER_CATEGORY_UNSPECIFIED);
}

TEST(SupportCodesTest, AreJoinedForMetadata) {
  EXPECT_EQ(JoinSupportCodes({1, 2}), "1,2");
  EXPECT_EQ(JoinSupportCodes({}), "");
}

}  // namespace
}  // namespace mediagen
