#ifndef MEDIAGEN_SANDBOX_FILE_LINK_H_
#define MEDIAGEN_SANDBOX_FILE_LINK_H_

#include <string>

namespace mediagen::sandbox {

// The uri of a file, as Google's host has it; what leads back to this sandbox is the ID in it.
inline std::string FileUri(const std::string& id) {
  return "https://generativelanguage.googleapis.com/v1beta/files/" + id;
}

// What its bytes are downloaded from.
inline std::string FileLink(const std::string& id) { return FileUri(id) + ":download?alt=media"; }

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_FILE_LINK_H_
