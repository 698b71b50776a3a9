#ifndef MEDIAGEN_SANDBOX_REVERSE_TEXT_H_
#define MEDIAGEN_SANDBOX_REVERSE_TEXT_H_

#include <string>

namespace mediagen::sandbox {

// The words in which a chat tells of its video, in the order in which they are said. All free; any
// thread.

// The rewritten prompt, and where the task can be watched.
std::string ReverseOpening(const std::string& base_url, const std::string& task_id,
                           const std::string& prompt);
// Lines that dots follow.
std::string ReverseWorking();
std::string ReverseRefining();

// One of these is the last.
std::string ReverseLinks(const std::string& base_url, const std::string& task_id);
std::string ReverseFailure(bool unsafe);

// The links by themselves.
std::string ReverseWatchUrl(const std::string& base_url, const std::string& task_id);
std::string ReverseDownloadUrl(const std::string& base_url, const std::string& task_id);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_REVERSE_TEXT_H_
