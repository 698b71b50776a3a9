// An answer that comes as one JSON or as a stream of events.
#ifndef MEDIAGEN_SERVER_UPSTREAM_EVENT_ANSWER_H_
#define MEDIAGEN_SERVER_UPSTREAM_EVENT_ANSWER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "server/codec/sse_reader.h"
#include "server/upstream/json_view.h"

namespace mediagen {

// Cuts an answer into its events while it arrives, and tells how it stands; one JSON is one event.
// What an event means, the classes below it know. Any thread; not shared.
class EventAnswer {
 public:
  enum class State {
    kReading,
    kComplete,    // The end has been read.
    kError,       // The upstream says that it failed: error_event().
    kUnreadable,  // problem().
  };

  virtual ~EventAnswer() = default;

  // Takes all of `bytes`; what comes behind the end is passed over.
  State Add(absl::string_view bytes);
  // The answer has ended.
  State Finish();

  State state() const { return state_; }
  // The JSON of the event that is an error.
  const std::string& error_event() const { return error_event_; }
  const std::string& problem() const { return problem_; }
  // Whether a choice has come: an error behind it is no rejection.
  virtual bool has_choice() const = 0;
  // Whether its media count in the call's byte budget, which then must have some to spare.
  virtual bool HoldsMedia() const { return false; }
  // Whether it may be given more to read; what it has read waits to be taken.
  virtual bool HasRoom() const { return true; }

 protected:
  // Some of the event's bytes, in order.
  virtual void AddData(absl::string_view data) = 0;
  virtual void EndEvent() = 0;
  virtual void EndAnswer() = 0;

  // Reads the JSON object of an event. False: it is none, or an error, as state() then tells.
  bool ReadEvent(absl::string_view json, rapidjson::Document& document);
  void Fail(absl::string_view problem);

 private:
  State state_ = State::kReading;
  SseReader sse_;
  std::string error_event_;
  std::string problem_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_EVENT_ANSWER_H_
