// Which buckets callers may name.
#ifndef MEDIAGEN_SERVER_UPSTREAM_GCS_PREFIXES_H_
#define MEDIAGEN_SERVER_UPSTREAM_GCS_PREFIXES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace mediagen {

// The places in buckets that callers may have the operator's account read and write. Immutable: any
// thread.
class GcsPrefixes {
 public:
  // Nothing is allowed.
  GcsPrefixes() = default;
  // Such as `gs://bucket/folder/`; `gs://` alone allows every bucket.
  explicit GcsPrefixes(std::vector<std::string> prefixes);
  // Nothing is allowed; lives as long as the program.
  static const GcsPrefixes& None();

  bool empty() const { return prefixes_.empty(); }
  // Whether `uri` is a gs:// link at or below one of the prefixes. A prefix ends where a segment
  // does: `gs://b/in` allows `gs://b/in/x` and not `gs://b/inner`.
  bool Allowed(absl::string_view uri) const;

 private:
  std::vector<std::string> prefixes_;
};

// Whether it names an object or folder of a bucket, without control characters and without `.` and
// `..` segments.
bool IsGcsUri(absl::string_view uri);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_GCS_PREFIXES_H_
