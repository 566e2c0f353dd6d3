#include "ui/views/display_text.h"

namespace parley::ui {
namespace {

constexpr int kMaxMarks = 4; // no living script stacks more; "zalgo" text stacks dozens
constexpr int kMaxUtf8Bytes = 4;

bool isMark(QChar c)
{
    return c.isMark() && !c.isSurrogate();
}

bool isOverride(char16_t c) // LRE RLE PDF LRO RLO
{
    return c >= 0x202A && c <= 0x202E;
}

bool isInvisible(char16_t c)
{
    return isOverride(c) || (c >= 0x2066 && c <= 0x2069) || c == 0x200B || c == 0x200E
        || c == 0x200F || c == 0x061C || c == 0x2028 || c == 0x2029 || c == 0x2060 || c == 0xFEFF
        || c == 0x00AD || (c >= 0x80 && c <= 0x9F);
}

QString codePoint(char16_t c)
{
    return QStringLiteral("[U+%1]").arg(int(c), 4, 16, QLatin1Char('0')).toUpper();
}

// Appends text character by character and bounds the marks on one letter.
class Writer
{
public:
    explicit Writer(qsizetype reserve) { m_text.reserve(reserve); }

    void add(QChar c)
    {
        m_marks = isMark(c) ? m_marks + 1 : 0;
        if (m_marks <= kMaxMarks)
            m_text += c;
    }
    void add(const QString &text)
    {
        m_marks = 0;
        m_text += text;
    }
    qsizetype length() const { return m_text.size(); }
    QString take() { return std::move(m_text); }

private:
    QString m_text{};
    int m_marks = 0;
};

// A surrogate pair, or U+FFFD for half of one. Moves \p at to the last unit used.
void addSurrogate(Writer &out, QStringView text, qsizetype &at)
{
    const bool pair
        = text[at].isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate();
    out.add(pair ? text[at] : QChar(QChar::ReplacementCharacter));
    if (pair)
        out.add(text[++at]);
}

} // namespace

DisplayText displayLine(QByteArrayView bytes, qsizetype maxLength)
{
    const auto enough = maxLength * kMaxUtf8Bytes;
    auto part = bytes.first(qMin(bytes.size(), enough));
    auto line = displayLine(QStringView(QString::fromUtf8(part)), maxLength);
    line.cut = line.cut || part.size() < bytes.size();
    return line;
}

DisplayText displayLine(QStringView text, qsizetype maxLength)
{
    Writer out(qMin(text.size(), maxLength));
    qsizetype i = 0;
    for (; i < text.size() && out.length() < maxLength; ++i) {
        const QChar c = text[i];
        const auto code = c.unicode();
        if (c.isSurrogate())
            addSurrogate(out, text, i);
        else if (code < 0x20)
            out.add(QChar(char16_t(0x2400 + code)));
        else if (code == 0x7F)
            out.add(QChar(char16_t(0x2421)));
        else if (isInvisible(code))
            out.add(codePoint(code));
        else
            out.add(c);
    }
    return {out.take(), i < text.size()};
}

DisplayText displayHex(QByteArrayView bytes, qsizetype maxBytes)
{
    const auto part = bytes.first(qMin(bytes.size(), maxBytes));
    return {QString::fromLatin1(part.toByteArray().toHex(' ')), part.size() < bytes.size()};
}

QString displayParagraphs(const QString &text)
{
    Writer out(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const auto code = c.unicode();
        if (c.isSurrogate())
            addSurrogate(out, text, i);
        else if (code == u'\r')
            continue;
        else if (code == 0x2028 || code == 0x2029)
            out.add(QChar(u'\n'));
        else if (code < 0x20 && code != u'\n' && code != u'\t')
            out.add(QChar(char16_t(0x2400 + code)));
        else if (isOverride(code))
            out.add(codePoint(code));
        else
            out.add(c);
    }
    return out.take();
}

bool isPrintableAscii(QByteArrayView bytes)
{
    for (const char byte : bytes) {
        if (byte < 0x20 || byte > 0x7E)
            return false;
    }
    return true;
}

bool isPrintableAscii(QStringView text)
{
    for (const QChar c : text) {
        if (c.unicode() < 0x20 || c.unicode() > 0x7E)
            return false;
    }
    return true;
}

} // namespace parley::ui
