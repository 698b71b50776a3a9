// What callers are told of the end of models.
#include "server/upstream/lifecycle.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/upstream/catalogue.h"

namespace mediagen {
namespace {

absl::Time At(absl::string_view day, absl::Duration later = absl::ZeroDuration()) {
  return *ParseDay(day) + later;
}

struct Row {
  const char* name;
  const char* dialect;
  const char* model;
  absl::Time now;
  v1::ModelState state;
  bool may_be_retired;
  const char* warning;
};

const Row kRows[] = {
    {"LongBefore", "gemini", "imagen-4.0-generate-001", At("2026-01-01"),
     v1::MODEL_STATE_DEPRECATED, false, ""},
    {"NinetyDaysBefore", "gemini", "imagen-4.0-generate-001", At("2026-05-19"),
     v1::MODEL_STATE_DEPRECATED, false,
     "imagen-4.0-generate-001 will be turned off on 2026-08-17; its successor is "
     "gemini-3.1-flash-image of ChatImageService at 0.0672 USD a picture, to be replaced in turn "
     "by "
     "gemini-nano-banana-2.1"},
    {"JustBefore", "gemini", "veo-2.0-generate-001", At("2026-06-30", -absl::Nanoseconds(1)),
     v1::MODEL_STATE_DEPRECATED, false,
     "veo-2.0-generate-001 will be turned off on 2026-06-30; its successor is "
     "gemini-omni-1.1-flash at 0.10136 USD a second of video"},
    {"OnTheDay", "gemini", "veo-2.0-generate-001", At("2026-06-30"), v1::MODEL_STATE_RETIRED, true,
     "veo-2.0-generate-001 was turned off on 2026-06-30; its successor is gemini-omni-1.1-flash at "
     "0.10136 USD a second of video"},
    {"OtherProviderOtherSuccessor", "vertex", "veo-2.0-generate-001", At("2026-11-21"),
     v1::MODEL_STATE_RETIRED, true,
     "veo-2.0-generate-001 was turned off on 2026-06-30; its successor is veo-3.1-generate-001 at "
     "0.40 USD a second of video"},
    {"RelayWithoutADay", "aihubmix", "veo-2.0-generate-001", At("2026-11-21"),
     v1::MODEL_STATE_ACTIVE, false, ""},
    {"EarliestDayToCome", "vertex", "veo-3.1-generate-001", At("2026-11-01"),
     v1::MODEL_STATE_DEPRECATED, false,
     "veo-3.1-generate-001 will be turned off on 2026-11-17 or later"},
    {"EarliestDayPast", "vertex", "veo-3.1-generate-001", At("2026-11-21"), v1::MODEL_STATE_END_DUE,
     true,
     "veo-3.1-generate-001 may have been turned off: 2026-11-17 was the earliest day of its end"},
    {"DeprecatedWithoutADay", "gemini", "gemini-3.1-flash-image", At("2026-11-21"),
     v1::MODEL_STATE_DEPRECATED, true,
     "gemini-3.1-flash-image will be turned off on a day that is not announced yet; its successor "
     "is gemini-nano-banana-2.1 at 0.0336 USD a "
     "picture"},
    {"InService", "gemini", "gemini-nano-banana-2.1", At("2026-11-21"), v1::MODEL_STATE_ACTIVE,
     false, ""},
    {"NotListed", "aihubmix", "gemini-nano-banana-2.1", At("2026-11-21"), v1::MODEL_STATE_ACTIVE,
     false,
     "the catalogue does not list gemini-nano-banana-2.1 for this provider: its limits may be "
     "others there"},
};

TEST(LifecycleTest, Table) {
  for (const Row& row : kRows) {
    const ModelRow& model = *Catalogue::BuiltIn()->Find(row.dialect, row.model);
    EXPECT_EQ(StateOf(model, row.now), row.state) << row.name;
    EXPECT_EQ(IsRetired(model, row.now), row.state == v1::MODEL_STATE_RETIRED) << row.name;
    EXPECT_EQ(MayBeRetired(model, row.now), row.may_be_retired) << row.name;
    EXPECT_EQ(LifecycleWarning(model, row.now), row.warning) << row.name;
  }
}

// The days that the providers themselves have named.
TEST(LifecycleTest, WhatWasGoneOn21November2026) {
  const absl::Time now = At("2026-11-21");
  std::string gone;
  for (const ModelRow* row : Catalogue::BuiltIn()->Rows("gemini")) {
    if (IsRetired(*row, now)) absl::StrAppend(&gone, row->name, " ", row->terms.retires_at(), "\n");
  }
  EXPECT_EQ(gone,
            "imagen-4.0-generate-001 2026-08-17\n"
            "imagen-4.0-generate-preview-06-06 2026-02-17\n"
            "imagen-4.0-fast-generate-001 2026-08-17\n"
            "imagen-4.0-ultra-generate-001 2026-08-17\n"
            "imagen-4.0-ultra-generate-preview-06-06 2026-02-17\n"
            "imagen-3.0-generate-002 2025-11-10\n"
            "gemini-2.0-flash-preview-image-generation 2025-11-14\n"
            "gemini-2.5-flash-image-preview 2026-01-15\n"
            "gemini-3-pro-image-preview 2026-06-25\n"
            "gemini-3.1-flash-image-preview 2026-06-25\n"
            "veo-2.0-generate-001 2026-06-30\n"
            "veo-3.0-generate-preview 2025-11-12\n"
            "veo-3.0-generate-001 2026-06-30\n"
            "veo-3.0-fast-generate-001 2026-06-30\n"
            "veo-3.1-generate-preview 2026-10-22\n"
            "veo-3.1-fast-generate-preview 2026-10-22\n"
            "veo-3.1-lite-generate-preview 2026-10-22\n"
            "gemini-omni-flash-preview 2026-09-30\n");
}

}  // namespace
}  // namespace mediagen
