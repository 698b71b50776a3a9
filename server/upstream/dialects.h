// All dialects. A new provider is one table file and one line in dialects.cc.
#ifndef MEDIAGEN_SERVER_UPSTREAM_DIALECTS_H_
#define MEDIAGEN_SERVER_UPSTREAM_DIALECTS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "server/upstream/dialect.h"

namespace mediagen {

extern const Dialect kAihubmix;
extern const Dialect kCamel;
extern const Dialect kVertex;
extern const Dialect kGemini;

// Null for a name that is not known.
const Dialect* FindDialect(absl::string_view name);

// The provider of a server that is configured with none.
const Dialect& DefaultDialect();

// Names for messages: `a, b`.
std::string DialectNames();

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_DIALECTS_H_
