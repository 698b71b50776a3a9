// Base64 for what is uploaded.
#ifndef MEDIAGEN_SERVER_NET_BASE64_ENCODER_H_
#define MEDIAGEN_SERVER_NET_BASE64_ENCODER_H_

#include <cstddef>

namespace mediagen {

// Encodes `groups` times 3 bytes as 4 characters each, by the fastest way that this CPU has; reads
// and writes no byte more. Any thread.
void EncodeBase64Groups(const char* bytes, size_t groups, char* characters);

// Encodes 1 to 3 bytes as one group, padded. Any thread.
void EncodeBase64Group(const char* bytes, size_t count, char* characters);

// The ways, each with the contract of EncodeBase64Groups. AVX2 only on a CPU that has it.
void EncodeBase64GroupsScalar(const char* bytes, size_t groups, char* characters);
#ifdef __x86_64__
void EncodeBase64GroupsAvx2(const char* bytes, size_t groups, char* characters);
#endif

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_NET_BASE64_ENCODER_H_
