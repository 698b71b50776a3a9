#include "tests/upstream/watch_bench.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/upstream/wire_case.h"

namespace mediagen::testing {
namespace {

Task<absl::Status> RunWatch(VideoWatch& watch, int index, int64_t offset) {
  v1::GenerationRecord record;
  record.set_model("veo-2.0-generate-001");
  absl::Status status = co_await watch.Run(index, offset, absl::ZeroDuration(), std::move(record));
  co_return status;
}

}  // namespace

WatchOptions QuickWatch() {
  WatchOptions options;
  options.poll_interval = absl::Milliseconds(1);
  options.longest_backoff = absl::Milliseconds(2);
  return options;
}

Operation StartedOperation() {
  Operation operation;
  operation.provider = "relay";
  operation.dialect = "aihubmix";
  operation.upstream_name = "models/veo-2.0-generate-001/operations/op-2001";
  operation.model = "veo-2.0-generate-001";
  operation.create_time = absl::Now() - absl::Seconds(45);
  return operation;
}

Watched WatchAt(UpstreamBench& bench, const Provider& provider, RecordedEvents& events,
                const WatchOptions& options, int index, int64_t offset) {
  Watched watched;
  const Operation operation = StartedOperation();
  CallContext call(bench.loop(), After(bench.loop().now(), kFlowLimit));
  VideoWatch watch(call, bench.client(), provider, *provider.credential(), operation, options,
                   events);
  watched.status = bench.thread().RunFlow([&] { return RunWatch(watch, index, offset); });
  watched.delivered = watch.delivered();
  for (const std::string& fault : events.faults) ADD_FAILURE() << fault;
  return watched;
}

Watched Watch(UpstreamBench& bench, RecordedEvents& events, const WatchOptions& options, int index,
              int64_t offset) {
  return WatchAt(bench, bench.provider(), events, options, index, offset);
}

std::string DoneAnswer(const std::vector<std::string>& videos) {
  std::string list;
  for (const std::string& video : videos) {
    absl::StrAppend(&list, list.empty() ? "" : ",", R"({"bytesBase64Encoded":")", ToBase64(video),
                    R"(","mimeType":"video/mp4"})");
  }
  return absl::StrCat(R"({"name":"projects/other/operations/x","done":true,"response":{"videos":[)",
                      list, "]}}");
}

std::string PatternVideo(size_t size) {
  std::string video = "....ftypisom";
  unsigned state = 7;
  while (video.size() < size) {
    state = state * 1664525 + 1013904223;
    video.push_back(static_cast<char>(state >> 24));
  }
  return video;
}

}  // namespace mediagen::testing
