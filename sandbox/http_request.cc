#include "sandbox/http_request.h"

#include "sandbox/text.h"

namespace mediagen::http {
void Headers::Add(std::string name, std::string value) {
  fields_.emplace_back(std::move(name), std::move(value));
}

const std::string* Headers::Find(std::string_view name) const {
  for (const Field& field : fields_) {
    if (EqualsIgnoreCase(field.first, name)) return &field.second;
  }
  return nullptr;
}

std::string Headers::Get(std::string_view name) const {
  const std::string* value = Find(name);
  return value == nullptr ? std::string() : *value;
}

bool Headers::HasToken(std::string_view name, std::string_view token) const {
  const std::string* value = Find(name);
  if (value == nullptr) return false;
  for (std::string_view part : Split(*value, ",")) {
    if (EqualsIgnoreCase(Trim(part), token)) return true;
  }
  return false;
}

std::string Request::QueryValue(const std::string& name) const {
  auto found = query.find(name);
  return found == query.end() ? std::string() : found->second;
}

std::optional<std::string> PercentDecode(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      decoded.push_back(' ');
    } else if (text[i] != '%') {
      decoded.push_back(text[i]);
    } else {
      const std::string_view digits = text.substr(i + 1, 2);
      const std::optional<uint64_t> byte = ParseNumber(digits, 16);
      if (digits.size() != 2 || !byte.has_value()) return std::nullopt;
      decoded.push_back(static_cast<char>(*byte));
      i += 2;
    }
  }
  return decoded;
}

bool ParseTarget(std::string_view target, Request& request) {
  request.target = std::string(target);
  size_t mark = target.find('?');
  request.raw_path = std::string(target.substr(0, mark));
  std::optional<std::string> path = PercentDecode(request.raw_path, /*plus_is_blank=*/false);
  if (!path.has_value()) return false;
  request.path = *std::move(path);
  if (mark == std::string_view::npos) return true;
  for (std::string_view pair : Split(target.substr(mark + 1), "&")) {
    if (pair.empty()) continue;
    const size_t equals = pair.find('=');
    std::optional<std::string> name = PercentDecode(pair.substr(0, equals), true);
    std::optional<std::string> value = std::string();
    if (equals != std::string_view::npos) value = PercentDecode(pair.substr(equals + 1), true);
    if (!name.has_value() || !value.has_value()) return false;
    request.query.emplace(*std::move(name), *std::move(value));
  }
  return true;
}

}  // namespace mediagen::http
