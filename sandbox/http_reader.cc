#include "sandbox/http_reader.h"

#include <algorithm>
#include <cstdint>

#include "sandbox/text.h"

namespace mediagen::http {
namespace {

constexpr int kOk = 200;
constexpr int kConnectionEnded = 0;
constexpr int kBadRequest = 400;
constexpr int kTooLarge = 413;
constexpr int kHeadTooLarge = 431;
constexpr size_t kReadBytes = 64 * 1024;

}  // namespace

bool RequestReader::Fill() {
  const size_t before = pending_.size();
  pending_.resize(before + kReadBytes);
  const size_t count = socket_.Read(pending_.data() + before, kReadBytes);
  pending_.resize(before + count);
  return count > 0;
}

int RequestReader::ReadHead(Request& request) {
  for (;;) {
    const size_t end = pending_.find("\r\n\r\n");
    if (std::min(end, pending_.size()) > max_head_bytes_) return kHeadTooLarge;
    if (end != std::string::npos) {
      const std::string head = pending_.substr(0, end);
      pending_.erase(0, end + 4);
      return ParseHead(head, request);
    }
    if (!Fill()) return kConnectionEnded;
  }
}

int RequestReader::ParseHead(std::string_view head, Request& request) {
  bool first = true;
  for (std::string_view line : Split(head, "\r\n")) {
    if (first) {
      const std::vector<std::string_view> words = Split(line, " ");
      if (words.size() != 3 || words[0].empty() || words[1].empty()) return kBadRequest;
      request.method = std::string(words[0]);
      request.version = std::string(words[2]);
      if (!ParseTarget(words[1], request)) return kBadRequest;
      first = false;
      continue;
    }
    const size_t colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos) return kBadRequest;
    request.headers.Add(std::string(line.substr(0, colon)),
                        std::string(Trim(line.substr(colon + 1))));
  }
  return kOk;
}

int RequestReader::ReadBody(Request& request) {
  int status = kOk;
  if (request.headers.HasToken("Transfer-Encoding", "chunked")) {
    status = ReadChunks(request);
  } else if (const std::string* length = request.headers.Find("Content-Length")) {
    const std::optional<uint64_t> size = ParseNumber(*length);
    if (!size.has_value()) return kBadRequest;
    if (*size > max_body_bytes_) return kTooLarge;
    status = Take(*size, request.body);
  }
  request.body_complete = status == kOk;
  return status;
}

int RequestReader::Take(size_t size, std::string& into) {
  into.reserve(into.size() + size);
  while (size > 0) {
    if (pending_.empty() && !Fill()) return kConnectionEnded;
    const size_t part = std::min(size, pending_.size());
    into.append(pending_, 0, part);
    pending_.erase(0, part);
    size -= part;
  }
  return kOk;
}

int RequestReader::TakeLine(std::string& line) {
  for (;;) {
    const size_t end = pending_.find("\r\n");
    if (end != std::string::npos) {
      line = pending_.substr(0, end);
      pending_.erase(0, end + 2);
      return kOk;
    }
    if (pending_.size() > max_head_bytes_) return kHeadTooLarge;
    if (!Fill()) return kConnectionEnded;
  }
}

int RequestReader::ReadChunks(Request& request) {
  std::string line;
  for (;;) {
    if (int status = TakeLine(line); status != kOk) return status;
    const std::optional<uint64_t> size =
        ParseNumber(Trim(std::string_view(line).substr(0, line.find(';'))), 16);
    if (!size.has_value()) return kBadRequest;
    if (*size > max_body_bytes_ - request.body.size()) return kTooLarge;
    if (*size == 0) break;
    if (int status = Take(*size, request.body); status != kOk) return status;
    if (int status = TakeLine(line); status != kOk) return status;
    if (!line.empty()) return kBadRequest;
  }
  do {  // Trailers, up to the empty line.
    if (int status = TakeLine(line); status != kOk) return status;
  } while (!line.empty());
  return kOk;
}

}  // namespace mediagen::http
