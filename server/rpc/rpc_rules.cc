#include "server/rpc/rpc_rules.h"

#include <algorithm>

namespace mediagen {
namespace {

constexpr RpcRule kRules[] = {
    {"mediagen.v1.ImageService/GenerateImages", Access::kTenant},
    {"mediagen.v1.ImageService/StreamImages", Access::kTenant},
    {"mediagen.v1.ImageService/UpscaleImage", Access::kTenant},
    {"mediagen.v1.ImageService/StreamUpscaleImage", Access::kTenant},
    {"mediagen.v1.ChatImageService/Chat", Access::kTenant},
    {"mediagen.v1.ChatImageService/StreamChat", Access::kTenant},
    {"mediagen.v1.ChatImageService/Converse", Access::kTenant},
    {"mediagen.v1.VideoService/GenerateVideo", Access::kTenant},
    {"mediagen.v1.VideoService/StartVideo", Access::kTenant},
    {"mediagen.v1.VideoService/WatchVideo", Access::kTenant},
    {"mediagen.v1.VideoService/GetVideoOperation", Access::kTenant},
    {"mediagen.v1.VideoService/CancelVideoOperation", Access::kTenant},
    {"mediagen.v1.VideoService/DeleteVideoOperation", Access::kTenant},
    {"mediagen.v1.ModelService/ListModels", Access::kTenant},
    {"mediagen.v1.ModelService/GetModel", Access::kTenant},
    {"mediagen.v1.ModelService/EstimateCost", Access::kTenant},
    // Answered by gRPC itself. Probes have no token, and the contract is no secret.
    {"grpc.health.v1.Health/Check", Access::kOpen},
    {"grpc.health.v1.Health/Watch", Access::kOpen},
    {"grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", Access::kOpen},
};

}  // namespace

absl::Span<const RpcRule> RpcRules() { return kRules; }

const RpcRule* FindRpcRule(absl::string_view method) {
  const auto* found = std::find_if(std::begin(kRules), std::end(kRules),
                                   [&](const RpcRule& rule) { return rule.method == method; });
  return found == std::end(kRules) ? nullptr : found;
}

}  // namespace mediagen
