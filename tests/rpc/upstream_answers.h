#ifndef MEDIAGEN_TESTS_RPC_UPSTREAM_ANSWERS_H_
#define MEDIAGEN_TESTS_RPC_UPSTREAM_ANSWERS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace mediagen::testing {

// Bytes that begin like such a file; the rest is noise that `seed` decides.
std::string Png(size_t size, uint32_t seed = 1);
std::string Jpeg(size_t size, uint32_t seed = 1);
std::string Mp4(size_t size, uint32_t seed = 1);

// CRC32C bit by bit, as the standard words it.
uint32_t SlowCrc32c(absl::string_view bytes);

std::string Base64(absl::string_view bytes);

inline constexpr char kOperationName[] = "models/veo-3.0-generate-preview/operations/abc123";

// Bodies as the upstream writes them.
std::string ImagesAnswer(const std::vector<std::string>& images,
                         absl::string_view mime_type = "image/png");
std::string ChatAnswer(absl::string_view text, const std::vector<std::string>& images);
std::string OperationAnswer();
std::string PendingAnswer();
std::string VideosAnswer(const std::vector<std::string>& videos);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_UPSTREAM_ANSWERS_H_
