#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/protocol/http_request.h"
#include "server/protocol/http_request_rules.h"

namespace parley {

// Turns the decoded field list of an HTTP/2 request into an HttpRequest, as strict as
// HttpRequestParser. The first failure stays: what comes behind it is counted out, not kept.
// Source: RFC 9113, section 8. Thread: any one. take() for each field, then finish(), then
// request().
class Http2RequestReader final
{
public:
    //! What HPACK counts for a field beside its name and value (RFC 7541, section 4.1).
    static constexpr std::size_t kFieldOverhead = 32;

    void take(std::string_view name, std::string_view value);
    //! \param endStream no body follows. \return why the request is refused.
    HttpCheck finish(bool endStream);

    const HttpRequest &request() const { return m_request; } // after finish() that was fine
    HttpRequest &request() { return m_request; }
    //! The length of the body, when it was declared.
    std::optional<std::uint64_t> declaredLength() const { return m_length; }
    bool expectContinue() const { return m_expectContinue; }
    bool hasFailed() const { return m_failure.has_value(); }
    std::size_t bytes() const { return m_bytes; } // as HPACK counts them

private:
    HttpCheck takePseudo(std::string_view name, std::string_view value);
    HttpCheck takeField(std::string_view name, std::string_view value);
    HttpCheck readAuthority();
    HttpCheck readLength(bool endStream);

    HttpRequest m_request{};
    HttpCheck m_failure{};
    std::optional<std::string> m_authority{};
    std::optional<std::string> m_path{};
    std::optional<std::uint64_t> m_length{};
    std::size_t m_bytes = 0;
    std::size_t m_fields = 0;
    bool m_hasScheme = false;
    bool m_sawField = false; // a regular one: no pseudo-header field may follow
    bool m_expectContinue = false;
};

} // namespace parley
