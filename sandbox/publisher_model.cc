#include "sandbox/publisher_model.h"

#include "absl/strings/str_cat.h"
#include "sandbox/json_body.h"

namespace mediagen::sandbox {
namespace {

// The braces are meant.
constexpr char kTemplatePrefix[] = "projects/{user-project}/locations/{location}/";
constexpr char kInstanceSchema[] =
    "gs://google-cloud-aiplatform/schema/predict/instance/vision_generative_model_1.0.0.yaml";

}  // namespace

Reply DescribePublisherModel(const Route& route) {
  const std::string name = route.resource.substr(route.resource.find("publishers/"));
  JsonBody body;
  body.writer().StartObject();
  body.Text("name", name);
  body.Text("versionId", "default");
  body.Text("publisherModelTemplate", absl::StrCat(kTemplatePrefix, name));
  body.writer().Key("predictSchemata");
  body.writer().StartObject();
  body.Text("instanceSchemaUri", kInstanceSchema);
  body.writer().EndObject();
  body.writer().EndObject();
  Reply reply;
  reply.body = body.Finish();
  return reply;
}

}  // namespace mediagen::sandbox
