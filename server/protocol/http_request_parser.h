#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/protocol/chunk_decoder.h"
#include "server/protocol/http_request.h"
#include "server/protocol/http_request_rules.h"
#include "server/protocol/limits.h"

namespace parley {

// A strict HTTP/1.1 and 1.0 request parser without I/O: one reading of every request, or none.
// Lines end with CRLF, framing is given once, nothing is normalised. How a stream is cut makes no
// difference. Source: RFC 9110 and 9112 where they say MUST, stricter where they leave a choice.
// Thread: any one. One parser serves the requests of a connection one after another:
//     feed() until state() leaves Head, limitBody() by the route, feed() until Complete, take().
class HttpRequestParser
{
public:
    enum class State : std::uint8_t {
        Head,
        Body, // request() is there, without its body
        Complete, // request() is whole; take() it to go on
        Failed, // answer with failure() and close: no byte behind it may be read as a request
    };

    //! \return bytes consumed. It stops behind the head, and behind the request; what it leaves is
    //! for the next call. After a failure it swallows all.
    std::size_t feed(std::string_view bytes);

    State state() const { return m_state; }
    bool hasBegun() const { return m_begun; } // a byte of the current request has come
    const HttpRequest &request() const { return m_request; } // from Body on
    const HttpFailure &failure() const { return *m_failure; } // when Failed

    //! In Body: what this route takes; limits::kBodyBytes unless said. May fail at once (413), by
    //! the declared length.
    void limitBody(std::size_t bytes);
    //! In Body: the client waits for "100 Continue" before it sends the body.
    bool expectContinue() const { return m_expectContinue; }

    HttpRequest take(); // when Complete; the parser is then ready for the next request

private:
    std::size_t feedHead(std::string_view bytes);
    std::size_t feedBody(std::string_view bytes);
    bool admit(std::string_view piece); // against the limits of the current line
    void takeLine(std::string_view line);
    void takeRequestLine(std::string_view line);
    void takeField(std::string_view line);
    void finishHead();
    bool readAuthority();
    bool readFraming();
    bool readCoding(const std::string &value);
    void checkDeclaredLength();
    bool pass(HttpCheck check); // false: it failed with that
    bool fail(ErrorCode code, std::string_view why); // always false
    bool fail(Error error, int status);

    HttpRequest m_request{};
    std::optional<HttpFailure> m_failure{};
    std::optional<ChunkDecoder> m_chunks{};
    std::string m_line{}; // of which the end has not come
    std::size_t m_lineBytes = 0; // of the current line so far
    std::size_t m_fieldBytes = 0; // of the header block so far
    std::size_t m_fields = 0; // lines of it
    std::uint64_t m_bodyLeft = 0;
    std::size_t m_bodyLimit = limits::kBodyBytes;
    State m_state = State::Head;
    bool m_begun = false;
    bool m_sawEmptyLine = false;
    bool m_hasRequestLine = false;
    bool m_expectContinue = false;
};

} // namespace parley
