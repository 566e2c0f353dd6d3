#include "server/functions/translation/apertium_stream.h"

namespace parley::functions {
namespace {

bool isReserved(char c)
{
    return std::string_view("\\^$<>{}[]@/").find(c) != std::string_view::npos;
}

bool isToken(SpanKind kind, PlaceholderForm form)
{
    return form == PlaceholderForm::TokensAndBlocks
        && (kind == SpanKind::Mention || kind == SpanKind::Hashtag || kind == SpanKind::Term);
}

// Reads one reply: escapes, blocks and marks.
class Reply
{
public:
    Reply(std::string_view reply, const ProtectedText &text) :
        m_reply(reply), m_protected(text), m_found(text.placeholderCount(), 0)
    {
    }

    Result<FromApertium> read();

private:
    bool readBlock(std::size_t &at); // at '['; moves to the byte behind ']'
    bool isBeforeToken(std::size_t at) const;

    std::string_view m_reply;
    const ProtectedText &m_protected;
    std::vector<int> m_found;
    FromApertium m_result;
};

Result<FromApertium> Reply::read()
{
    const Error damaged{ErrorCode::Internal, "a placeholder was lost"};
    for (std::size_t at = 0; at < m_reply.size();) {
        const char c = m_reply[at];
        if (c == '[') {
            if (!readBlock(at))
                return damaged;
            continue;
        }
        if (c == '\\' && at + 1 < m_reply.size()) {
            m_result.text += m_reply[at + 1];
            at += 2;
            continue;
        }
        // People's own * # and @ were escaped or sent as blocks, so these are marks.
        if (c == '*' || c == '#' || c == '@')
            m_result.unknownWords += isBeforeToken(at + 1) ? 0 : 1;
        else
            m_result.text += c;
        ++at;
    }
    if (!m_protected.restoreTokens(m_result.text, m_found))
        return damaged;
    return m_result;
}

bool Reply::readBlock(std::size_t &at)
{
    const std::size_t close = m_reply.find(']', at);
    if (close == std::string_view::npos)
        return false;
    const std::string_view content = m_reply.substr(at + 1, close - at - 1);
    at = close + 1;
    if (content.empty())
        return true;
    if (content.front() != 'P' || content.size() > 6)
        return false;
    std::size_t index = 0;
    for (const char digit : content.substr(1)) {
        if (digit < '0' || digit > '9')
            return false;
        index = index * 10 + std::size_t(digit - '0');
    }
    if (index >= m_protected.placeholderCount())
        return false;
    ++m_found[index];
    m_result.text += m_protected.original(index);
    return true;
}

bool Reply::isBeforeToken(std::size_t at) const
{
    for (std::size_t i = 0; i < m_protected.placeholderCount(); ++i) {
        if (m_reply.substr(at).starts_with(m_protected.token(i)))
            return true;
    }
    return false;
}

} // namespace

std::string escapedForApertium(std::string_view text)
{
    std::string escaped;
    escaped.reserve(text.size() + 8);
    for (const char c : text) {
        if (c == '\0')
            continue;
        if (isReserved(c))
            escaped += '\\';
        escaped += c;
    }
    return escaped;
}

std::string toApertium(const ProtectedText &text, PlaceholderForm form)
{
    std::string stream;
    std::size_t index = 0;
    for (const ProtectedText::Piece &piece : text.pieces()) {
        if (!piece.isPlaceholder) {
            stream += escapedForApertium(piece.text);
            continue;
        }
        stream
            += isToken(piece.kind, form) ? text.token(index) : "[P" + std::to_string(index) + ']';
        ++index;
    }
    return stream;
}

Result<FromApertium> fromApertium(std::string_view reply, const ProtectedText &text)
{
    return Reply(reply, text).read();
}

} // namespace parley::functions
