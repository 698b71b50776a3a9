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

const CategoryRow kCategoryRows[] = {
    {58061214, v1::FILTER_CATEGORY_CHILD},        {17301594, v1::FILTER_CATEGORY_CHILD},
    {29310472, v1::FILTER_CATEGORY_CELEBRITY},    {15236754, v1::FILTER_CATEGORY_CELEBRITY},
    {62263041, v1::FILTER_CATEGORY_DANGEROUS},    {57734940, v1::FILTER_CATEGORY_HATE},
    {22137204, v1::FILTER_CATEGORY_HATE},         {74803281, v1::FILTER_CATEGORY_OTHER},
    {29578790, v1::FILTER_CATEGORY_OTHER},        {42876398, v1::FILTER_CATEGORY_OTHER},
    {39322892, v1::FILTER_CATEGORY_PERSON},       {92201652, v1::FILTER_CATEGORY_PERSONAL_DATA},
    {89371032, v1::FILTER_CATEGORY_PROHIBITED},   {49114662, v1::FILTER_CATEGORY_PROHIBITED},
    {72817394, v1::FILTER_CATEGORY_PROHIBITED},   {63429089, v1::FILTER_CATEGORY_PROHIBITED},
    {60599140, v1::FILTER_CATEGORY_PROHIBITED},   {90789179, v1::FILTER_CATEGORY_SEXUAL},
    {43188360, v1::FILTER_CATEGORY_SEXUAL},       {78610348, v1::FILTER_CATEGORY_TOXIC},
    {61493863, v1::FILTER_CATEGORY_VIOLENCE},     {56562880, v1::FILTER_CATEGORY_VIOLENCE},
    {32635315, v1::FILTER_CATEGORY_VULGAR},       {64151117, v1::FILTER_CATEGORY_VIDEO_POLICY},
    {42237218, v1::FILTER_CATEGORY_VIDEO_POLICY}, {35561574, v1::FILTER_CATEGORY_THIRD_PARTY},
    {35561575, v1::FILTER_CATEGORY_THIRD_PARTY},  {1, v1::FILTER_CATEGORY_UNSPECIFIED},
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
