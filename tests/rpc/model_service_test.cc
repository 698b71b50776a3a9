#include <gtest/gtest.h>

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "mediagen/v1/model_service.grpc.pb.h"
#include "tests/rpc/server_fixture.h"

namespace mediagen::testing {
namespace {

// Two providers, the second under a name of its own.
class ModelServiceTest : public ServerTest {
 protected:
  ModelServiceTest() {
    config::ProviderConfig& second = *config_.add_providers();
    second = config_.providers(0);
    second.set_name("mirror");
    second.set_dialect("camel");
  }

  v1::ModelService::Stub& models() {
    if (models_ == nullptr) models_ = v1::ModelService::NewStub(server().channel());
    return *models_;
  }
  grpc::Status List(const v1::ListModelsRequest& request, v1::ListModelsResponse& response) {
    grpc::ClientContext context;
    return models().ListModels(&context, request, &response);
  }
  grpc::Status Get(const std::string& provider, const std::string& model,
                   v1::GetModelResponse& response) {
    v1::GetModelRequest request;
    request.set_provider(provider);
    request.set_model(model);
    grpc::ClientContext context;
    return models().GetModel(&context, request, &response);
  }
  grpc::Status Estimate(const v1::EstimateCostRequest& request,
                        v1::EstimateCostResponse& response) {
    grpc::ClientContext context;
    return models().EstimateCost(&context, request, &response);
  }

 private:
  std::unique_ptr<v1::ModelService::Stub> models_;
};

TEST_F(ModelServiceTest, ListsTheModelsOfEveryProvider) {
  v1::ListModelsRequest request;
  request.set_page_size(1000);
  v1::ListModelsResponse response;
  ASSERT_TRUE(List(request, response).ok());
  EXPECT_EQ(response.next_page_token(), "");
  std::set<std::string> names;
  bool second_began = false;
  for (const v1::Model& model : response.models()) {
    second_began |= model.provider() == "mirror";
    EXPECT_EQ(model.provider(), second_began ? "mirror" : "aihubmix");
    EXPECT_FALSE(model.surfaces().empty()) << model.name();
    EXPECT_TRUE(names.insert(absl::StrCat(model.provider(), "/", model.name())).second);
  }
  EXPECT_EQ(names.count("aihubmix/imagen-4.0-generate-001"), 1u);
  EXPECT_EQ(names.count("mirror/veo-3"), 1u);
  EXPECT_EQ(names.count("mirror/veo-3.1-generate-001"), 0u);
  EXPECT_EQ(upstream_.accepted_connections(), 0);
}

TEST_F(ModelServiceTest, FiltersByProviderAndSurface) {
  v1::ListModelsRequest request;
  request.set_provider("mirror");
  request.set_surface(v1::MODEL_SURFACE_REVERSE_VIDEO);
  v1::ListModelsResponse response;
  ASSERT_TRUE(List(request, response).ok());
  ASSERT_EQ(response.models_size(), 1);
  EXPECT_EQ(response.models(0).name(), "veo-3");
  EXPECT_EQ(response.models(0).prices().nano_usd_per_request(), 410'000'000);
  request.set_surface(v1::MODEL_SURFACE_UPSCALE);
  ASSERT_TRUE(List(request, response).ok());
  EXPECT_EQ(response.models_size(), 0);
}

TEST_F(ModelServiceTest, PagesGiveEveryModelOnce) {
  v1::ListModelsRequest whole;
  whole.set_page_size(1000);
  v1::ListModelsResponse all;
  ASSERT_TRUE(List(whole, all).ok());
  ASSERT_GT(all.models_size(), 7);
  v1::ListModelsRequest request;
  request.set_page_size(7);
  std::vector<std::string> paged;
  v1::ListModelsResponse page;
  do {
    ASSERT_TRUE(List(request, page).ok());
    ASSERT_FALSE(page.models().empty());
    EXPECT_LE(page.models_size(), 7);
    for (const v1::Model& model : page.models()) paged.push_back(model.DebugString());
    request.set_page_token(page.next_page_token());
  } while (!page.next_page_token().empty() && paged.size() < 1'000);
  ASSERT_EQ(paged.size(), static_cast<size_t>(all.models_size()));
  for (int i = 0; i < all.models_size(); ++i)
    EXPECT_EQ(paged[static_cast<size_t>(i)], all.models(i).DebugString());
}

struct BadListRow {
  const char* name;
  void (*spoil)(v1::ListModelsRequest& request);
  const char* field;
};

const BadListRow kBadLists[] = {
    {"UnknownProvider", [](v1::ListModelsRequest& r) { r.set_provider("nobody"); }, "provider"},
    {"UnknownSurface",
     [](v1::ListModelsRequest& r) { r.set_surface(static_cast<v1::ModelSurface>(99)); }, "surface"},
    {"NegativePage", [](v1::ListModelsRequest& r) { r.set_page_size(-1); }, "page_size"},
    {"TokenOfWords", [](v1::ListModelsRequest& r) { r.set_page_token("next"); }, "page_token"},
    {"TokenBeyondTheEnd", [](v1::ListModelsRequest& r) { r.set_page_token("100000"); },
     "page_token"},
    {"TokenOfTheBeginning", [](v1::ListModelsRequest& r) { r.set_page_token("0"); }, "page_token"},
    {"NegativeToken", [](v1::ListModelsRequest& r) { r.set_page_token("-7"); }, "page_token"},
};

TEST_F(ModelServiceTest, RefusesListsThatMakeNoSense) {
  for (const BadListRow& row : kBadLists) {
    v1::ListModelsRequest request;
    row.spoil(request);
    v1::ListModelsResponse response;
    const grpc::Status status = List(request, response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << row.name;
    const client::CallError error = ErrorOf(status);
    EXPECT_EQ(error.reason, "INVALID_REQUEST") << row.name;
    ASSERT_EQ(error.field_violations.size(), 1u) << row.name;
    EXPECT_EQ(error.field_violations[0].field, row.field) << row.name;
  }
}

TEST_F(ModelServiceTest, TellsWhatOneModelIs) {
  v1::GetModelResponse response;
  ASSERT_TRUE(Get("", "models/nano-banana", response).ok());
  const v1::Model& model = response.model();
  EXPECT_EQ(model.provider(), "aihubmix");
  EXPECT_EQ(model.name(), "gemini-2.5-flash-image");
  EXPECT_EQ(model.sent_name(), "gemini-2.5-flash-image");
  ASSERT_EQ(model.aliases_size(), 1);
  EXPECT_EQ(model.aliases(0), "nano-banana");
  EXPECT_EQ(model.surfaces(0), v1::MODEL_SURFACE_CHAT);
  EXPECT_EQ(model.limits().aspect_ratios_size(), 10);
  EXPECT_EQ(model.prices().tokens().image_output(), 30'000'000'000);
  EXPECT_EQ(model.lifecycle().state(), v1::MODEL_STATE_ACTIVE);
  EXPECT_EQ(model.lifecycle().replacement(), "");
  ASSERT_TRUE(Get("mirror", "veo-2.0-generate-001", response).ok());
  EXPECT_EQ(response.model().provider(), "mirror");
  EXPECT_EQ(response.model().default_duration_seconds(), 8);
  EXPECT_EQ(response.model().usual_time().seconds(), 90);
  EXPECT_EQ(response.model().refused_fields().count("generate_audio"), 1u);
}

TEST_F(ModelServiceTest, RefusesModelsThatItDoesNotKnow) {
  v1::GetModelResponse response;
  const grpc::Status unknown = Get("", "imagen-9", response);
  EXPECT_EQ(unknown.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ErrorOf(unknown).reason, "MODEL_NOT_FOUND");
  const grpc::Status elsewhere = Get("", "imagegeneration@002", response);
  EXPECT_EQ(elsewhere.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Get("", "", response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Get("nobody", "veo-3", response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

struct EstimateRow {
  const char* name;
  const char* model;
  void (*ask)(v1::EstimateCostRequest& request);
  const char* sent;
  int64_t cost;  // Below 0: not known.
  int warnings;
};

const EstimateRow kEstimates[] = {
    {"DefaultModelOfPictures", "",
     [](v1::EstimateCostRequest& r) { r.mutable_image()->set_number_of_images(2); },
     "imagen-4.0-generate-001", 80'000'000, 0},
    {"DefaultModelOfChats", "", [](v1::EstimateCostRequest& r) { r.mutable_chat(); },
     "gemini-2.5-flash-image", 38'700'000, 0},
    {"DefaultModelOfVideos", "", [](v1::EstimateCostRequest& r) { r.mutable_video(); },
     "veo-3.0-generate-preview", 5'400'000'000, 0},
    {"Alias", "nano-banana", [](v1::EstimateCostRequest& r) { r.mutable_chat(); },
     "gemini-2.5-flash-image", 38'700'000, 0},
    {"Length", "veo-2.0-generate-001",
     [](v1::EstimateCostRequest& r) { r.mutable_video()->set_duration_seconds(5); },
     "veo-2.0-generate-001", 1'750'000'000, 0},
    {"Reverse", "veo-3", [](v1::EstimateCostRequest& r) { r.mutable_video(); }, "veo-3",
     410'000'000, 0},
    {"UnknownModel", "imagen-9", [](v1::EstimateCostRequest& r) { r.mutable_image(); }, "imagen-9",
     -1, 1},
    {"ModelOfAnotherProvider", "veo-3.1-generate-001",
     [](v1::EstimateCostRequest& r) { r.mutable_video(); }, "veo-3.1-generate-001", -1, 1},
};

TEST_F(ModelServiceTest, EstimatesCosts) {
  for (const EstimateRow& row : kEstimates) {
    v1::EstimateCostRequest request;
    request.set_model(row.model);
    row.ask(request);
    v1::EstimateCostResponse response;
    const grpc::Status status = Estimate(request, response);
    ASSERT_TRUE(status.ok()) << row.name << ": " << status.error_message();
    EXPECT_EQ(response.provider(), "aihubmix") << row.name;
    EXPECT_EQ(response.model(), row.sent) << row.name;
    EXPECT_EQ(response.has_cost(), row.cost >= 0) << row.name;
    EXPECT_EQ(response.cost().nano_usd(), std::max<int64_t>(row.cost, 0)) << row.name;
    EXPECT_EQ(response.cost().estimated(), row.cost >= 0) << row.name;
    EXPECT_EQ(response.warnings_size(), row.warnings) << row.name;
  }
  EXPECT_EQ(upstream_.accepted_connections(), 0);
}

struct BadEstimateRow {
  const char* name;
  void (*spoil)(v1::EstimateCostRequest& request);
  const char* field;
};

const BadEstimateRow kBadEstimates[] = {
    {"NoSpec", [](v1::EstimateCostRequest&) {}, "spec"},
    {"UnknownProvider",
     [](v1::EstimateCostRequest& r) {
       r.mutable_image();
       r.set_provider("nobody");
     },
     "provider"},
    {"SpecOfAnotherKind",
     [](v1::EstimateCostRequest& r) {
       r.mutable_image();
       r.set_model("veo-3");
     },
     "model"},
    {"UpscaleWithoutModel", [](v1::EstimateCostRequest& r) { r.mutable_upscale(); }, "model"},
    {"LongModel",
     [](v1::EstimateCostRequest& r) {
       r.mutable_image();
       r.set_model(std::string(201, 'x'));
     },
     "model"},
    {"NegativeCount",
     [](v1::EstimateCostRequest& r) { r.mutable_image()->set_number_of_images(-1); },
     "image.number_of_images"},
    {"HugeCount", [](v1::EstimateCostRequest& r) { r.mutable_video()->set_number_of_videos(101); },
     "video.number_of_videos"},
    {"HugeLength", [](v1::EstimateCostRequest& r) { r.mutable_video()->set_duration_seconds(601); },
     "video.duration_seconds"},
};

TEST_F(ModelServiceTest, RefusesEstimatesThatMakeNoSense) {
  for (const BadEstimateRow& row : kBadEstimates) {
    v1::EstimateCostRequest request;
    row.spoil(request);
    v1::EstimateCostResponse response;
    const grpc::Status status = Estimate(request, response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << row.name;
    const client::CallError error = ErrorOf(status);
    ASSERT_EQ(error.field_violations.size(), 1u) << row.name;
    EXPECT_EQ(error.field_violations[0].field, row.field) << row.name;
  }
}

}  // namespace
}  // namespace mediagen::testing
