// Makes unary calls, a number of them in flight or one at a fixed pace, and tells how long they
// took.
#ifndef MEDIAGEN_BENCH_YARDSTICK_CALLER_H_
#define MEDIAGEN_BENCH_YARDSTICK_CALLER_H_

#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/support/async_unary_call.h>

#include <chrono>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "bench/yardstick/report.h"

namespace mediagen::bench {

// How many calls, and how fast. A plain value.
struct Pace {
  int in_flight = 1;
  int count = 0;  // 0: for `seconds`.
  double seconds = 0;
  double interval = 0;  // From one call to the next; 0: at once.
};

// The calls of one method, made by one thread. Fails at the first that does not bring what it must.
template <typename Request, typename Response>
class Caller {
 public:
  using Reader = std::unique_ptr<grpc::ClientAsyncResponseReader<Response>>;

  virtual ~Caller() = default;

  void Run(const Pace& pace) {
    pace_ = pace;
    begun_ = Now();
    std::vector<Slot> slots(static_cast<size_t>(pace_.in_flight));
    size_t busy = 0;
    for (Slot& slot : slots) busy += Begin(slot) ? 1 : 0;
    bool ok = false;
    for (void* tag = nullptr; busy > 0 && queue_.Next(&tag, &ok);) {
      Slot& slot = *static_cast<Slot*>(tag);
      latencies_.push_back(Now() - slot.begun);
      if (!slot.status.ok()) Fail("calling: " + slot.status.error_message());
      Check(slot.response);
      if (!Begin(slot)) --busy;
    }
    const auto calls = static_cast<double>(latencies_.size());
    const double seconds = Now() - begun_;
    Report()
        .Add("seconds", seconds)
        .Add("per_second", calls / seconds)
        .AddLatencies(std::move(latencies_))
        .Print();
  }

 protected:
  virtual Reader Send(grpc::ClientContext& context, grpc::CompletionQueue& queue) = 0;
  virtual void Check(const Response& response) = 0;

  Request request_;

 private:
  struct Slot {
    std::unique_ptr<grpc::ClientContext> context;
    Reader reader;
    Response response;
    grpc::Status status;
    double begun = 0;
  };

  // Whether there is another call to make.
  bool Begin(Slot& slot) {
    if (pace_.count > 0 ? begun_calls_ >= pace_.count : Now() >= begun_ + pace_.seconds)
      return false;
    const double due = begun_ + begun_calls_++ * pace_.interval;
    std::this_thread::sleep_for(std::chrono::duration<double>(due - Now()));
    slot.context = std::make_unique<grpc::ClientContext>();
    slot.begun = Now();
    slot.reader = Send(*slot.context, queue_);
    slot.reader->StartCall();
    slot.reader->Finish(&slot.response, &slot.status, &slot);
    return true;
  }

  Pace pace_;
  grpc::CompletionQueue queue_;
  double begun_ = 0;
  int begun_calls_ = 0;
  std::vector<double> latencies_;
};

}  // namespace mediagen::bench

#endif  // MEDIAGEN_BENCH_YARDSTICK_CALLER_H_
