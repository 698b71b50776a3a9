#include "sandbox/refusal.h"

#include "absl/strings/str_cat.h"

namespace mediagen::sandbox {
namespace {

constexpr char kRetryAfterSeconds[] = "7";

// Refusals whose body is the same on every surface.
struct FixedRefusal {
  Misbehaviour what;
  int http_status;
  const char* content_type;
  const char* body;
};
constexpr FixedRefusal kFixedRefusals[] = {
    {Misbehaviour::kHtmlPage, 502, "text/html",
     "<html>\n<head><title>502 Bad Gateway</title></head>\n"
     "<body><center><h1>502 Bad Gateway</h1></center><hr></body>\n</html>\n"},
    {Misbehaviour::kOpenAiBilling, 429, "application/json",
     R"({"error":{"message":"You exceeded your current quota, please check your plan.",)"
     R"("type":"insufficient_quota","param":null,"code":"insufficient_quota"}})"},
    {Misbehaviour::kBilling, 403, "application/json",
     R"({"error":{"message":"user quota is not enough","type":"new_api_error","param":"",)"
     R"("code":"insufficient_user_quota"}})"},
    {Misbehaviour::kRelay401, 401, "application/json",
     R"({"type":"error","error":{"message":"Invalid token, tid: 2026010100000000001",)"
     R"("type":"Aihubmix_api_error"}})"},
    {Misbehaviour::kErrorWith200, 200, "application/json",
     R"({"error":{"message":"upstream error","type":"upstream_error","param":"",)"
     R"("code":"bad_response"}})"},
    {Misbehaviour::kBareMessage, 403, "application/json", R"({"message":"Forbidden"})"},
};

Reply Blocked(ErrorShape shape) {
  if (shape == ErrorShape::kInteractions) {
    return InteractionsError(400, "The prompt was blocked by the safety filters.");
  }
  if (shape == ErrorShape::kGoogle) {
    return GoogleError(400,
                       "The prompt could not be submitted: it holds words that the safety filter "
                       "does not let through. Support codes: 61493863");
  }
  Reply reply;
  reply.status = 400;
  reply.body =
      Body(R"({"error":{"message":"request blocked: PROHIBITED_CONTENT","type":"new_api_error",)"
           R"("param":"","code":"prompt_blocked"}})");
  return reply;
}

Reply Retired(ErrorShape shape, const std::string& model) {
  const std::string name = shape == ErrorShape::kOpenAi ? model : absl::StrCat("models/", model);
  return ErrorReply(shape, 404,
                    absl::StrCat("This model ", name,
                                 " is no longer available. Please update your code to use a newer "
                                 "model."));
}

}  // namespace

std::optional<Reply> RefusalFor(Misbehaviour misbehaviour, ErrorShape shape,
                                const std::string& model, bool awaits_operation) {
  for (const FixedRefusal& row : kFixedRefusals) {
    if (row.what != misbehaviour) continue;
    Reply reply;
    reply.status = row.http_status;
    reply.headers = {{"Content-Type", row.content_type}};
    reply.body = Body(row.body);
    return reply;
  }
  switch (misbehaviour) {
    case Misbehaviour::kRateLimited: {
      Reply reply = ErrorReply(shape, 429, "Resource has been exhausted (e.g. check quota).");
      reply.headers.Add("Retry-After", kRetryAfterSeconds);
      return reply;
    }
    case Misbehaviour::kServerError:
      return ErrorReply(shape, 500, "An internal error has occurred.");
    case Misbehaviour::kOverloaded:
      return ErrorReply(shape, 503, "The model is overloaded. Please try again later.");
    case Misbehaviour::kGatewayTimeout:
      return ErrorReply(shape, 504, "Deadline expired before operation could complete.");
    case Misbehaviour::kBlocked:
      return Blocked(shape);
    case Misbehaviour::kRetired:
      return Retired(shape, model);
    case Misbehaviour::kFailed:
      if (awaits_operation) return std::nullopt;
      return ErrorReply(shape, 500, "The request failed while it was worked on.");
    case Misbehaviour::kNeverDone: {
      if (awaits_operation) return std::nullopt;
      Reply reply;
      reply.delivery = Delivery::kNever;
      return reply;
    }
    default:
      return std::nullopt;
  }
}

void Spoil(Misbehaviour misbehaviour, Reply& reply) {
  if (misbehaviour == Misbehaviour::kCut) reply.delivery = Delivery::kCut;
  if (misbehaviour == Misbehaviour::kStall) reply.delivery = Delivery::kStall;
  if (misbehaviour == Misbehaviour::kBadBase64) reply.body.CorruptBase64();
  reply.slow = misbehaviour == Misbehaviour::kSlow;
}

}  // namespace mediagen::sandbox
