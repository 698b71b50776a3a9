#include "bench/micro/bench_text.h"

#include <random>

#include "absl/strings/escaping.h"

namespace mediagen {

std::string RandomBase64(size_t bytes) {
  std::minstd_rand random;
  std::string plain(bytes, '\0');
  for (char& c : plain) c = static_cast<char>(random() >> 8);
  return absl::Base64Escape(plain);
}

}  // namespace mediagen
