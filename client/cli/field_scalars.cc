#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <cmath>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/cli/field_values.h"
#include "client/cli/request_fields.h"
#include "client/cli/usage_error.h"

namespace mediagen::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::Status WrongType(absl::string_view flag, const std::string& text, absl::string_view type) {
  return UsageError(absl::StrCat(flag, ": '", text, "' is not ", type));
}

// `png` is what people write for `image/png`.
std::string ImageType(const std::string& text) {
  if (text.empty() || absl::StrContains(text, '/')) return text;
  const std::string format = absl::AsciiStrToLower(text);
  return absl::StrCat("image/", format == "jpg" ? "jpeg" : format);
}

}  // namespace

absl::Status SetScalar(Message& message, const FieldDescriptor& field, absl::string_view flag,
                       const std::string& text) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      if (absl::Status status = CheckUtf8(flag, text); !status.ok()) return status;
      const std::string value = field.name() == "output_mime_type" ? ImageType(text) : text;
      if (field.is_repeated()) {
        reflection.AddString(&message, &field, value);
      } else {
        reflection.SetString(&message, &field, value);
      }
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_INT32: {
      int32_t number = 0;
      if (!absl::SimpleAtoi(text, &number)) return WrongType(flag, text, "a whole number");
      reflection.SetInt32(&message, &field, number);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_INT64: {
      int64_t number = 0;
      if (!absl::SimpleAtoi(text, &number)) return WrongType(flag, text, "a whole number");
      reflection.SetInt64(&message, &field, number);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      double number = 0;
      if (!absl::SimpleAtod(text, &number) || !std::isfinite(number)) {
        return WrongType(flag, text, "a number");
      }
      reflection.SetDouble(&message, &field, number);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection.SetBool(&message, &field, text == "true");
      return absl::OkStatus();
    default:
      return absl::InternalError(absl::StrCat(flag, ": no text form for ", field.full_name()));
  }
}

}  // namespace mediagen::client
