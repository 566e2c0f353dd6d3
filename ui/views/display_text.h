#pragma once

#include <QByteArrayView>
#include <QString>

namespace parley::ui {

// Text from outside, made safe to look at on one line: what has no shape, or would reorder or
// overprint its neighbours, becomes visible. Thread: any.
struct DisplayText {
    QString text{};
    bool cut = false; // there is more
};

//! At most \p maxLength UTF-16 units of UTF-8 \p bytes. Controls become their pictures (U+2400 ..),
//! bidirectional overrides and invisible characters become [U+202E], broken UTF-8 U+FFFD, and a
//! letter keeps at most 4 combining marks.
DisplayText displayLine(QByteArrayView bytes, qsizetype maxLength);
DisplayText displayLine(QStringView text, qsizetype maxLength);

//! "de ad be ef": what is shown of binary.
DisplayText displayHex(QByteArrayView bytes, qsizetype maxBytes);

//! The same for text of several lines and paragraphs: keeps line feeds, tabs and the marks that
//! write mixed directions properly (isolates, LRM, RLM); takes away the overrides.
QString displayParagraphs(const QString &text);

bool isPrintableAscii(QByteArrayView bytes);
bool isPrintableAscii(QStringView text);

} // namespace parley::ui
