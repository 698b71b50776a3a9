#include "server/upstream/media_type.h"

#include "absl/strings/match.h"

namespace mediagen {
namespace {

struct Magic {
  size_t offset;
  absl::string_view bytes;
  absl::string_view media_type;
  absl::string_view start = "";  // What the file begins with, where that tells too little.
};

// A literal with its NULs.
template <size_t N>
constexpr absl::string_view Bytes(const char (&literal)[N]) {
  return absl::string_view(literal, N - 1);
}

constexpr Magic kMagics[] = {
    {0, Bytes("\x89PNG\r\n\x1a\n"), "image/png"},
    {0, Bytes("\xff\xd8\xff"), "image/jpeg"},
    {8, Bytes("WEBP"), "image/webp", "RIFF"},
    {0, Bytes("GIF87a"), "image/gif"},
    {0, Bytes("GIF89a"), "image/gif"},
    {6, Bytes("\0\0\0\0"), "image/bmp", "BM"},
    {0, Bytes("II*\0"), "image/tiff"},
    {0, Bytes("MM\0*"), "image/tiff"},
    {4, Bytes("ftypavif"), "image/avif"},
    {4, Bytes("ftypheic"), "image/heic"},
    {4, Bytes("ftypqt  "), "video/quicktime"},
    {4, Bytes("ftyp"), "video/mp4"},
    {0, Bytes("\x1a\x45\xdf\xa3"), "video/webm"},
};

struct ShortName {
  absl::string_view name;
  absl::string_view media_type;
};

constexpr ShortName kShortNames[] = {
    {"png", "image/png"},   {"jpeg", "image/jpeg"}, {"jpg", "image/jpeg"},
    {"webp", "image/webp"}, {"gif", "image/gif"},   {"mp4", "video/mp4"},
};

}  // namespace

absl::string_view MediaTypeOfBytes(absl::string_view first_bytes) {
  for (const Magic& magic : kMagics) {
    if (first_bytes.size() < magic.offset + magic.bytes.size()) continue;
    if (!absl::StartsWith(first_bytes, magic.start)) continue;
    if (first_bytes.substr(magic.offset, magic.bytes.size()) == magic.bytes)
      return magic.media_type;
  }
  return "";
}

absl::string_view FullMediaType(absl::string_view said) {
  for (const ShortName& row : kShortNames) {
    if (absl::EqualsIgnoreCase(said, row.name)) return row.media_type;
  }
  return said;
}

absl::string_view BestMediaType(absl::string_view first_bytes, absl::string_view said) {
  const absl::string_view told = MediaTypeOfBytes(first_bytes);
  return told.empty() ? FullMediaType(said) : told;
}

}  // namespace mediagen
