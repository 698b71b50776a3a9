#include "server/rpc/message_slices.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream.h>
#include <grpc/slice.h>

#include <utility>
#include <vector>

namespace mediagen {
namespace {

using google::protobuf::Message;

// Collects what a message is serialized to: blocks of its own, and between them the fields that
// are too long for one, where they are.
class SliceStream final : public google::protobuf::io::ZeroCopyOutputStream {
 public:
  explicit SliceStream(std::shared_ptr<const Message> message) : message_(std::move(message)) {}

  bool Next(void** data, int* size) override {
    grpc_slice block = grpc_slice_malloc_large(kBlockBytes);
    *data = GRPC_SLICE_START_PTR(block);
    *size = kBlockBytes;
    Add(grpc::Slice(block, grpc::Slice::STEAL_REF));
    return true;
  }
  void BackUp(int count) override {
    grpc::Slice last = std::move(slices_.back());
    slices_.pop_back();
    bytes_ -= static_cast<int64_t>(last.size());
    if (static_cast<size_t>(count) < last.size()) Add(last.sub(0, last.size() - count));
  }
  int64_t ByteCount() const override { return bytes_; }

  bool AllowsAliasing() const override { return true; }
  bool WriteAliasedRaw(const void* data, int size) override {
    using Owner = std::shared_ptr<const Message>;
    Add(grpc::Slice(
        const_cast<void*>(data), static_cast<size_t>(size),
        [](void* owner) { delete static_cast<Owner*>(owner); }, new Owner(message_)));
    return true;
  }

  const std::vector<grpc::Slice>& slices() const { return slices_; }

 private:
  static constexpr int kBlockBytes = 1024;

  void Add(grpc::Slice slice) {
    bytes_ += static_cast<int64_t>(slice.size());
    slices_.push_back(std::move(slice));
  }

  const std::shared_ptr<const Message> message_;
  std::vector<grpc::Slice> slices_;
  int64_t bytes_ = 0;
};

}  // namespace

grpc::ByteBuffer SliceMessage(const std::shared_ptr<const Message>& message) {
  SliceStream stream(message);
  {
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.EnableAliasing(true);
    message->SerializeToCodedStream(&coded);
  }
  return grpc::ByteBuffer(stream.slices().data(), stream.slices().size());
}

}  // namespace mediagen
