#include "server/rpc/message_slices.h"

#include <gtest/gtest.h>

#include <vector>

#include "mediagen/v1/image_service.pb.h"

namespace mediagen {
namespace {

std::shared_ptr<v1::GenerateImagesResponse> Pictures(const std::vector<size_t>& sizes) {
  auto response = std::make_shared<v1::GenerateImagesResponse>();
  response->set_request_id("r-1");
  for (size_t size : sizes) {
    v1::ImageResult& result = *response->add_results();
    result.set_index(response->results_size());
    result.mutable_image()->set_mime_type("image/png");
    result.mutable_image()->set_data(std::string(size, static_cast<char>(size)));
    result.mutable_record()->set_prompt(std::string(300, 'p'));
  }
  return response;
}

std::string Joined(const grpc::ByteBuffer& bytes, size_t* longest = nullptr) {
  std::vector<grpc::Slice> slices;
  EXPECT_TRUE(bytes.Dump(&slices).ok());
  std::string text;
  for (const grpc::Slice& slice : slices) {
    text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    if (longest != nullptr) *longest = std::max(*longest, slice.size());
  }
  return text;
}

TEST(MessageSlicesTest, AreTheMessage) {
  const std::vector<std::vector<size_t>> rows = {
      {}, {0}, {1, 700, 1023, 1024, 1025, 5000}, {100'000, 3, 100'000}, {2'000'000},
  };
  for (const std::vector<size_t>& sizes : rows) {
    const auto message = Pictures(sizes);
    EXPECT_EQ(Joined(SliceMessage(message)), message->SerializeAsString()) << sizes.size();
  }
}

TEST(MessageSlicesTest, AnEmptyMessageIsEmpty) {
  EXPECT_EQ(Joined(SliceMessage(std::make_shared<v1::GenerateImagesResponse>())), "");
}

TEST(MessageSlicesTest, LeaveAPictureWhereItIsAndKeepIt) {
  auto message = Pictures({1'000'000});
  const std::string whole = message->SerializeAsString();
  const char* const picture = message->results(0).image().data().data();
  const grpc::ByteBuffer bytes = SliceMessage(message);
  const std::weak_ptr<v1::GenerateImagesResponse> kept = message;
  message = nullptr;
  EXPECT_FALSE(kept.expired());
  size_t longest = 0;
  EXPECT_EQ(Joined(bytes, &longest), whole);
  EXPECT_EQ(longest, 1'000'000u);
  std::vector<grpc::Slice> slices;
  ASSERT_TRUE(bytes.Dump(&slices).ok());
  bool in_place = false;
  for (const grpc::Slice& slice : slices)
    in_place |= reinterpret_cast<const char*>(slice.begin()) == picture;
  EXPECT_TRUE(in_place);
}

TEST(MessageSlicesTest, TheMessageGoesWithTheLastSlice) {
  auto message = Pictures({1'000'000});
  const std::weak_ptr<v1::GenerateImagesResponse> kept = message;
  {
    const grpc::ByteBuffer bytes = SliceMessage(message);
    message = nullptr;
    EXPECT_FALSE(kept.expired());
  }
  EXPECT_TRUE(kept.expired());
}

}  // namespace
}  // namespace mediagen
