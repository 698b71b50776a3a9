#ifndef MEDIAGEN_SANDBOX_TOKEN_ENDPOINT_H_
#define MEDIAGEN_SANDBOX_TOKEN_ENDPOINT_H_

#include <string>

#include "sandbox/reply.h"

namespace mediagen::sandbox {

// The answer with an access token that every token of this sandbox is like.
Reply AccessToken();

// Answers `POST /token` for both grants: a refresh token, whatever it is, and a signed JWT, whose
// claims are read but whose signature is not checked. Any thread.
Reply GrantToken(const std::string& form);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_TOKEN_ENDPOINT_H_
