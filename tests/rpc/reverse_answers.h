// What a reverse channel answers.
#ifndef MEDIAGEN_TESTS_RPC_REVERSE_ANSWERS_H_
#define MEDIAGEN_TESTS_RPC_REVERSE_ANSWERS_H_

#include <string>
#include <vector>

namespace mediagen::testing {

inline constexpr char kTaskId[] = "8167db37-2b7c-4794-9232-891d02ca7fa3";

// The texts of an answer, of whose pages and files `site` is the address.
std::string ReverseOpening(const std::string& site);
std::string ReverseProgress();
std::string ReverseLinks(const std::string& site);
std::string ReverseFailure();

// Where those links lead.
std::string WatchUrl(const std::string& site);
std::string DownloadUrl(const std::string& site);
std::string ProgressPage(const std::string& site);
std::string SourcePage(const std::string& site);

// A stream of chat completions with these deltas, and its end.
std::string ReverseStream(const std::vector<std::string>& deltas);
inline constexpr char kStreamEnd[] = "data: [DONE]\n\n";
// The same as one answer.
std::string ReverseJson(const std::string& text);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_REVERSE_ANSWERS_H_
