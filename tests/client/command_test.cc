#include "client/cli/command.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "client/cli/command_help.h"
#include "client/cli/exit_code.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "mediagen/v1/image_service.pb.h"
#include "mediagen/v1/video_service.pb.h"

namespace mediagen::client {
namespace {

using google::protobuf::Descriptor;

using google::protobuf::FieldDescriptor;

bool IsSetBy(const Flag& flag, const std::string& path) {
  return flag.field == path || flag.fills == path;
}

bool HasFlagFor(const Command& command, const std::string& path) {
  if (command.positional != nullptr && IsSetBy(*command.positional, path)) return true;
  return std::any_of(command.flags.begin(), command.flags.end(),
                     [&path](const Flag& flag) { return IsSetBy(flag, path); });
}

// Every field of a request and of the messages in it must have a flag of its own, so that a field
// that is added to the contract cannot be forgotten here. A flag for a whole message will do.
void ExpectAllReachable(const Command& command, const Descriptor& message,
                        const std::string& prefix = "") {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    const std::string path = prefix + field.name();
    if (HasFlagFor(command, path)) {
      EXPECT_NE(FlagOfField(command, path), "") << command.name << ": " << path;
    } else if (field.message_type() != nullptr && !field.is_repeated()) {
      ExpectAllReachable(command, *field.message_type(), path + ".");
    } else {
      ADD_FAILURE() << command.name << " has no flag for " << path;
    }
  }
}

// The field at the end of a path, or null.
const FieldDescriptor* Resolve(const Descriptor* message, const std::string& path) {
  const FieldDescriptor* field = nullptr;
  for (const std::string& name : std::vector<std::string>(absl::StrSplit(path, '.'))) {
    if (message == nullptr) return nullptr;
    field = message->FindFieldByName(name);
    if (field == nullptr) return nullptr;
    message = field->message_type();
  }
  return field;
}

struct RequestOfCommand {
  std::string command;
  const Descriptor* request;
};

const std::vector<RequestOfCommand> kRequests = {
    {"image", v1::StreamImagesRequest::descriptor()},
    {"upscale", v1::StreamUpscaleImageRequest::descriptor()},
    {"chat", v1::StreamChatRequest::descriptor()},
    {"video", v1::GenerateVideoRequest::descriptor()},
    {"watch", v1::WatchVideoRequest::descriptor()},
    {"status", v1::GetVideoOperationRequest::descriptor()},
    {"cancel", v1::CancelVideoOperationRequest::descriptor()},
    {"delete", v1::DeleteVideoOperationRequest::descriptor()},
};

TEST(CommandTest, EveryFieldIsReachable) {
  for (const auto& [name, request] : kRequests) ExpectAllReachable(*FindCommand(name), *request);
}

// What opens a conversation is set by the same flags.
TEST(CommandTest, ConversationsHaveNoFieldsOfTheirOwn) {
  const Descriptor& chat = *v1::StreamChatRequest::descriptor();
  const Descriptor& open = *v1::ConverseOpen::descriptor();
  for (int i = 0; i < open.field_count(); ++i) {
    EXPECT_NE(chat.FindFieldByName(open.field(i)->name()), nullptr) << open.field(i)->name();
  }
}

// A kind that does not fit its field would fail only when somebody uses the flag.
TEST(CommandTest, FlagsFitTheirFields) {
  for (const auto& [name, request] : kRequests) {
    for (const Flag& flag : FindCommand(name)->flags) {
      if (flag.field.empty()) continue;
      const FieldDescriptor* field = Resolve(request, std::string(flag.field));
      ASSERT_NE(field, nullptr) << name << ": " << flag.field;
      EXPECT_EQ(flag.kind == FlagKind::kRepeated, field->is_repeated()) << name << flag.name;
      const bool boolean = field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL;
      EXPECT_EQ(flag.kind == FlagKind::kToggle, boolean && field->has_presence())
          << name << flag.name;
      EXPECT_EQ(flag.kind == FlagKind::kSwitch, boolean && !field->has_presence())
          << name << flag.name;
      EXPECT_EQ(flag.value_name.empty(), boolean) << name << flag.name;
    }
  }
}

TEST(CommandTest, FieldsHaveTheNamesThatPeopleWrite) {
  const auto flag = [](const char* command, const char* field) {
    return std::string(FlagOfField(*FindCommand(command), field));
  };
  EXPECT_EQ(flag("image", "spec.aspect_ratio"), "--aspect-ratio");
  EXPECT_EQ(flag("image", "spec.prompt"), "PROMPT");
  EXPECT_EQ(flag("image", "model"), "--model");
  EXPECT_EQ(flag("image", "models"), "");
  EXPECT_EQ(flag("image", "spec.unheard_of"), "");
  EXPECT_EQ(flag("video", "spec.image"), "--image");
  EXPECT_EQ(flag("video", "spec.image.data"), "--image");
  EXPECT_EQ(flag("video", "spec.image_size"), "");
  EXPECT_EQ(flag("video", "spec.reference_images[1].image.data"), "--reference");
  EXPECT_EQ(flag("video", "spec.mask"), "--mask");
  EXPECT_EQ(flag("video", "spec.mask.mask_mode"), "--mask-mode");
  EXPECT_EQ(flag("video", "spec.labels"), "--label");
  EXPECT_EQ(flag("upscale", "spec.image.data"), "FILE|URL");
  EXPECT_EQ(flag("chat", "spec.image_config.image_size"), "--size");
  EXPECT_EQ(flag("chat", "spec.safety_settings[0].threshold"), "--safety");
  EXPECT_EQ(flag("chat", "spec.system_instruction"), "--system-instruction");
  EXPECT_EQ(flag("chat", "open.spec.image_config.image_size"), "--size");
  EXPECT_EQ(flag("chat", "turn.parts[0].image.data"), "--image");
  EXPECT_EQ(flag("chat", "turn.parts[0].text"), "PROMPT");
  EXPECT_EQ(flag("chat", "spec.messages[1].parts[0].text"), "PROMPT");
  EXPECT_EQ(flag("chat", "spec.messages[1].parts[0].image.data"), "--image");
  EXPECT_EQ(flag("chat", "spec.modalities[0]"), "--modality");
  EXPECT_EQ(flag("watch", "byte_offset"), "--offset");
}

TEST(CommandTest, HelpNamesEverything) {
  const std::string general = GeneralHelp();
  for (const Command& command : Commands()) {
    EXPECT_NE(general.find("  " + std::string(command.name) + " "), std::string::npos);
    const std::string help = CommandHelp(command);
    for (const Flag& flag : command.flags) {
      EXPECT_NE(help.find(std::string(flag.name)), std::string::npos) << command.name;
      EXPECT_NE(help.find(std::string(flag.alias)), std::string::npos) << command.name;
      if (flag.kind == FlagKind::kToggle) {
        EXPECT_NE(help.find(NegatedName(flag)), std::string::npos) << command.name;
      }
    }
    EXPECT_NE(help.find("Examples:\n  mediagen " + std::string(command.name)), std::string::npos);
    for (size_t line = 0; line < help.size();) {
      const size_t end = help.find('\n', line);
      EXPECT_LE(end - line, 100u) << help.substr(line, end - line);
      EXPECT_NE(help[end - 1], ' ') << help.substr(line, end - line);
      line = end + 1;
    }
  }
  for (const ExitCodeRow& row : ExitCodes()) {
    EXPECT_NE(general.find("\n  " + std::to_string(static_cast<int>(row.code)) + " "),
              std::string::npos);
  }
}

TEST(CommandTest, FlagNamesAreUniqueInEachCommand) {
  for (const Command& command : Commands()) {
    std::set<std::string> names;
    const auto expect_new = [&](const Flag& flag) {
      EXPECT_TRUE(names.insert(std::string(flag.name)).second) << flag.name;
      if (!flag.alias.empty()) {
        EXPECT_TRUE(names.insert(std::string(flag.alias)).second);
      }
      if (flag.kind == FlagKind::kToggle) {
        EXPECT_TRUE(names.insert(NegatedName(flag)).second);
      }
    };
    for (const Flag& flag : command.flags) expect_new(flag);
    for (const Flag& flag : CommonFlags()) expect_new(flag);
  }
}

}  // namespace
}  // namespace mediagen::client
