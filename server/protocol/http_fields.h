#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/protocol/http_request.h"

// The words that HTTP fields are made of. Source: RFC 9110, section 5. Pure functions.
namespace parley {

inline bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isToken(std::string_view text); // tchar, at least one
bool isFieldValue(std::string_view text); // no control but tab; any byte above 0x7f
std::string lowerCased(std::string_view text); // ASCII letters only
bool equalIgnoringCase(std::string_view a, std::string_view b);
std::string_view trimmed(std::string_view text); // of spaces and tabs

//! A field line without its CRLF. No folding, no space before the colon. The name comes out in
//! lower case, the value trimmed.
Result<HttpHeader> parseFieldLine(std::string_view line);

//! Elements of a comma-separated list, trimmed; empty ones are kept for the caller to judge.
std::vector<std::string_view> listElements(std::string_view value);
bool listContains(const std::string *value, std::string_view token); // any case; nullptr: no

} // namespace parley
