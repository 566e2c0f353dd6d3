#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "server/protocol/close_code.h"
#include "server/protocol/limits.h"
#include "server/protocol/utf8_validator.h"

namespace parley {

// Hears what a client's frames said. Views hold during the call only. The decoder must outlive the
// call: a sink that ends the connection does so later.
class WebSocketSink
{
public:
    //! A whole message. \return false to stop: the bytes behind it stay unread.
    virtual bool onText(std::string_view text) = 0;
    virtual void onPing(std::string_view payload) = 0; // a pong with the same payload is due
    virtual void onPong() = 0;
    //! The peer closes. \p code is kNoCloseCode when it gave none. The last call.
    virtual void onClose(std::uint16_t code, std::string_view reason) = 0;
    //! The peer broke a rule; \p why is fit for the close frame. The last call.
    virtual void onFailure(CloseCode code, std::string_view why) = 0;

protected:
    ~WebSocketSink() = default; // never deleted through this interface
};

// Server side of RFC 6455, without I/O. A rule is judged at the first byte that breaks it, so a
// stream gives the same calls however it is cut. Memory grows with bytes received, never with the
// length that a header claims, and is given back after each message. Thread: any one.
class WebSocketDecoder
{
public:
    explicit WebSocketDecoder(std::size_t maxMessageBytes = limits::kMessageBytes);

    //! Reads \p bytes, unmasking in place those that it consumes. \return how many it consumed:
    //! all, unless onText() said stop. After the end it swallows what comes.
    std::size_t feed(std::span<char> bytes, WebSocketSink &sink);

    //! For the messages that begin after this call.
    void setMaxMessageBytes(std::size_t bytes) { m_maxMessageBytes = bytes; }

    bool finished() const { return m_finished; } // a close or a failure was reported
    std::size_t bufferedBytes() const { return m_message.size() + m_control.size(); }

private:
    struct Broken {
        CloseCode code = CloseCode::Done; // Done: nothing is broken
        std::string_view why{};
    };

    std::size_t readHeader(std::span<const char> bytes, WebSocketSink &sink);
    std::size_t readUsualHeader(std::span<const char> bytes);
    Broken checkHeader(); // after each byte of it
    Broken checkFirstByte();
    Broken checkSecondByte();
    Broken checkLength();
    void beginBody(const char *key);
    bool unmask(std::span<char> piece); // whether all of it is ASCII
    bool takeData(std::string_view piece, bool isAscii, bool frameEnds, WebSocketSink &sink);
    bool takeControl(std::string_view piece, bool frameEnds, WebSocketSink &sink);
    bool deliver(std::string_view text, WebSocketSink &sink);
    void close(std::string_view body, WebSocketSink &sink);
    bool fail(Broken broken, WebSocketSink &sink); // always false: stop

    bool isFinal() const { return (m_header[0] & 0x80) != 0; }
    bool isControl() const { return (m_header[0] & 0x08) != 0; }

    std::uint64_t m_maxMessageBytes;
    std::uint64_t m_length = 0; // of the current frame's body
    std::uint64_t m_remaining = 0; // of it, not yet received
    std::string m_message{}; // of an unfinished message; empty between messages
    std::string m_control{}; // of an unfinished control frame
    std::array<std::uint8_t, 14> m_header{};
    std::array<char, 4> m_key{};
    std::uint16_t m_fragments = 0; // of the open message; 0: none is open
    std::uint8_t m_headerSize = 0; // bytes of m_header that are there
    std::uint8_t m_headerNeeded = 2; // as far as is known
    std::uint8_t m_keyAt = 0; // place in the key of the next byte
    bool m_inBody = false;
    bool m_finished = false;
    Utf8Validator m_utf8{};
};

} // namespace parley
