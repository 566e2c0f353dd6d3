#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/base/result.h"

namespace parley {

// A request target, taken apart. Source: RFC 9112, section 3.2, and README.md, section 4.
struct HttpTarget {
    std::string path{}; // as it came: no name needs escaping, so '%' is refused
    std::string authority{}; // of the absolute form, else empty
    std::vector<std::pair<std::string, std::string>> query{}; // percent-decoded, UTF-8
};

//! Takes "/path?query" and "http://authority/path?query". Never rewrites a path: dot segments,
//! backslashes and percent signs in it are InvalidArgument. A '+' in the query is a plus.
Result<HttpTarget> parseTarget(std::string_view target);

} // namespace parley
