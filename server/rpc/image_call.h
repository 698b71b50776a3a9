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
  ImageCall(PaidRequest paid, UpstreamRequest http, int asked, v1::GenerationRecord record)
      : paid(std::move(paid)), http(std::move(http)), asked(asked), record(std::move(record)) {}

  PaidRequest paid;
  UpstreamRequest http;
  int asked;                    // How many pictures.
  v1::GenerationRecord record;  // Of each picture.
};

// Sends it and collects the answer; `response` has a result for every picture asked for.
Task<absl::Status> CollectImages(ServiceContext& services, Call& call, ImageCall& images,
                                 v1::GenerateImagesResponse& response);

// Sends it and hands the answer on while it arrives, as StreamImagesResponse events.
Task<absl::Status> StreamPictures(ServiceContext& services, ResponseStream& stream,
                                  ImageCall& images);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_IMAGE_CALL_H_
