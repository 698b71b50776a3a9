#include "server/upstream/lifecycle.h"

#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

// How long before its end a model is warned of.
constexpr absl::Duration kNotice = absl::Hours(24 * 90);

// What is to be said of the model's end; empty: nothing.
std::string EndText(const ModelRow& row, absl::Time now) {
  const std::string& day = row.terms.retires_at();
  const bool earliest = row.terms.retires_at_earliest();
  switch (StateOf(row, now)) {
    case v1::MODEL_STATE_RETIRED:
      return absl::StrCat("was turned off on ", day);
    case v1::MODEL_STATE_END_DUE:
      return absl::StrCat("may have been turned off: ", day, " was the earliest day of its end");
    case v1::MODEL_STATE_DEPRECATED:
      if (!row.retires_at) return "will be turned off on a day that is not announced yet";
      if (*row.retires_at - now > kNotice) return "";
      return absl::StrCat("will be turned off on ", day, earliest ? " or later" : "");
    default:
      return "";
  }
}

}  // namespace

v1::ModelState StateOf(const ModelRow& row, absl::Time now) {
  if (row.retires_at && now >= *row.retires_at) {
    return row.terms.retires_at_earliest() ? v1::MODEL_STATE_END_DUE : v1::MODEL_STATE_RETIRED;
  }
  return row.retires_at || row.terms.deprecated() ? v1::MODEL_STATE_DEPRECATED
                                                  : v1::MODEL_STATE_ACTIVE;
}

bool IsRetired(const ModelRow& row, absl::Time now) {
  return StateOf(row, now) == v1::MODEL_STATE_RETIRED;
}

bool MayBeRetired(const ModelRow& row, absl::Time now) {
  const v1::ModelState state = StateOf(row, now);
  return state == v1::MODEL_STATE_RETIRED || state == v1::MODEL_STATE_END_DUE ||
         (state == v1::MODEL_STATE_DEPRECATED && !row.retires_at);
}

std::string LifecycleWarning(const ModelRow& row, absl::Time now) {
  if (!row.served) {
    return absl::StrCat("the catalogue does not list ", row.name,
                        " for this provider: its limits may be others there");
  }
  const std::string end = EndText(row, now);
  if (end.empty()) return "";
  const std::string successor = SuccessorText(row);
  return absl::StrCat(row.name, " ", end, successor.empty() ? "" : "; ", successor);
}

std::string ModelWarning(const ModelRow* row, absl::string_view model, absl::Time now) {
  if (row != nullptr) return LifecycleWarning(*row, now);
  return absl::StrCat("model ", model, " is not in the catalogue: its limits were not checked");
}

std::string SuccessorText(const ModelRow& row) {
  if (row.terms.replacement().empty()) return "";
  std::string text = absl::StrCat("its successor is ", row.terms.replacement());
  if (!row.replacement_service.empty() && row.replacement_service != ServiceOf(row))
    absl::StrAppend(&text, " of ", row.replacement_service);
  if (!row.replacement_price.empty()) absl::StrAppend(&text, " at ", row.replacement_price);
  if (!row.later_replacement.empty())
    absl::StrAppend(&text, ", to be replaced in turn by ", row.later_replacement);
  return text;
}

}  // namespace mediagen
