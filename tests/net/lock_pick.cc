#include "tests/net/lock_pick.h"

#include <curl/curl.h>

#include <atomic>
#include <cstdarg>
#include <optional>

namespace mediagen::testing {
namespace {

std::optional<Lock> picked;
std::atomic<int> replaced{0};

int SeekAnywhere(void*, curl_off_t, int) { return CURL_SEEKFUNC_OK; }

bool IsPicked(CURLoption option) {
  if (option == CURLOPT_FRESH_CONNECT || option == CURLOPT_FORBID_REUSE) {
    return picked == Lock::kFreshConnection;
  }
  return option == CURLOPT_SEEKFUNCTION && picked == Lock::kNoRewind;
}

}  // namespace

LockPick::LockPick(Lock lock) {
  picked = lock;
  replaced = 0;
}

LockPick::~LockPick() { picked.reset(); }

int LockPick::options_replaced() const { return replaced; }

}  // namespace mediagen::testing

extern "C" {

CURLcode __real_curl_easy_setopt(CURL* easy, CURLoption option, ...);

// Every value of an option is a long, a pointer or a curl_off_t: one word.
CURLcode __wrap_curl_easy_setopt(CURL* easy, CURLoption option, ...) {
  using namespace mediagen::testing;
  va_list values;
  va_start(values, option);
  void* value = va_arg(values, void*);
  va_end(values);
  if (!IsPicked(option)) return __real_curl_easy_setopt(easy, option, value);
  ++replaced;
  if (option == CURLOPT_SEEKFUNCTION) return __real_curl_easy_setopt(easy, option, &SeekAnywhere);
  return __real_curl_easy_setopt(easy, option, 0L);
}

}  // extern "C"
