#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/webhooks/response_chunks.h"

namespace parley {

// Strict reader of one HTTP/1.1 response, without I/O: bytes in, facts out. Memory is bounded
// whatever the peer sends. Thread: any, one at a time.
// Source: RFC 9112; what is refused beyond it: the webhook sheet, section 2.
class ResponseParser
{
public:
    static constexpr std::size_t kMaxHeadBytes = 64 * 1024; // interim responses and trailers too
    static constexpr std::size_t kMaxFields = 128; // per head
    static constexpr std::size_t kMaxBodyBytes = 64 * 1024; // kept; reading stops behind it
    static constexpr int kMaxInterim = 8; // 1xx responses before the real one

    enum class State {
        Reading, // wants more bytes
        Complete, // the response ended, or its kept part is full
        ProtocolError,
        HeadTooLarge,
    };

    //! Takes bytes as they come, cut anywhere. Bytes behind the end of the response only mark the
    //! connection as not reusable.
    State feed(std::string_view bytes);

    //! The peer closed its side. Ends a body that has no length; otherwise the state stays Reading
    //! and the caller decides what a response that was cut off is worth.
    State finish();

    State state() const { return m_state; }
    const std::string &fault() const { return m_fault; } // for people, when the state is an error

    bool sawAnyByte() const { return m_sawAnyByte; }
    bool headComplete() const { return m_stage >= Stage::Body; }
    int status() const { return m_status; } // of the final response, once headComplete()
    const std::string &head() const { return m_head; } // exact bytes, interim responses included
    const std::string &body() const { return m_body; } // without chunk framing, never decompressed
    std::uint64_t bodyBytes() const { return m_bodyBytes; } // seen in all
    bool truncated() const; // the body is longer than what was kept, or was cut off

    //! First field of that name in the final head; \p name in lower case.
    std::optional<std::string_view> header(std::string_view name) const;

    //! Whether the connection may carry another request: framed, complete, nothing behind it.
    bool reusable() const;

private:
    enum class Stage { StatusLine, Fields, Body, Ended };
    enum class Framing { None, Length, Chunked, UntilClose };

    State fail(std::string fault);
    void takeHead(std::string_view &bytes);
    bool takeLine(std::string_view line); // one head line without CRLF; false: failed
    bool takeStatusLine(std::string_view line);
    bool takeField(std::string_view line);
    bool endHead();
    bool chooseFraming();
    bool checkPrefix(); // of the first line, so that bytes of another protocol fail at once
    void takeBody(std::string_view &bytes);
    void keep(std::string_view bytes);

    State m_state = State::Reading;
    Stage m_stage = Stage::StatusLine;
    Framing m_framing = Framing::None;
    std::string m_fault{};
    std::string m_head{};
    std::size_t m_lineStart = 0; // in m_head
    std::vector<std::pair<std::string, std::string>> m_fields{}; // of the current head
    int m_status = 0;
    int m_interim = 0;
    bool m_http10 = false;
    bool m_sawAnyByte = false;
    bool m_extraBytes = false;
    std::string m_body{};
    std::uint64_t m_bodyBytes = 0;
    std::uint64_t m_length = 0; // of the body, when framed by Content-Length
    ResponseChunks m_chunks{kMaxHeadBytes};
};

// Checks shared with the decoder of chunks.
bool isHeaderName(std::string_view text); // a token of RFC 9110
bool isHeaderValue(std::string_view text); // no controls but the tab

} // namespace parley
