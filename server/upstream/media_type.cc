#include "server/upstream/media_type.h"

#include "absl/strings/match.h"

namespace mediagen {
namespace {

struct Magic {
  size_t offset;
  absl::string_view bytes;
  absl::string_view media_type;
};

using namespace std::string_view_literals;

constexpr Magic kMagics[] = {
    {0, "\x89PNG\r\n\x1a\n"sv, "image/png"},
    {0, "\xff\xd8\xff"sv, "image/jpeg"},
    {8, "WEBP"sv, "image/webp"},
    {0, "GIF87a"sv, "image/gif"},
    {0, "GIF89a"sv, "image/gif"},
    {0, "BM"sv, "image/bmp"},
    {0, "II*\0"sv, "image/tiff"},
    {0, "MM\0*"sv, "image/tiff"},
    {4, "ftypavif"sv, "image/avif"},
    {4, "ftypheic"sv, "image/heic"},
    {4, "ftypqt  "sv, "video/quicktime"},
    {4, "ftyp"sv, "video/mp4"},
    {0, "\x1a\x45\xdf\xa3"sv, "video/webm"},
};

constexpr Magic kShortNames[] = {
    {0, "png", "image/png"},   {0, "jpeg", "image/jpeg"}, {0, "jpg", "image/jpeg"},
    {0, "webp", "image/webp"}, {0, "gif", "image/gif"},   {0, "mp4", "video/mp4"},
};

}  // namespace

absl::string_view MediaTypeOfBytes(absl::string_view first_bytes) {
  for (const Magic& magic : kMagics) {
    if (first_bytes.size() < magic.offset + magic.bytes.size()) continue;
    if (first_bytes.substr(magic.offset, magic.bytes.size()) == magic.bytes) return magic.media_type;
  }
  return "";
}

absl::string_view FullMediaType(absl::string_view said) {
  for (const Magic& name : kShortNames) {
    if (absl::EqualsIgnoreCase(said, name.bytes)) return name.media_type;
  }
  return said;
}

absl::string_view BestMediaType(absl::string_view first_bytes, absl::string_view said) {
  const absl::string_view told = MediaTypeOfBytes(first_bytes);
  return told.empty() ? FullMediaType(said) : told;
}

}  // namespace mediagen
