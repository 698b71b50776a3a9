#ifndef MEDIAGEN_TESTS_FAKES_SELF_SIGNED_H_
#define MEDIAGEN_TESTS_FAKES_SELF_SIGNED_H_

#include <string>

namespace mediagen::testing {

// A certificate for 127.0.0.1 and localhost that is its own authority, and its key.
struct SelfSigned {
  std::string certificate_pem;
  std::string private_key_pem;
};

// A new one with these subject alternative names, as OpenSSL writes them.
SelfSigned MakeSelfSigned(const std::string& alternative_names);

// Made once per process, at the first call. Any thread.
const SelfSigned& SelfSignedForLoopback();

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_FAKES_SELF_SIGNED_H_
