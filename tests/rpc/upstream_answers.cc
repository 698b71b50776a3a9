#include "tests/rpc/upstream_answers.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace mediagen::testing {
namespace {

std::string Noise(std::string bytes, size_t size, uint32_t seed) {
  uint32_t state = seed * 2654435761u + 1;
  while (bytes.size() < size) {
    state = state * 1664525u + 1013904223u;
    bytes.push_back(static_cast<char>(state >> 24));
  }
  return bytes;
}

std::string Entry(const std::string& media, absl::string_view mime_type) {
  return absl::StrCat(R"({"bytesBase64Encoded":")", Base64(media), R"(","mimeType":")", mime_type,
                      "\"}");
}

std::string Entries(const std::vector<std::string>& media, absl::string_view mime_type) {
  return absl::StrJoin(media, ",", [&](std::string* out, const std::string& bytes) {
    out->append(Entry(bytes, mime_type));
  });
}

}  // namespace

std::string Png(size_t size, uint32_t seed) { return Noise("\x89PNG\r\n\x1a\n", size, seed); }

std::string Jpeg(size_t size, uint32_t seed) { return Noise("\xff\xd8\xff\xe0", size, seed); }

std::string Mp4(size_t size, uint32_t seed) {
  return Noise(std::string("\0\0\0\x20"
                           "ftypisom",
                           12),
               size, seed);
}

uint32_t SlowCrc32c(absl::string_view bytes) {
  uint32_t crc = ~0u;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78u : 0);
  }
  return ~crc;
}

std::string Base64(absl::string_view bytes) { return absl::Base64Escape(bytes); }

std::string ImagesAnswer(const std::vector<std::string>& images, absl::string_view mime_type) {
  return absl::StrCat(R"({"predictions":[)", Entries(images, mime_type), "]}");
}

std::string ChatAnswer(absl::string_view text, const std::vector<std::string>& images) {
  std::vector<std::string> parts;
  if (!text.empty()) parts.push_back(absl::StrCat(R"({"text":")", text, R"(","inlineData":{}})"));
  for (const std::string& image : images) {
    parts.push_back(absl::StrCat(R"({"text":"","inlineData":{"data":")", Base64(image),
                                 R"(","mimeType":"png"}})"));
  }
  return absl::StrCat(R"({"choices":[{"message":{"role":"assistant","content":")", text,
                      R"(","multi_mod_content":[)", absl::StrJoin(parts, ","),
                      R"(]},"finish_reason":"stop"}],)"
                      R"("usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}})");
}

std::string OperationAnswer() { return absl::StrCat(R"({"name":")", kOperationName, "\"}"); }

std::string PendingAnswer() {
  // Another name than the start's, as the relay answers.
  return R"({"name":"projects/other/operations/abc123"})";
}

std::string VideosAnswer(const std::vector<std::string>& videos) {
  return absl::StrCat(R"({"name":"projects/other/operations/abc123","done":true,"response":{)",
                      R"("@type":"type.googleapis.com/x","videos":[)", Entries(videos, "video/mp4"),
                      "]}}");
}

}  // namespace mediagen::testing
