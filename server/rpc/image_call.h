// One paid call that makes pictures, whatever the rpc.
#ifndef MEDIAGEN_SERVER_RPC_IMAGE_CALL_H_
#define MEDIAGEN_SERVER_RPC_IMAGE_CALL_H_

#include "absl/status/statusor.h"
#include "mediagen/v1/image_service.pb.h"
#include "server/rpc/paid_request.h"
#include "server/rpc/reactors.h"
#include "server/upstream/upstream_request.h"

namespace mediagen {

// A checked and encoded request. A plain value, owned by its flow.
class ImageCall {
 public:
  // What so many delivered pictures of a model cost.
  using PriceList = std::optional<v1::Cost> (*)(const ModelRow* row, int delivered);

  ImageCall(PaidRequest paid, UpstreamRequest http, int asked, PriceList price,
            v1::GenerationRecord record)
      : paid(std::move(paid)),
        http(std::move(http)),
        asked(asked),
        price(price),
        record(std::move(record)) {}

  // With what was spent before it.
  std::optional<v1::Cost> CostOf(int delivered) const {
    return SumOf(price(paid.row, delivered), spent_before);
  }

  PaidRequest paid;
  UpstreamRequest http;
  int asked;  // How many pictures.
  PriceList price;
  v1::GenerationRecord record;  // Of each picture.
  // On a translation of the prompt; zero where there was none.
  std::optional<v1::Cost> spent_before = v1::Cost();
};

// Sends it and collects the answer; `response` has a result for every picture asked for.
Task<absl::Status> CollectImages(ServiceContext& services, Call& call, ImageCall& images,
                                 v1::GenerateImagesResponse& response);

// Sends it and hands the answer on while it arrives, as StreamImagesResponse events.
Task<absl::Status> StreamPictures(ServiceContext& services, ResponseStream& stream,
                                  ImageCall& images);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_IMAGE_CALL_H_
