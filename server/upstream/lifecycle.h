// The end of models.
#ifndef MEDIAGEN_SERVER_UPSTREAM_LIFECYCLE_H_
#define MEDIAGEN_SERVER_UPSTREAM_LIFECYCLE_H_

#include <string>

#include "absl/time/time.h"
#include "server/upstream/model_row.h"

namespace mediagen {

v1::ModelState StateOf(const ModelRow& row, absl::Time now);

// Whether the provider has turned the model off: its day has come, and was not just the earliest.
bool IsRetired(const ModelRow& row, absl::Time now);

// Whether a provider that says it does not know the model means that it has turned it off.
bool MayBeRetired(const ModelRow& row, absl::Time now);

// A sentence for the caller of a model that is retired, may be, or will be within 90 days or on a
// day that nobody has named, with its successor; or of one that the catalogue does not list for the
// provider. Empty: there is nothing to say.
std::string LifecycleWarning(const ModelRow& row, absl::Time now);

// LifecycleWarning, or for `model` that is not known (null) that it is not.
std::string ModelWarning(const ModelRow* row, absl::string_view model, absl::Time now);

// What LifecycleWarning says of the successor and its price, such as `its successor is B at 0.04
// USD a picture`; empty: there is none.
std::string SuccessorText(const ModelRow& row);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_LIFECYCLE_H_
