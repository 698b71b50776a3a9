// The one coroutine type of this server.
//
// Rules for g++ 12, enforced where a compiler or a test can:
//   - Name it, then await it: no aggregate, capturing lambda or initializer list is built inside a
//   co_await statement,
//     and no ?: stands around a co_await.
//   - No coroutine takes a non-trivial aggregate as a parameter (static_assert below).
//   - Lambdas are never coroutines; a suspended coroutine is never destroyed.
#ifndef MEDIAGEN_SERVER_ASYNC_TASK_H_
#define MEDIAGEN_SERVER_ASYNC_TASK_H_

#include <coroutine>
#include <cstdlib>
#include <optional>
#include <type_traits>
#include <utility>

#include "absl/functional/any_invocable.h"

namespace mediagen {

// True for types that g++ 12 copies correctly into a coroutine frame.
template <typename T>
inline constexpr bool kSafeCoroutineParameter =
    !std::is_aggregate_v<std::remove_cvref_t<T>> ||
    std::is_trivially_copyable_v<std::remove_cvref_t<T>>;

namespace task_internal {

class PromiseBase {
 public:
  std::suspend_always initial_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept { std::abort(); }

  struct FinalAwaiter {
    bool await_ready() noexcept { return false; }
    template <typename Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> finished) noexcept {
      PromiseBase& promise = finished.promise();
      if (promise.continuation_) return promise.continuation_;
      // The callback may destroy the frame, so it leaves the frame first.
      if (promise.on_done_) {
        absl::AnyInvocable<void()> on_done = std::move(promise.on_done_);
        on_done();
      }
      return std::noop_coroutine();
    }
    void await_resume() noexcept {}
  };
  FinalAwaiter final_suspend() noexcept { return {}; }

  void set_continuation(std::coroutine_handle<> continuation) { continuation_ = continuation; }
  void set_on_done(absl::AnyInvocable<void()> on_done) { on_done_ = std::move(on_done); }

 private:
  std::coroutine_handle<> continuation_;
  absl::AnyInvocable<void()> on_done_;
};

template <typename T>
class ValuePromise : public PromiseBase {
 public:
  template <typename U>
  void return_value(U&& value) {
    value_.emplace(std::forward<U>(value));
  }
  T TakeResult() { return *std::move(value_); }

 private:
  std::optional<T> value_;
};

template <>
class ValuePromise<void> : public PromiseBase {
 public:
  void return_void() {}
  void TakeResult() {}
};

}  // namespace task_internal

// A function that can wait: starts when awaited (or by Start) and runs on its loop's thread only.
// Owns its frame; destroying it is allowed before it starts and after it is done.
template <typename T>
class [[nodiscard]] Task {
 public:
  class promise_type : public task_internal::ValuePromise<T> {
   public:
    template <typename... Parameters>
    explicit promise_type(Parameters&...) {
      static_assert(
          (kSafeCoroutineParameter<Parameters> && ...),
          "g++ 12 miscompiles coroutines that take non-trivial aggregates: declare a constructor");
    }
    promise_type() = default;
    Task get_return_object() {
      return Task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
  };

  Task() = default;
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Task& operator=(Task&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  // Runs the task as a root: until its first wait now, the rest as its waits end. `on_done` is
  // called once, last, and may destroy this task.
  void Start(absl::AnyInvocable<void()> on_done) {
    handle_.promise().set_on_done(std::move(on_done));
    handle_.resume();
  }

  // The result of a root that is done. Call once.
  T TakeResult() { return handle_.promise().TakeResult(); }

  class Awaiter {
   public:
    explicit Awaiter(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
    bool await_ready() noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept {
      handle_.promise().set_continuation(caller);
      return handle_;
    }
    T await_resume() { return handle_.promise().TakeResult(); }

   private:
    std::coroutine_handle<promise_type> handle_;
  };
  Awaiter operator co_await() && { return Awaiter(handle_); }

 private:
  explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  std::coroutine_handle<promise_type> handle_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_ASYNC_TASK_H_
