// What this compiler must get right for the flows to be right. Run under AddressSanitizer, too:
// that is where a miscompiled frame shows.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "mediagen/v1/media.pb.h"
#include "server/async/sleep.h"
#include "server/async/task.h"
#include "tests/async/flow_fixture.h"

namespace mediagen {
namespace {

using testing::LoopThread;

struct NonTrivialAggregate {
  std::string name;
  int number;
};
struct TrivialAggregate {
  int a;
  int b;
};
class WithConstructor {
 public:
  WithConstructor(std::string name, int number) : name_(std::move(name)), number_(number) {}
  const std::string& name() const { return name_; }
  int number() const { return number_; }

 private:
  std::string name_;
  int number_;
};

static_assert(!kSafeCoroutineParameter<NonTrivialAggregate>);
static_assert(!kSafeCoroutineParameter<NonTrivialAggregate&>);
static_assert(!kSafeCoroutineParameter<const NonTrivialAggregate&>);
static_assert(kSafeCoroutineParameter<TrivialAggregate>);
static_assert(kSafeCoroutineParameter<WithConstructor>);
static_assert(kSafeCoroutineParameter<std::string>);
static_assert(kSafeCoroutineParameter<v1::Media>);
static_assert(kSafeCoroutineParameter<std::vector<std::string>>);

Task<size_t> Length(CallContext& call, WithConstructor object) {
  if (absl::Status slept = co_await Sleep(call, absl::ZeroDuration()); !slept.ok()) co_return 0;
  co_return object.name().size() + static_cast<size_t>(object.number());
}

Task<absl::StatusOr<v1::Media>> Echo(CallContext& call, v1::Media media) {
  if (absl::Status slept = co_await Sleep(call, absl::ZeroDuration()); !slept.ok()) co_return slept;
  co_return media;
}

Task<std::pair<std::string, std::string>> Pair(CallContext& call, std::string left,
                                               std::string right) {
  if (absl::Status slept = co_await Sleep(call, absl::ZeroDuration()); !slept.ok())
    co_return std::pair("", "");
  co_return std::pair(std::move(left), std::move(right));
}

// Long enough for no small-string buffer to hide a bad copy.
std::string LongText() { return std::string(200, 'x'); }

Task<absl::Status> Everything(CallContext& call, size_t& total) {
  // Classes with constructors as temporaries inside the awaiting statement.
  total += co_await Length(call, WithConstructor(LongText(), 1));
  // Protos and results of calls.
  v1::Media media;
  media.set_data(LongText());
  absl::StatusOr<v1::Media> echoed = co_await Echo(call, media);
  if (!echoed.ok()) co_return echoed.status();
  total += echoed->data().size();
  // Structured bindings.
  auto [left, right] = co_await Pair(call, LongText(), LongText());
  total += left.size() + right.size();
  // The if statement with an initializer, in a loop.
  for (int i = 0; i < 10; ++i) {
    if (absl::StatusOr<v1::Media> again = co_await Echo(call, media); again.ok())
      total += again->data().size();
  }
  co_return absl::OkStatus();
}

TEST(CoroutineRulesTest, TheAllowedPatternsWork) {
  LoopThread thread;
  CallContext call(thread.loop());
  size_t total = 0;
  EXPECT_TRUE(thread.RunFlow([&] { return Everything(call, total); }).ok());
  EXPECT_EQ(total, 201u + 200u + 400u + 2000u);
}

}  // namespace
}  // namespace mediagen
