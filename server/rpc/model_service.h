// What models there are, and what they cost.
#ifndef MEDIAGEN_SERVER_RPC_MODEL_SERVICE_H_
#define MEDIAGEN_SERVER_RPC_MODEL_SERVICE_H_

#include "mediagen/v1/model_service.grpc.pb.h"
#include "server/rpc/reactors.h"
#include "server/rpc/service_context.h"

namespace mediagen {

// mediagen.v1.ModelService. Methods run on gRPC's threads and only make reactors; flows run on a
// worker's loop, and wait for nothing.
class ModelServiceRpc final
    : public v1::ModelService::WithRawCallbackMethod_ListModels<
          v1::ModelService::WithRawCallbackMethod_GetModel<
              v1::ModelService::WithRawCallbackMethod_EstimateCost<v1::ModelService::Service>>> {
 public:
  explicit ModelServiceRpc(ServiceContext& services) : services_(services) {}

  grpc::ServerUnaryReactor* ListModels(grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* request,
                                       grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* GetModel(grpc::CallbackServerContext* context,
                                     const grpc::ByteBuffer* request,
                                     grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* EstimateCost(grpc::CallbackServerContext* context,
                                         const grpc::ByteBuffer* request,
                                         grpc::ByteBuffer* response) override;

 private:
  Task<absl::Status> ListModels(Call& call, v1::ListModelsRequest& request,
                                v1::ListModelsResponse& response);
  Task<absl::Status> GetModel(Call& call, v1::GetModelRequest& request,
                              v1::GetModelResponse& response);
  Task<absl::Status> EstimateCost(Call& call, v1::EstimateCostRequest& request,
                                  v1::EstimateCostResponse& response);

  ServiceContext& services_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_MODEL_SERVICE_H_
