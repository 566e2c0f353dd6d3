#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley {

struct HttpHeader {
    std::string name{}; // of a request: in lower case
    std::string value{};
};

// A request that passed the parser. Plain value.
struct HttpRequest {
    std::string method{};
    std::string target{}; // as it came; may hold a secret in its query, so never logged whole
    std::string path{}; // literal, begins with '/'; or "*"
    std::string authority{}; // host and port: of the target if it has them, else the Host field
    std::vector<std::pair<std::string, std::string>> query{}; // decoded; no name twice
    bool http10 = false;
    bool keepAlive = true;
    std::vector<HttpHeader> headers{}; // fields of one name are joined by ", "
    std::string body{};

    const std::string *header(std::string_view lowerCaseName) const; // nullptr: none
    const std::string *parameter(std::string_view name) const; // of the query; nullptr: none
};

} // namespace parley
