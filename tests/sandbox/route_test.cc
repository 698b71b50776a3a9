#include "sandbox/route.h"

#include <gtest/gtest.h>

namespace mediagen::sandbox {
namespace {

struct Case {
  const char* name;
  const char* method;
  const char* path;
  Surface surface;
  const char* model = "";
  const char* id = "";
  bool paid = false;
};

class Routes : public ::testing::TestWithParam<Case> {};

TEST_P(Routes, LeadToTheirSurface) {
  const Route route = FindRoute(GetParam().method, GetParam().path);
  EXPECT_EQ(route.surface, GetParam().surface);
  EXPECT_EQ(route.paid(), GetParam().paid);
  if (route.surface == Surface::kUnknown) return;
  EXPECT_EQ(route.model, GetParam().model);
  EXPECT_EQ(route.id, GetParam().id);
}

INSTANTIATE_TEST_SUITE_P(
    Sandbox, Routes,
    ::testing::Values(
        Case{"Predict", "POST", "/gemini/v1beta/models/m:predict", Surface::kPredict, "m", "",
             true},
        Case{"PredictV1", "POST", "/gemini/v1/models/a@6:predict", Surface::kPredict, "a@6", "",
             true},
        Case{"Start", "POST", "/gemini/v1beta/models/m:predictLongRunning", Surface::kVideoStart,
             "m", "", true},
        Case{"Poll", "GET", "/gemini/v1beta/models/m/operations/1f", Surface::kVideoPoll, "m",
             "1f"},
        Case{"File", "GET", "/gemini/v1/files/abc0:download", Surface::kFile, "", "abc0"},
        Case{"Chat", "POST", "/v1/chat/completions", Surface::kChat, "", "", true},
        Case{"ChatWithoutVersion", "POST", "/chat/completions", Surface::kChat, "", "", true},
        Case{"Ledger", "GET", "/sandbox/ledger", Surface::kLedger},
        Case{"GetOfAPost", "GET", "/gemini/v1beta/models/m:predict", Surface::kUnknown},
        Case{"NoModel", "POST", "/gemini/v1beta/models/:predict", Surface::kUnknown},
        Case{"NoPrefix", "POST", "/v1beta/models/m:predict", Surface::kUnknown},
        Case{"OtherVerb", "POST", "/gemini/v1beta/models/m:countTokens", Surface::kUnknown},
        Case{"Root", "GET", "/", Surface::kUnknown}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace mediagen::sandbox
