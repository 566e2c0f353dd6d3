#pragma once

#include <cstdint>

#include <QByteArray>
#include <QDateTime>
#include <QString>

// How figures read everywhere in the window. Thread: any.
namespace parley::ui {

QString countText(std::uint64_t count); // 12,041 in the reader's locale
//! \param many has a %1 for the count. English needs two forms; languages with more choose them in
//! their translation of \p many.
QString pluralText(std::uint64_t count, const QString &one, const QString &many);
QString bytesText(std::uint64_t bytes); // 1.2 MiB
QString rateText(double perSecond); // "0", "0.4", "12", "1,204"
QString microsecondsText(std::uint64_t microseconds); // "240 µs", "41 ms", "5.0 s"
QString clockText(const QDateTime &time); // local HH:mm:ss.zzz
QString dayAndClockText(const QDateTime &time); // local, with the date unless it is today
//! "in 58 min", "3 h ago", "now". \p now is passed so that tests can fix it.
QString relativeText(const QDateTime &time, const QDateTime &now);
//! "19:00 JST, in 58 min": absolute, zone and relative, as rule C13 asks.
QString expiryText(const QDateTime &time, const QDateTime &now);
QString languageName(const QString &code); // "Spanish"; the code itself when unknown

//! The first line of \p payload, at most \p length characters, controls as blanks; binary as a
//! size.
QString previewText(const QByteArray &payload, bool isText, int length = 200);

} // namespace parley::ui
