// Whether media that arrives in steps is a result.
#ifndef MEDIAGEN_SERVER_UPSTREAM_MEDIA_PLACE_H_
#define MEDIAGEN_SERVER_UPSTREAM_MEDIA_PLACE_H_

#include <vector>

#include "server/codec/open_types.h"

namespace mediagen {

// What is known of an item when its first byte comes.
enum class MediaPlace {
  kResult,
  kAnyResult,  // Of the model's output, but not yet known to be a video.
  kUndecided,  // Only what follows it will tell.
  kElsewhere,  // An input, a thought, or another kind of result.
};

// `open` are the objects around the item.
MediaPlace PlaceInSteps(const std::vector<OpenObject>& open);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_MEDIA_PLACE_H_
