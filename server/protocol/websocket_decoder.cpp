#include "server/protocol/websocket_decoder.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "server/protocol/websocket_frame.h"

namespace parley {

WebSocketDecoder::WebSocketDecoder(std::size_t maxMessageBytes) : m_maxMessageBytes(maxMessageBytes)
{
}

std::size_t WebSocketDecoder::feed(std::span<char> bytes, WebSocketSink &sink)
{
    std::size_t at = 0;
    while (!m_finished) {
        if (!m_inBody) {
            at += readHeader(bytes.subspan(at), sink);
            if (!m_inBody)
                break; // broken, or more is needed
        }
        const auto take = std::min<std::uint64_t>(m_remaining, bytes.size() - at);
        const auto piece = bytes.subspan(at, take);
        const bool isAscii = unmask(piece);
        at += take;
        m_remaining -= take;
        const bool frameEnds = m_remaining == 0;
        if (frameEnds) {
            m_inBody = false;
            m_headerSize = 0;
            m_headerNeeded = 2;
        }
        const std::string_view text(piece.data(), piece.size());
        const bool goOn = isControl() ? takeControl(text, frameEnds, sink)
                                      : takeData(text, isAscii, frameEnds, sink);
        if (!goOn || !frameEnds)
            break;
    }
    return m_finished ? bytes.size() : at;
}

std::size_t WebSocketDecoder::readHeader(std::span<const char> bytes, WebSocketSink &sink)
{
    if (m_headerSize == 0 && bytes.size() >= m_header.size())
        if (const std::size_t size = readUsualHeader(bytes); size != 0)
            return size;
    std::size_t at = 0;
    while (at < bytes.size()) {
        m_header[m_headerSize++] = static_cast<std::uint8_t>(bytes[at++]);
        if (const Broken broken = checkHeader(); broken.code != CloseCode::Done) {
            fail(broken, sink);
            break;
        }
        if (m_headerSize == m_headerNeeded) {
            beginBody(reinterpret_cast<const char *>(m_header.data()) + m_headerNeeded - 4);
            break;
        }
    }
    return at;
}

// A whole text message in one masked frame of at most 65,535 bytes, while none is open: nothing
// else needs to be looked at than its length. \return 0 for all others, which are read byte by
// byte.
std::size_t WebSocketDecoder::readUsualHeader(std::span<const char> bytes)
{
    const auto byte = [bytes](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
    const unsigned length = byte(1) & 0x7fu;
    const bool isUsual = byte(0) == 0x81 && byte(1) >= 0x80 && length < 127 && m_fragments == 0;
    if (!isUsual)
        return 0;
    m_length = length < 126 ? length : unsigned{byte(2)} << 8 | byte(3);
    if ((length == 126 && m_length < 126) || m_length > m_maxMessageBytes)
        return 0;
    const std::size_t size = length < 126 ? 6 : 8;
    m_header[0] = byte(0);
    m_fragments = 1;
    m_utf8.reset();
    beginBody(bytes.data() + size - 4);
    return size;
}

WebSocketDecoder::Broken WebSocketDecoder::checkHeader()
{
    if (m_headerSize == 1)
        return checkFirstByte();
    if (m_headerSize == 2)
        return checkSecondByte();
    if (m_headerSize == 3 && m_headerNeeded == 14 && (m_header[2] & 0x80))
        return {CloseCode::ProtocolError, "the length has its highest bit set"};
    if (m_headerSize == m_headerNeeded - 4)
        return checkLength();
    return {};
}

WebSocketDecoder::Broken WebSocketDecoder::checkFirstByte()
{
    if (m_header[0] & 0x70)
        return {CloseCode::ProtocolError, "a reserved bit is set"};
    switch (static_cast<Opcode>(m_header[0] & 0x0f)) {
    case Opcode::Close:
    case Opcode::Ping:
    case Opcode::Pong:
        if (!isFinal())
            return {CloseCode::ProtocolError, "a control frame is fragmented"};
        return {};
    case Opcode::Text:
    case Opcode::Binary:
        if (m_fragments > 0)
            return {CloseCode::ProtocolError, "a message begins inside another"};
        if ((m_header[0] & 0x0f) == 2)
            return {CloseCode::UnsupportedData, "binary frames are not taken; use base64"};
        m_utf8.reset();
        break;
    case Opcode::Continuation:
        if (m_fragments == 0)
            return {CloseCode::ProtocolError, "a continuation of nothing"};
        break;
    default: return {CloseCode::ProtocolError, "an unknown opcode"};
    }
    if (m_fragments == limits::kFragments)
        return {CloseCode::TooBig, "too many fragments"};
    ++m_fragments;
    return {};
}

WebSocketDecoder::Broken WebSocketDecoder::checkSecondByte()
{
    if (!(m_header[1] & 0x80))
        return {CloseCode::ProtocolError, "the frame is not masked"};
    const std::uint8_t length = m_header[1] & 0x7f;
    if (isControl() && length > limits::kControlBytes)
        return {CloseCode::ProtocolError, "a control frame is too long"};
    m_headerNeeded = length < 126 ? 6 : length == 126 ? 8 : 14;
    return length < 126 ? checkLength() : Broken{};
}

// From the header alone: nothing is received, let alone stored, of a frame that is too long.
WebSocketDecoder::Broken WebSocketDecoder::checkLength()
{
    m_length = m_header[1] & 0x7f;
    if (m_length >= 126) {
        m_length = 0;
        for (std::size_t i = 2; i < m_headerSize; ++i)
            m_length = m_length << 8 | m_header[i];
        if (frameHeaderSize(m_length) != m_headerNeeded - 4u)
            return {CloseCode::ProtocolError, "the length is not in its shortest form"};
    }
    if (!isControl() && m_length > m_maxMessageBytes - m_message.size())
        return {CloseCode::TooBig, "the message is too long"};
    return {};
}

void WebSocketDecoder::beginBody(const char *key)
{
    std::memcpy(m_key.data(), key, 4);
    m_keyAt = 0;
    m_remaining = m_length;
    m_inBody = true;
}

bool WebSocketDecoder::unmask(std::span<char> piece)
{
    std::array<std::uint64_t, 4> all{}; // bits that some byte has
    std::array<char, 8> key{};
    for (std::size_t i = 0; i < key.size(); ++i)
        key[i] = m_key[(m_keyAt + i) & 3];
    std::uint64_t keyWord = 0;
    std::memcpy(&keyWord, key.data(), 8);

    std::size_t at = 0;
    for (; piece.size() - at >= 32; at += 32) { // which the compiler makes wide
        std::array<std::uint64_t, 4> words{};
        std::memcpy(words.data(), piece.data() + at, 32);
        for (std::size_t i = 0; i < words.size(); ++i) {
            words[i] ^= keyWord;
            all[i] |= words[i];
        }
        std::memcpy(piece.data() + at, words.data(), 32);
    }
    for (; piece.size() - at >= 8; at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, piece.data() + at, 8);
        word ^= keyWord;
        all[0] |= word;
        std::memcpy(piece.data() + at, &word, 8);
    }
    if (piece.size() - at >= 4) {
        std::uint32_t word = 0;
        std::memcpy(&word, piece.data() + at, 4);
        word ^= static_cast<std::uint32_t>(keyWord);
        all[0] |= word;
        std::memcpy(piece.data() + at, &word, 4);
        at += 4; // the key repeats every 4
    }
    for (std::size_t i = 0; at < piece.size(); ++at, ++i) {
        piece[at] = static_cast<char>(piece[at] ^ key[i]);
        all[0] |= static_cast<unsigned char>(piece[at]);
    }
    m_keyAt = static_cast<std::uint8_t>((m_keyAt + piece.size()) & 3);
    return ((all[0] | all[1] | all[2] | all[3]) & 0x8080808080808080u) == 0;
}

bool WebSocketDecoder::takeData(std::string_view piece, bool isAscii, bool frameEnds,
                                WebSocketSink &sink)
{
    static constexpr Broken kNotUtf8{CloseCode::InvalidText, "the text is not UTF-8"};
    const bool messageEnds = frameEnds && isFinal();
    if (messageEnds && m_message.empty() && piece.size() == m_length) {
        if (!isAscii && !isValidUtf8(piece)) // all of the message lies here: no copy
            return fail(kNotUtf8, sink);
        return deliver(piece, sink);
    }
    if (!m_utf8.feed(piece))
        return fail(kNotUtf8, sink);
    m_message.append(piece);
    if (!messageEnds)
        return true;
    if (!m_utf8.complete())
        return fail(kNotUtf8, sink);
    const std::string message = std::exchange(m_message, {});
    return deliver(message, sink);
}

bool WebSocketDecoder::deliver(std::string_view text, WebSocketSink &sink)
{
    m_fragments = 0;
    return sink.onText(text);
}

bool WebSocketDecoder::takeControl(std::string_view piece, bool frameEnds, WebSocketSink &sink)
{
    if (!frameEnds) {
        m_control.append(piece);
        return true;
    }
    std::string whole = std::exchange(m_control, {});
    const std::string_view body = whole.empty() ? piece : whole.append(piece);
    switch (static_cast<Opcode>(m_header[0] & 0x0f)) {
    case Opcode::Ping: sink.onPing(body); break;
    case Opcode::Pong: sink.onPong(); break;
    default: close(body, sink);
    }
    return true;
}

void WebSocketDecoder::close(std::string_view body, WebSocketSink &sink)
{
    std::uint16_t code = kNoCloseCode;
    if (!body.empty()) {
        const auto byte = [body](std::size_t i) { return static_cast<unsigned char>(body[i]); };
        if (body.size() >= 2)
            code = static_cast<std::uint16_t>(byte(0) << 8 | byte(1));
        if (!mayBeReceived(code)) { // a body of one byte leaves 1005 there, which is refused too
            fail({CloseCode::ProtocolError, "a close code that does not exist"}, sink);
            return;
        }
        body.remove_prefix(2);
        if (!isValidUtf8(body)) {
            fail({CloseCode::InvalidText, "the close reason is not UTF-8"}, sink);
            return;
        }
    }
    m_finished = true;
    std::string{}.swap(m_message);
    sink.onClose(code, body);
}

bool WebSocketDecoder::fail(Broken broken, WebSocketSink &sink)
{
    m_finished = true;
    std::string{}.swap(m_message);
    std::string{}.swap(m_control);
    sink.onFailure(broken.code, broken.why);
    return false;
}

} // namespace parley
