// What requests and results cost by the catalogue's list prices.
#ifndef MEDIAGEN_SERVER_UPSTREAM_COST_H_
#define MEDIAGEN_SERVER_UPSTREAM_COST_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "mediagen/v1/image_service.pb.h"
#include "mediagen/v1/media.pb.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/upstream/model_row.h"

namespace mediagen {

// Everywhere: whole nano-USD; nothing when the model (null: not known) has no such price, or when
// the sum is more than an int64 holds. Counts and tokens below 0 are taken for 0.

// Before: what the request costs if everything comes that it asks for. Marked as estimated. A chat
// is one picture, if it asks for pictures, and its texts.
std::optional<v1::Cost> EstimateCost(const ModelRow* row, const v1::ImageSpec& spec);
std::optional<v1::Cost> EstimateCost(const ModelRow* row, const v1::UpscaleSpec& spec);
std::optional<v1::Cost> EstimateCost(const ModelRow* row, const v1::ChatSpec& spec);
std::optional<v1::Cost> EstimateCost(const ModelRow* row, const v1::VideoSpec& spec);

// After: what was delivered.
std::optional<v1::Cost> ImagesCost(const ModelRow* row, int delivered);
std::optional<v1::Cost> UpscaleCost(const ModelRow* row, int delivered);

// Price of each video that the spec asks for, by length, resolution and sound (for a reverse
// channel: of the request). Known at the start, to be kept with the operation until its videos
// come: a price list may change meanwhile.
std::optional<int64_t> VideoUnitPrice(const ModelRow* row, const v1::VideoSpec& spec);
std::optional<v1::Cost> VideosCost(std::optional<int64_t> unit_price, int delivered);
// Of a video whose tokens the upstream counted.
std::optional<v1::Cost> VideoTokensCost(const ModelRow* row, const v1::Usage& usage);

// By the upstream's own count of tokens. Pictures that it did not tell apart are counted by the
// size asked for, and the cost is then marked as estimated; so it is without any usage (null).
std::optional<v1::Cost> ChatCost(const ModelRow* row, const v1::Usage* usage, int pictures,
                                 absl::string_view image_size);

// Both together, such as a translation and its picture.
std::optional<v1::Cost> SumOf(const std::optional<v1::Cost>& a, const std::optional<v1::Cost>& b);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_COST_H_
