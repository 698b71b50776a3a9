#ifndef MEDIAGEN_SANDBOX_HTTP_REQUEST_H_
#define MEDIAGEN_SANDBOX_HTTP_REQUEST_H_

#include <cstddef>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mediagen::http {

// Header fields in the order they were sent or are to be sent; names compare without regard to
// case. A value.
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  Headers() = default;
  Headers(std::initializer_list<Field> fields) : fields_(fields) {}

  void Add(std::string name, std::string value);
  // The first field of that name; nullptr when there is none.
  const std::string* Find(std::string_view name) const;
  // The first field of that name, or "" when there is none.
  std::string Get(std::string_view name) const;
  bool Has(std::string_view name) const { return Find(name) != nullptr; }
  // Whether the comma-separated list in that field holds `token`, without regard to case.
  bool HasToken(std::string_view name, std::string_view token) const;

  std::vector<Field>::const_iterator begin() const { return fields_.begin(); }
  std::vector<Field>::const_iterator end() const { return fields_.end(); }
  size_t size() const { return fields_.size(); }

 private:
  std::vector<Field> fields_;
};

// One request as it came off the wire. A value: it may outlive its connection.
struct Request {
  std::string method;
  std::string target;                             // As sent, with the query.
  std::string raw_path;                           // As sent, without the query.
  std::string path;                               // Percent-decoded.
  std::string version;                            // "HTTP/1.1"
  std::multimap<std::string, std::string> query;  // Percent-decoded; "+" is a blank.
  Headers headers;
  std::string body;  // Without the chunked framing.
  bool body_complete = false;
  int connection_id = 0;     // Counts the server's connections from 1, so that reuse can be seen.
  int connection_index = 0;  // Counts the requests of one connection from 0.
  bool tls_resumed = false;  // The connection's handshake took up an earlier session.

  // The first query parameter of that name, or "" when there is none.
  std::string QueryValue(const std::string& name) const;
};

// Undoes %XX; nothing when an escape is cut short or not hexadecimal.
std::optional<std::string> PercentDecode(std::string_view text, bool plus_is_blank);

// Fills target, raw_path, path and query; false when an escape is broken.
bool ParseTarget(std::string_view target, Request& request);

}  // namespace mediagen::http

#endif  // MEDIAGEN_SANDBOX_HTTP_REQUEST_H_
