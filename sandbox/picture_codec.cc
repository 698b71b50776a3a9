#include "sandbox/picture_codec.h"

#include <png.h>
// libjpeg's header needs these before it.
#include <cstddef>
#include <cstdio>
// And then:
#include <jpeglib.h>

#include <csetjmp>
#include <cstdlib>
#include <vector>

namespace mediagen::sandbox {
namespace {

constexpr uint64_t kMostPixels = 64'000'000;

bool SizeIsGood(uint64_t width, uint64_t height) {
  return width > 0 && height > 0 && width * height <= kMostPixels;
}

// libjpeg reports errors by not returning from error_exit.
struct JpegErrors {
  jpeg_error_mgr manager;
  jmp_buf jump;
};

void JumpOut(j_common_ptr codec) { longjmp(reinterpret_cast<JpegErrors*>(codec->err)->jump, 1); }

void SayNothing(j_common_ptr, int) {}

jpeg_error_mgr* Prepare(JpegErrors& errors) {
  jpeg_std_error(&errors.manager);
  errors.manager.error_exit = &JumpOut;
  errors.manager.emit_message = &SayNothing;
  return &errors.manager;
}

std::optional<Canvas> DecodePng(std::string_view bytes) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0 ||
      !SizeIsGood(image.width, image.height)) {
    png_image_free(&image);
    return std::nullopt;
  }
  image.format = PNG_FORMAT_BGR;
  std::vector<uint8_t> pixels(PNG_IMAGE_SIZE(image));
  const png_color white{255, 255, 255};
  if (png_image_finish_read(&image, &white, pixels.data(), 0, nullptr) == 0) return std::nullopt;
  Canvas canvas({static_cast<int>(image.width), static_cast<int>(image.height)});
  const uint8_t* from = pixels.data();
  for (int y = 0; y < canvas.height(); ++y) {
    uint8_t* to = canvas.row(y);
    for (int x = 0; x < canvas.width(); ++x, from += 3, to += 4) {
      to[0] = from[0];
      to[1] = from[1];
      to[2] = from[2];
    }
  }
  canvas.MarkChanged();
  return canvas;
}

// Two steps, because nothing with a destructor may be made between setjmp and longjmp.
bool ReadJpegHead(jpeg_decompress_struct& decoder, JpegErrors& errors, std::string_view bytes) {
  if (setjmp(errors.jump) != 0) return false;
  jpeg_create_decompress(&decoder);
  jpeg_mem_src(&decoder, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_read_header(&decoder, TRUE);
  decoder.out_color_space = JCS_EXT_BGRX;
  jpeg_start_decompress(&decoder);
  return true;
}

bool ReadJpegRows(jpeg_decompress_struct& decoder, JpegErrors& errors, const Canvas& canvas) {
  if (setjmp(errors.jump) != 0) return false;
  while (decoder.output_scanline < decoder.output_height) {
    JSAMPROW row = canvas.row(static_cast<int>(decoder.output_scanline));
    jpeg_read_scanlines(&decoder, &row, 1);
  }
  jpeg_finish_decompress(&decoder);
  return true;
}

std::optional<Canvas> DecodeJpeg(std::string_view bytes) {
  JpegErrors errors;
  jpeg_decompress_struct decoder{};
  decoder.err = Prepare(errors);
  std::optional<Canvas> canvas;
  if (ReadJpegHead(decoder, errors, bytes) &&
      SizeIsGood(decoder.output_width, decoder.output_height)) {
    canvas.emplace(
        Size{static_cast<int>(decoder.output_width), static_cast<int>(decoder.output_height)});
    if (!ReadJpegRows(decoder, errors, *canvas)) canvas.reset();
    if (canvas.has_value()) canvas->MarkChanged();
  }
  jpeg_destroy_decompress(&decoder);
  return canvas;
}

// `bytes` is the caller's to free, also after a failure.
bool WriteJpeg(jpeg_compress_struct& encoder, JpegErrors& errors, const Canvas& canvas, int quality,
               unsigned char** bytes, unsigned long* size) {
  if (setjmp(errors.jump) != 0) return false;
  jpeg_create_compress(&encoder);
  jpeg_mem_dest(&encoder, bytes, size);
  encoder.image_width = static_cast<JDIMENSION>(canvas.width());
  encoder.image_height = static_cast<JDIMENSION>(canvas.height());
  encoder.input_components = 4;
  encoder.in_color_space = JCS_EXT_BGRX;
  jpeg_set_defaults(&encoder);
  jpeg_set_quality(&encoder, quality, TRUE);
  jpeg_start_compress(&encoder, TRUE);
  while (encoder.next_scanline < encoder.image_height) {
    JSAMPROW row = canvas.row(static_cast<int>(encoder.next_scanline));
    jpeg_write_scanlines(&encoder, &row, 1);
  }
  jpeg_finish_compress(&encoder);
  return true;
}

}  // namespace

std::string EncodePng(const Canvas& canvas) {
  canvas.Flush();
  std::vector<uint8_t> pixels;
  pixels.reserve(static_cast<size_t>(canvas.width()) * static_cast<size_t>(canvas.height()) * 3);
  for (int y = 0; y < canvas.height(); ++y) {
    const uint8_t* row = canvas.row(y);
    for (int x = 0; x < canvas.width(); ++x, row += 4) pixels.insert(pixels.end(), row, row + 3);
  }
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(canvas.width());
  image.height = static_cast<png_uint_32>(canvas.height());
  image.format = PNG_FORMAT_BGR;
  image.flags = PNG_IMAGE_FLAG_FAST;  // A third larger, and several times faster.
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::string png(size, '\0');
  if (png_image_write_to_memory(&image, png.data(), &size, 0, pixels.data(), 0, nullptr) == 0) {
    return "";
  }
  png.resize(size);
  png.shrink_to_fit();
  return png;
}

std::string EncodeJpeg(const Canvas& canvas, int quality) {
  canvas.Flush();
  JpegErrors errors;
  jpeg_compress_struct encoder{};
  encoder.err = Prepare(errors);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  std::string jpeg;
  if (WriteJpeg(encoder, errors, canvas, quality, &bytes, &size)) {
    jpeg.assign(reinterpret_cast<char*>(bytes), size);
  }
  jpeg_destroy_compress(&encoder);
  free(bytes);
  return jpeg;
}

std::optional<Canvas> DecodePicture(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG")) return DecodePng(bytes);
  if (bytes.starts_with("\xFF\xD8\xFF")) return DecodeJpeg(bytes);
  return std::nullopt;
}

}  // namespace mediagen::sandbox
