// Which program this is.
#ifndef MEDIAGEN_SERVER_METRICS_BUILD_INFO_H_
#define MEDIAGEN_SERVER_METRICS_BUILD_INFO_H_

namespace mediagen {

extern const char kBuildVersion[];
// The commit that the build was configured at, or `unknown`.
extern const char kBuildCommit[];

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_METRICS_BUILD_INFO_H_
