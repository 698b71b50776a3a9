#ifndef MEDIAGEN_SANDBOX_IMAGEN_REQUEST_H_
#define MEDIAGEN_SANDBOX_IMAGEN_REQUEST_H_

#include <rapidjson/document.h>

#include <string>

#include "absl/status/statusor.h"
#include "sandbox/output_format.h"
#include "sandbox/pictures.h"
#include "sandbox/route.h"

namespace mediagen::sandbox {

// What a `:predict` wants to have back, be it new pictures or a larger one. A value.
struct ImagenOutput {
  OutputFormat format;
  std::string storage_uri;  // "gs://bucket/prefix/"; "": the bytes themselves.
  bool include_rai_reason = false;
  bool include_safety_attributes = false;
};

// What a `:predict` with a prompt asks for: `spec.count` pictures. A value.
struct ImagenRequest {
  PictureSpec spec;
  ImagenOutput output;
  bool rewrites_prompt = false;
};

// Both: INVALID_ARGUMENT with the upstream's words when it is not such a request.
absl::StatusOr<ImagenOutput> ReadImagenOutput(const rapidjson::Value* parameters,
                                              Provider provider);
absl::StatusOr<ImagenRequest> ReadImagenRequest(const std::string& prompt, const Route& route,
                                                const rapidjson::Value* parameters);

// A whole number within its bounds, or `otherwise` when it is not given.
absl::StatusOr<int> ReadBounded(const rapidjson::Value* value, const char* name, int least,
                                int most, int otherwise);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_IMAGEN_REQUEST_H_
