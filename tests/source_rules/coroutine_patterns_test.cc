// Finds the coroutine patterns that g++ 12 accepts and miscompiles, in every statement that awaits.
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/source_rules/source_files.h"

namespace mediagen {
namespace {

using testing::SourceFile;
using testing::SourceFilesBelow;

std::string WithoutCommentsAndStrings(const std::string& text) {
  static const std::regex noise(R"re(//[^\n]*|"(\\.|[^"\\\n])*")re");
  return std::regex_replace(text, noise, "\"\"");
}

// What is wrong with an awaiting statement; empty when nothing is.
std::string FaultIn(const std::string& statement) {
  static const std::regex lambda(R"(\[[&=\w, ]*\]\s*(\(|\{|mutable))");
  static const std::regex braces(R"([\w>]\s*\{[^}])");
  if (statement.find('?') != std::string::npos) return "?: around co_await";
  if (std::regex_search(statement, lambda)) return "lambda inside co_await";
  if (std::regex_search(statement, braces)) return "aggregate or initializer list inside co_await";
  return "";
}

// Statements are cut at ; and at braces that open or close a block; good enough for code that
// clang-format laid out.
std::vector<std::string> AwaitingStatements(const std::string& text) {
  static const std::regex statement(R"(co_await[^;]*;)");
  std::vector<std::string> found;
  const std::string code = WithoutCommentsAndStrings(text);
  for (std::sregex_iterator it(code.begin(), code.end(), statement), end; it != end; ++it) {
    const size_t begin = code.find_last_of(";{}", static_cast<size_t>(it->position()));
    found.push_back(code.substr(begin == std::string::npos ? 0 : begin + 1,
                                static_cast<size_t>(it->position() + it->length()) - begin - 1));
  }
  return found;
}

TEST(CoroutinePatternsTest, NoStatementOfTheServerUsesOne) {
  int checked = 0;
  for (const SourceFile& file : SourceFilesBelow("server")) {
    for (const std::string& statement : AwaitingStatements(file.text)) {
      // Declarations of operator co_await are no awaiting statements.
      if (statement.find("operator co_await") != std::string::npos) continue;
      ++checked;
      const std::string fault = FaultIn(statement);
      EXPECT_TRUE(fault.empty()) << file.path << ": " << fault << " in:" << statement;
    }
  }
  EXPECT_GT(checked, 0);
}

TEST(CoroutinePatternsTest, TheCheckSeesEachPattern) {
  const std::string bad[] = {
      "x = co_await (a ? F() : G());",  "int x = flag ? co_await F() : 0;",
      "co_await F([&] { return 1; });", "co_await F([this](int a) { return a; });",
      "co_await F(Point{name, 2});",    "co_await F({1, 2});x = co_await G(Options{a});",
  };
  for (const std::string& code : bad) {
    bool seen = false;
    for (const std::string& statement : AwaitingStatements(code))
      seen |= !FaultIn(statement).empty();
    EXPECT_TRUE(seen) << code;
  }
  for (const std::string& statement :
       AwaitingStatements("{ if (auto s = co_await F(a, b); !s.ok()) co_return s; }")) {
    EXPECT_EQ(FaultIn(statement), "");
  }
}

}  // namespace
}  // namespace mediagen
