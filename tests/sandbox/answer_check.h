#ifndef MEDIAGEN_TESTS_SANDBOX_ANSWER_CHECK_H_
#define MEDIAGEN_TESTS_SANDBOX_ANSWER_CHECK_H_

#include "tests/sandbox/sandbox_client.h"
#include "tests/sandbox/wire_request.h"

namespace mediagen::testing {

// Each fails the test when the answer is not what that surface gives. Media must be in standard,
// padded base64 on one line and decode as what they are called.
void CheckPrediction(const JsonAnswer& answer, const WireRequest& request);
void CheckContent(const JsonAnswer& answer, const WireRequest& request);
void CheckContentStream(const JsonAnswer& answer, const WireRequest& request);
void CheckChatPicture(const JsonAnswer& answer);
void CheckChatPictureStream(const JsonAnswer& answer);
void CheckAuth(const JsonAnswer& answer, const WireRequest& request);
void CheckPublisherModel(const JsonAnswer& answer);
// A refusal of a request that oversteps what its model does.
void CheckRefusal(const JsonAnswer& answer);

void CheckPicture(const rapidjson::Value& base64, const std::string& mime_type);
void CheckVideo(const std::string& bytes);

// The objects of the events, in order, without [DONE].
std::vector<rapidjson::Document> EventsOf(const JsonAnswer& answer);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_SANDBOX_ANSWER_CHECK_H_
