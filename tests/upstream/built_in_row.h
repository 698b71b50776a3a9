// Rows of the built-in catalogue, for tests.
#ifndef MEDIAGEN_TESTS_UPSTREAM_BUILT_IN_ROW_H_
#define MEDIAGEN_TESTS_UPSTREAM_BUILT_IN_ROW_H_

#include "server/upstream/catalogue.h"

namespace mediagen::testing {

// Null for a model that is not known.
inline const ModelRow* RowAt(absl::string_view dialect, absl::string_view model) {
  return Catalogue::BuiltIn()->Find(dialect, model);
}

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_UPSTREAM_BUILT_IN_ROW_H_
