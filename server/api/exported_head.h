#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley {

// A head that was sent or received, as an export may show it: values of credentials are "***" ever,
// and where redaction is asked for so are those of all fields that are not known to be harmless,
// and what stands behind "?" in the target. Plain value. Thread: any one.
struct ExportedHead {
    std::string firstLine{};
    std::vector<std::pair<std::string, std::string>> fields{};

    static ExportedHead from(std::string_view bytes, bool redact);

    std::string text() const; // as it went over the wire
    std::string_view value(std::string_view lowerCaseName) const; // "": none
    std::string_view word(std::size_t index) const; // of the first line: method, target, version
    int status() const; // of an answer's; 0: it has none
};

bool isCredentialHeader(std::string_view name); // its value is never shown
bool isSignatureHeader(std::string_view lowerCaseName); // what a receiver verifies by

} // namespace parley
