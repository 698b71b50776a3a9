#include "sandbox/http_connection.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "sandbox/text.h"

namespace mediagen::http {
namespace {

struct Reason {
  int status;
  const char* phrase;
};
constexpr Reason kReasons[] = {
    {200, "OK"},
    {302, "Found"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {413, "Content Too Large"},
    {417, "Expectation Failed"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
};

const char* ReasonPhrase(int status) {
  for (const Reason& reason : kReasons) {
    if (reason.status == status) return reason.phrase;
  }
  return "Status";
}

// A client that was never told to continue keeps its body to itself once it has the answer.
bool BodyMayStillCome(const Request& request) {
  return !request.body_complete && !request.headers.HasToken("Expect", "100-continue");
}

}  // namespace

Connection::Connection(Socket& socket, const Request& request)
    : socket_(socket),
      id_(request.connection_id),
      head_request_(request.method == "HEAD"),
      must_close_(BodyMayStillCome(request) || request.version != "HTTP/1.1" ||
                  request.headers.HasToken("Connection", "close")) {}

bool Connection::Respond(int status, const Headers& headers, std::string_view body) {
  return WriteHead(status, headers, Framing::kContentLength, body.size()) && Write(body) &&
         Finish();
}

bool Connection::WriteHead(int status, const Headers& headers, Framing framing,
                           uint64_t content_length) {
  framing_ = framing;
  content_length_ = content_length;
  head_written_ = true;
  must_close_ = must_close_ || framing == Framing::kUntilClose;
  std::string head = absl::StrCat("HTTP/1.1 ", status, " ", ReasonPhrase(status), "\r\n");
  for (const Headers::Field& field : headers) {
    absl::StrAppend(&head, field.first, ": ", field.second, "\r\n");
    if (EqualsIgnoreCase(field.first, "Connection") && EqualsIgnoreCase(field.second, "close")) {
      must_close_ = true;
    }
  }
  if (framing == Framing::kChunked) absl::StrAppend(&head, "Transfer-Encoding: chunked\r\n");
  if (framing == Framing::kContentLength) {
    absl::StrAppend(&head, "Content-Length: ", content_length, "\r\n");
  }
  if (must_close_ && !headers.Has("Connection")) absl::StrAppend(&head, "Connection: close\r\n");
  return socket_.Write(absl::StrCat(head, "\r\n"));
}

bool Connection::Write(std::string_view bytes) {
  if (bytes.empty() || head_request_) return open();
  if (framing_ == Framing::kChunked) {
    const std::string size = absl::StrCat(absl::Hex(bytes.size()), "\r\n");
    if (!socket_.Write(size) || !socket_.Write(bytes) || !socket_.Write("\r\n")) return false;
  } else if (!socket_.Write(bytes)) {
    return false;
  }
  body_bytes_written_ += bytes.size();
  return true;
}

bool Connection::Finish() {
  if (framing_ == Framing::kChunked && !head_request_ && !socket_.Write("0\r\n\r\n")) return false;
  // Fewer bytes than announced: only closing tells the peer that no more will come.
  if (framing_ == Framing::kContentLength && !head_request_ &&
      body_bytes_written_ < content_length_) {
    must_close_ = true;
  }
  finished_ = open();
  return finished_;
}

bool Connection::WriteRaw(std::string_view bytes) {
  must_close_ = true;
  return socket_.Write(bytes);
}

void Connection::Cut() { socket_.Reset(); }

void Connection::Close() { socket_.Close(); }

bool Connection::Pause(std::chrono::milliseconds duration) {
  return open() && socket_.Wait(nullptr, duration) == WaitEnd::kTimedOut;
}

bool Connection::WaitForPeerClose(std::chrono::milliseconds limit) {
  return socket_.Wait(nullptr, limit) == WaitEnd::kPeerClosed;
}

WaitEnd Connection::Stall(const Gate& gate, std::chrono::milliseconds limit) {
  return socket_.Wait(&gate, limit);
}

}  // namespace mediagen::http
