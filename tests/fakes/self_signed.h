#pragma once

#include <string>

namespace mediagen::testing {

// A certificate for 127.0.0.1 and localhost that is its own authority, and its key.
struct SelfSigned {
  std::string certificate_pem;
  std::string private_key_pem;
};

// Made once per process, at the first call. Any thread.
const SelfSigned& SelfSignedForLoopback();

}  // namespace mediagen::testing
