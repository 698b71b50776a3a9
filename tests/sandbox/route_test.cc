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
  Provider provider = Provider::kRelay;
};

class Routes : public ::testing::TestWithParam<Case> {};

TEST_P(Routes, LeadToTheirSurface) {
  const Route route = FindRoute(GetParam().method, GetParam().path);
  EXPECT_EQ(route.surface, GetParam().surface);
  EXPECT_EQ(route.paid(), GetParam().paid);
  if (route.surface == Surface::kUnknown) return;
  EXPECT_EQ(route.model, GetParam().model);
  EXPECT_EQ(route.id, GetParam().id);
  EXPECT_EQ(route.provider, GetParam().provider);
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
        Case{"FileState", "GET", "/gemini/v1/files/abc0", Surface::kFileState, "", "abc0"},
        Case{"NoFile", "GET", "/gemini/v1/files/", Surface::kUnknown},
        Case{"OtherFileVerb", "GET", "/gemini/v1/files/abc0:upload", Surface::kUnknown},
        Case{"Interactions", "POST", "/gemini/v1beta/interactions", Surface::kInteractionCreate, "",
             "", true},
        Case{"Interaction", "GET", "/v1/interactions/v1_a", Surface::kInteractionGet, "", "v1_a",
             false, Provider::kGeminiApi},
        Case{"InteractionCancel", "POST", "/v1beta/interactions/v1_a/cancel",
             Surface::kInteractionCancel, "", "v1_a", false, Provider::kGeminiApi},
        Case{"InteractionDelete", "DELETE",
             "/v1beta1/projects/p/locations/global/interactions/v1_a", Surface::kInteractionDelete,
             "", "v1_a", false, Provider::kVertex},
        Case{"VertexInteractions", "POST", "/v1beta1/projects/p/locations/global/interactions",
             Surface::kInteractionCreate, "", "", true, Provider::kVertex},
        Case{"InteractionOfNoName", "GET", "/v1beta/interactions/", Surface::kUnknown},
        Case{"InteractionList", "GET", "/v1beta/interactions", Surface::kUnknown},
        Case{"InteractionOtherVerb", "POST", "/v1beta/interactions/v1_a/stop", Surface::kUnknown},
        Case{"VertexInteractionsBelowRelay", "POST",
             "/gemini/v1/projects/p/locations/global/interactions", Surface::kUnknown},
        Case{"Chat", "POST", "/v1/chat/completions", Surface::kChat, "", "", true},
        Case{"ChatWithoutVersion", "POST", "/chat/completions", Surface::kChat, "", "", true},
        Case{"Ledger", "GET", "/sandbox/ledger", Surface::kLedger},
        Case{"GetOfAPost", "GET", "/gemini/v1beta/models/m:predict", Surface::kUnknown},
        Case{"NoModel", "POST", "/gemini/v1beta/models/:predict", Surface::kUnknown},
        Case{"OtherVerb", "POST", "/gemini/v1beta/models/m:countTokens", Surface::kUnknown},
        Case{"Content", "POST", "/gemini/v1beta/models/m:generateContent", Surface::kContent, "m",
             "", true},
        Case{"Stream", "POST", "/gemini/v1/models/m:streamGenerateContent", Surface::kContentStream,
             "m", "", true},
        Case{"Tuned", "POST", "/gemini/v1/tunedModels/t:generateContent", Surface::kContent, "t",
             "", true},
        Case{"NoPrefix", "POST", "/v1beta/models/m:predict", Surface::kPredict, "m", "", true,
             Provider::kGeminiApi},
        Case{"NoPrefixV1", "GET", "/v1/models/m/operations/1f", Surface::kVideoPoll, "m", "1f",
             false, Provider::kGeminiApi},
        Case{"NoPrefixFile", "GET", "/v1/files/abc0:download", Surface::kFile, "", "abc0", false,
             Provider::kGeminiApi},
        Case{"Vertex", "POST", "/v1/projects/p/locations/l/publishers/google/models/a@6:predict",
             Surface::kPredict, "a@6", "", true, Provider::kVertex},
        Case{"VertexOldVersion", "POST",
             "/v1beta1/projects/e.com:p/locations/l/publishers/google/models/m:predictLongRunning",
             Surface::kVideoStart, "m", "", true, Provider::kVertex},
        Case{"VertexFetch", "POST",
             "/v1/projects/p/locations/l/publishers/google/models/m:fetchPredictOperation",
             Surface::kVideoFetch, "m", "", false, Provider::kVertex},
        Case{"Express", "POST", "/v1beta1/publishers/google/models/m:streamGenerateContent",
             Surface::kContentStream, "m", "", true, Provider::kVertex},
        Case{"PublisherModel", "GET", "/v1/publishers/google/models/m", Surface::kPublisherModel,
             "m", "", false, Provider::kVertex},
        Case{"VertexOperation", "GET", "/v1/projects/p/publishers/google/models/m/operations/1",
             Surface::kUnknown},
        Case{"VertexBelowRelay", "POST",
             "/gemini/v1/projects/p/locations/l/publishers/google/models/m:predict",
             Surface::kUnknown},
        Case{"GeminiFetch", "POST", "/v1beta/models/m:fetchPredictOperation", Surface::kUnknown},
        Case{"ReversePage", "GET", "/web/1f-2", Surface::kReversePage, "", "1f-2"},
        Case{"ReverseSource", "GET", "/source/1f-2", Surface::kReverseSource, "", "1f-2"},
        Case{"ReverseVideo", "GET", "/cdn/1f-2.mp4", Surface::kReverseVideo, "", "1f-2"},
        Case{"ReverseHead", "HEAD", "/cdn/download/1f-2.mp4", Surface::kReverseVideo, "", "1f-2"},
        Case{"Token", "POST", "/token", Surface::kToken},
        Case{"Ping", "GET", "/", Surface::kMetadata},
        Case{"Metadata", "GET", "/computeMetadata/v1/project/project-id", Surface::kMetadata, "",
             "project/project-id"},
        Case{"OtherRoot", "POST", "/", Surface::kUnknown}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace mediagen::sandbox
