#include "server/upstream/model_row.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "server/upstream/message_fields.h"

namespace mediagen {
namespace {

constexpr absl::string_view kNoDay = "none";
constexpr absl::string_view kPublisher = "publishers/google/models/";

// Takes `NAME/` with a name of one segment off the front of a path such as `projects/P/...`.
bool ConsumeSegment(absl::string_view& path, absl::string_view collection) {
  absl::string_view rest = path;
  if (!absl::ConsumePrefix(&rest, collection)) return false;
  const size_t slash = rest.find('/');
  if (slash == 0 || slash == absl::string_view::npos) return false;
  path = rest.substr(slash + 1);
  return true;
}

// Ends what only the merging needs: a day and reasons that were taken back.
void DropTakenBack(config::ModelTerms& terms) {
  if (terms.retires_at() == kNoDay) terms.clear_retires_at();
  auto& refused = *terms.mutable_refused_fields();
  for (auto it = refused.begin(); it != refused.end();) {
    it = it->second.empty() ? refused.erase(it) : std::next(it);
  }
}

}  // namespace

ModelRow::ModelRow(const config::CatalogueModel& model, const std::string& dialect)
    : name(model.name()),
      aliases(model.aliases().begin(), model.aliases().end()),
      terms(model.common()) {
  if (const auto found = model.providers().find(dialect); found != model.providers().end()) {
    Overlay(found->second, terms);
    served = !terms.has_served() || terms.served();
  }
  DropTakenBack(terms);
  sent_name = terms.sent_name().empty() ? name : terms.sent_name();
  retires_at = ParseDay(terms.retires_at());
}

bool ModelRow::Serves(v1::ModelSurface surface) const {
  const auto& surfaces = terms.surfaces();
  return std::find(surfaces.begin(), surfaces.end(), surface) != surfaces.end();
}

absl::Duration ModelRow::usual_time() const {
  return absl::Seconds(terms.usual_time().seconds()) +
         absl::Nanoseconds(terms.usual_time().nanos());
}

absl::string_view ServiceOf(const ModelRow& row) {
  using v1::ModelSurface;
  if (row.Serves(ModelSurface::MODEL_SURFACE_IMAGE) ||
      row.Serves(ModelSurface::MODEL_SURFACE_UPSCALE)) {
    return "ImageService";
  }
  if (row.Serves(ModelSurface::MODEL_SURFACE_CHAT)) return "ChatImageService";
  if (row.Serves(ModelSurface::MODEL_SURFACE_VIDEO) ||
      row.Serves(ModelSurface::MODEL_SURFACE_REVERSE_VIDEO) ||
      row.Serves(ModelSurface::MODEL_SURFACE_INTERACTIONS)) {
    return "VideoService";
  }
  return "";
}

std::string SentName(const ModelRow* row, absl::string_view model) {
  const absl::string_view bare = BareModelName(model);
  if (row == nullptr || bare == row->sent_name) return std::string(model);
  return absl::StrCat(model.substr(0, model.size() - bare.size()), row->sent_name);
}

absl::string_view BareModelName(absl::string_view model) {
  absl::string_view bare = model;
  if (absl::ConsumePrefix(&bare, "models/")) return bare;
  if (ConsumeSegment(bare, "projects/") && !ConsumeSegment(bare, "locations/")) return model;
  return absl::ConsumePrefix(&bare, kPublisher) ? bare : model;
}

std::optional<absl::Time> ParseDay(absl::string_view text) {
  absl::CivilDay day;
  // The parser takes other spellings, too; what is shown to callers has one.
  if (!absl::ParseCivilTime(text, &day) || absl::FormatCivilTime(day) != text) return std::nullopt;
  return absl::FromCivil(day, absl::UTCTimeZone());
}

}  // namespace mediagen
