#ifndef MEDIAGEN_TESTS_SANDBOX_SIGNED_JWT_H_
#define MEDIAGEN_TESTS_SANDBOX_SIGNED_JWT_H_

#include <rapidjson/document.h>

#include <string>

namespace mediagen::testing {

// {header, claims} as a JWT, signed with an RSA key that is made for the occasion. In the claims
// "<now>" and "<now + 3600>" become what they say.
std::string SignedJwt(const rapidjson::Value& jwt);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_SANDBOX_SIGNED_JWT_H_
