// What a caller saw of an answer, in the words of the cases.
#ifndef MEDIAGEN_TESTS_WIRE_OBSERVED_H_
#define MEDIAGEN_TESTS_WIRE_OBSERVED_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/map.h"
#include "mediagen/v1/media.pb.h"
#include "server/upstream/json_body.h"

namespace mediagen::testing {

// Collects one line of output. One thread.
class Observed {
 public:
  using Value = JsonBody::Value;

  explicit Observed(const std::string& name);

  // Sets a member of `observed`; empty texts and lists are left out.
  void SetText(absl::string_view name, absl::string_view text);
  void SetNumber(absl::string_view name, double number);
  void SetTruth(absl::string_view name, bool truth);
  void SetList(absl::string_view name, Value list);
  void SetScores(absl::string_view name, const google::protobuf::Map<std::string, double>& scores);
  void SetUsage(const v1::Usage& usage);
  // Partial success: `count` items are missing.
  void SetFiltered(int count, const google::protobuf::RepeatedPtrField<v1::FilteredItem>& items);
  // `member` is `error` or `then_error`. Also what its metadata says of the answer as a whole.
  void SetError(absl::string_view member, const absl::Status& status);
  void SetBilled(const v1::Cost& cost) { SetTruth("billed", cost.nano_usd() > 0); }

  // Parts of lists.
  Value Object() { return Value(rapidjson::kObjectType); }
  Value List() { return Value(rapidjson::kArrayType); }
  void Add(Value& object, absl::string_view name, absl::string_view text);
  void Add(Value& object, absl::string_view name, Value value);
  void Append(Value& list, Value value);
  Value Scores(const google::protobuf::Map<std::string, double>& scores);
  // A picture or video as it reached the caller.
  Value MediaValue(const v1::Media& media);

  // The whole line; the fake's address has become {{fake}}.
  std::string Line(absl::string_view fake_url);

 private:
  void SetErrorMetadata(const std::map<std::string, std::string>& metadata);

  JsonBody line_;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_WIRE_OBSERVED_H_
