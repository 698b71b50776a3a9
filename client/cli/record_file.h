#ifndef MEDIAGEN_CLIENT_CLI_RECORD_FILE_H_
#define MEDIAGEN_CLIENT_CLI_RECORD_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/record.pb.h"
#include "mediagen/v1/media.pb.h"

namespace mediagen::client {

// A message as this program prints and saves it: JSON with the field names of the proto file.
std::string ToJson(const google::protobuf::Message& message);

// Writes a file, all or nothing.
absl::Status WriteJson(const std::string& path, const google::protobuf::Message& message);

// Saves the record of `path` in `path.json`, all or nothing.
absl::Status WriteRecord(const std::string& path, const Record& record);

// The record of `path`; an empty one if there is none that can be read.
Record ReadRecord(const std::string& path);

// Takes over what the server knows about a result.
void MergeGenerationRecord(const v1::GenerationRecord& from, Record& into);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_RECORD_FILE_H_
