#include "server/upstream/dialects.h"

#include "absl/strings/str_join.h"

namespace mediagen {
namespace {

const Dialect* const kDialects[] = {
    &kAihubmix,
    &kCamel,
    &kVertex,
    &kGemini,
};

}  // namespace

const Dialect* FindDialect(absl::string_view name) {
  for (const Dialect* dialect : kDialects) {
    if (dialect->name == name) return dialect;
  }
  return nullptr;
}

const Dialect& DefaultDialect() { return *kDialects[0]; }

std::string DialectNames() {
  return absl::StrJoin(kDialects, ", ", [](std::string* out, const Dialect* dialect) {
    out->append(dialect->name.data(), dialect->name.size());
  });
}

}  // namespace mediagen
