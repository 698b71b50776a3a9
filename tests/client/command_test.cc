#include "client/cli/command.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "client/cli/command_help.h"
#include "client/cli/exit_code.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "mediagen/v1/image_service.pb.h"
#include "mediagen/v1/video_service.pb.h"

namespace mediagen::client {
namespace {

using google::protobuf::Descriptor;

// Every field of a request and of its spec must have a flag, so that a field that is added to the
// contract cannot be forgotten here.
void ExpectAllReachable(const std::string& command, const Descriptor& request,
                        const std::string& prefix = "") {
  for (int i = 0; i < request.field_count(); ++i) {
    const std::string path = prefix + request.field(i)->name();
    if (path == "spec") {
      ExpectAllReachable(command, *request.field(i)->message_type(), "spec.");
    } else {
      EXPECT_NE(FlagOfField(*FindCommand(command), path), "") << command << ": " << path;
    }
  }
}

TEST(CommandTest, EveryFieldIsReachable) {
  ExpectAllReachable("image", *v1::StreamImagesRequest::descriptor());
  ExpectAllReachable("chat", *v1::ChatRequest::descriptor());
  ExpectAllReachable("video", *v1::GenerateVideoRequest::descriptor());
  ExpectAllReachable("watch", *v1::WatchVideoRequest::descriptor());
  ExpectAllReachable("status", *v1::GetVideoOperationRequest::descriptor());
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
    }
    EXPECT_NE(help.find("Examples:\n  mediagen " + std::string(command.name)), std::string::npos);
    for (size_t line = 0; line < help.size();) {
      const size_t end = help.find('\n', line);
      EXPECT_LE(end - line, 100u) << help.substr(line, end - line);
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
    for (const Flag& flag : command.flags) {
      EXPECT_TRUE(names.insert(std::string(flag.name)).second) << flag.name;
    }
    for (const Flag& flag : CommonFlags()) {
      EXPECT_TRUE(names.insert(std::string(flag.name)).second) << flag.name;
    }
  }
}

}  // namespace
}  // namespace mediagen::client
