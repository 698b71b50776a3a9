// The items of a stream, put together.
#ifndef MEDIAGEN_TESTS_WIRE_RECEIVED_ITEMS_H_
#define MEDIAGEN_TESTS_WIRE_RECEIVED_ITEMS_H_

#include <map>
#include <string>

#include "mediagen/v1/media.pb.h"

namespace mediagen::testing {

// One item of an answer. A plain value.
class ReceivedItem {
 public:
  ReceivedItem() = default;
  v1::Media media;
  // Whether all of it came: a link is whole, and so are bytes with their end.
  bool whole = false;
};

// What a stream brought of media, by index. One thread.
class ReceivedItems {
 public:
  // Takes what is an event of media; false for any other.
  template <typename Event>
  bool Take(const Event& event) {
    if (event.has_header()) {
      items_[event.header().index()].media.set_mime_type(event.header().mime_type());
    } else if (event.has_chunk()) {
      items_[event.chunk().index()].media.mutable_data()->append(event.chunk().data());
      any_ = true;
    } else if (event.has_end()) {
      ReceivedItem& item = items_[event.end().index()];
      item.media.mutable_data();
      item.media.set_mime_type(event.end().mime_type());
      item.whole = true;
    } else if (event.has_link()) {
      ReceivedItem& item = items_[event.link().index()];
      item.media = event.link().media();
      item.whole = true;
      any_ = true;
    } else if (event.has_failed()) {
      items_.erase(event.failed().index());
    } else {
      return false;
    }
    return true;
  }

  const std::map<int, ReceivedItem>& items() const { return items_; }
  // Whether anything of any item has come, failed ones counted.
  bool any() const { return any_; }

 private:
  std::map<int, ReceivedItem> items_;
  bool any_ = false;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_WIRE_RECEIVED_ITEMS_H_
