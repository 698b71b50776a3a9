#include "server/upstream/model_path.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

constexpr size_t kMaxModelNameBytes = 200;
constexpr size_t kMaxOperationNameBytes = 1000;

absl::Status CheckModelInPath(absl::string_view model) {
  if (model.empty() || model.size() > kMaxModelNameBytes) {
    return InvalidField("model", "must be 1 to 200 bytes long");
  }
  if (absl::StrContains(model, "..") || model.find_first_of("?&#%\\:") != absl::string_view::npos) {
    return InvalidField("model", "must not hold '..' or any of ? & # % \\ :");
  }
  const bool blank = std::any_of(model.begin(), model.end(), [](char c) {
    return absl::ascii_iscntrl(static_cast<unsigned char>(c)) ||
           absl::ascii_isspace(static_cast<unsigned char>(c));
  });
  if (blank) return InvalidField("model", "must not hold blanks or control characters");
  return absl::OkStatus();
}

// What a URL takes in a path as it is; everything else is escaped. Names that models really have
// (`imagegeneration@006`) stay as they are.
std::string Escaped(absl::string_view path) {
  std::string escaped;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isgraph(byte) && !absl::StrContains("\"<>`{}^|", absl::string_view(&c, 1))) {
      escaped.push_back(c);
    } else {
      absl::StrAppendFormat(&escaped, "%%%02X", byte);
    }
  }
  return escaped;
}

std::string PublisherModel(absl::string_view model) {
  if (absl::StartsWith(model, "publishers/") || absl::StartsWith(model, "models/")) {
    return std::string(model);
  }
  const std::vector<absl::string_view> parts = absl::StrSplit(model, absl::MaxSplits('/', 1));
  if (parts.size() == 2) return absl::StrCat("publishers/", parts[0], "/models/", parts[1]);
  return absl::StrCat("publishers/google/models/", model);
}

}  // namespace

std::string ProjectPath(const ProviderOptions& provider) {
  if (provider.project.empty()) return "";
  return absl::StrCat("projects/", provider.project, "/locations/", provider.location, "/");
}

absl::StatusOr<std::string> ModelPath(const ProviderOptions& provider, absl::string_view model) {
  if (absl::Status checked = CheckModelInPath(model); !checked.ok()) return checked;
  if (provider.dialect->model_naming == ModelNaming::kModels) {
    const bool has_prefix =
        absl::StartsWith(model, "models/") || absl::StartsWith(model, "tunedModels/");
    return Escaped(has_prefix ? model : absl::StrCat("models/", model));
  }
  const std::string project = ProjectPath(provider);
  if (!absl::StartsWith(model, "projects/")) {
    return Escaped(absl::StrCat(project, PublisherModel(model)));
  }
  // The operator's account must not be made to work in somebody else's project.
  if (project.empty() || !absl::StartsWith(model, project)) {
    return InvalidField("model", "names another project or location than the configured ones");
  }
  return Escaped(model);
}

absl::Status CheckModelInBody(absl::string_view model) {
  const bool printable = std::none_of(model.begin(), model.end(), [](char c) {
    return absl::ascii_iscntrl(static_cast<unsigned char>(c));
  });
  if (model.empty() || model.size() > kMaxModelNameBytes || !printable) {
    return InvalidField("model", "must be 1 to 200 printable bytes");
  }
  return absl::OkStatus();
}

bool IsPathName(absl::string_view name) {
  if (name.empty() || name.size() > kMaxOperationNameBytes || absl::StrContains(name, "..")) {
    return false;
  }
  for (absl::string_view segment : absl::StrSplit(name, '/')) {
    // What could bend the path. Anything else is the upstream's way to name what was paid.
    const bool clean = std::all_of(segment.begin(), segment.end(), [](char c) {
      return absl::ascii_isgraph(static_cast<unsigned char>(c)) &&
             !absl::StrContains("?#%\\", absl::string_view(&c, 1));
    });
    if (segment.empty() || !clean) return false;
  }
  return true;
}

absl::string_view LocationOf(absl::string_view operation_name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(operation_name, '/');
  const bool has_location = parts.size() > 3 && parts[0] == "projects" && parts[2] == "locations";
  return has_location ? parts[3] : "";
}

}  // namespace mediagen
