#include "app/commands/terminal_text.h"

namespace parley::app {
namespace {

// Could move the cursor, change colours, or show text in another order than it stands.
bool isHarmful(QChar c)
{
    const auto code = c.unicode();
    const bool reorders = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    return reorders || (c.category() == QChar::Other_Control && c != u'\t');
}

} // namespace

QString harmless(const QString &text)
{
    QString out;
    for (const QChar c : text)
        out += isHarmful(c) ? QChar(0x00b7) : c;
    return out;
}

} // namespace parley::app
