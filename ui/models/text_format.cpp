#include "ui/models/text_format.h"

#include <cmath>

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>

#include "server/types/language.h"
#include "ui/models/payload_gist.h"

namespace parley::ui {
namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("TextFormat", text);
}

// The largest unit that leaves at least one: 90 s are "2 min", 23 h are hours, 3 days are days.
QString spanText(qint64 seconds)
{
    if (seconds < 60)
        return translated("%1 s").arg(seconds);
    if (seconds < 60 * 60)
        return translated("%1 min").arg((seconds + 30) / 60);
    if (seconds < 48 * 60 * 60)
        return translated("%1 h").arg((seconds + 1800) / 3600);
    return translated("%1 days").arg((seconds + 43'200) / 86'400);
}

} // namespace

QString countText(std::uint64_t count)
{
    return QLocale().toString(static_cast<qulonglong>(count));
}

QString pluralText(std::uint64_t count, const QString &one, const QString &many)
{
    return count == 1 ? one : many.arg(countText(count));
}

QString bytesText(std::uint64_t bytes)
{
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), bytes < 1024 ? 0 : 1);
}

QString rateText(double perSecond)
{
    if (perSecond <= 0.0)
        return QStringLiteral("0");
    if (perSecond < 9.95)
        return QLocale().toString(perSecond, 'f', 1);
    return QLocale().toString(static_cast<qlonglong>(std::llround(perSecond)));
}

QString microsecondsText(std::uint64_t microseconds)
{
    const auto value = static_cast<double>(microseconds);
    if (microseconds < 1000)
        return translated("%1 µs").arg(microseconds);
    if (microseconds < 10'000)
        return translated("%1 ms").arg(QLocale().toString(value / 1000.0, 'f', 1));
    if (microseconds < 1'000'000)
        return translated("%1 ms").arg(QLocale().toString(value / 1000.0, 'f', 0));
    return translated("%1 s").arg(QLocale().toString(value / 1'000'000.0, 'f', 1));
}

QString clockText(const QDateTime &time)
{
    return time.toLocalTime().toString(QStringLiteral("HH:mm:ss.zzz"));
}

QString dayAndClockText(const QDateTime &time)
{
    if (!time.isValid())
        return {};
    const auto local = time.toLocalTime();
    if (local.date() == QDate::currentDate())
        return local.toString(QStringLiteral("HH:mm:ss"));
    return local.toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

QString relativeText(const QDateTime &time, const QDateTime &now)
{
    const auto seconds = now.secsTo(time);
    if (seconds == 0)
        return translated("now");
    const auto span = spanText(std::abs(seconds));
    return (seconds > 0 ? translated("in %1") : translated("%1 ago")).arg(span);
}

QString expiryText(const QDateTime &time, const QDateTime &now)
{
    const auto local = time.toLocalTime();
    const auto format = local.date() == now.toLocalTime().date()
        ? QStringLiteral("HH:mm")
        : QStringLiteral("yyyy-MM-dd HH:mm");
    return QStringLiteral("%1 %2, %3")
        .arg(local.toString(format), local.timeZoneAbbreviation(), relativeText(time, now));
}

QString languageName(const QString &code)
{
    const auto language = languageByCode(code.toStdString());
    return language
        ? QString::fromUtf8(language->englishName.data(), qsizetype(language->englishName.size()))
        : code;
}

QString previewText(const QByteArray &payload, bool isText, int length)
{
    if (!isText)
        return translated("binary, %1").arg(bytesText(std::uint64_t(payload.size())));
    auto text = payloadText(payload, length);
    // Cut before decoding: a character is at most 4 bytes, and a payload may be 256 KiB.
    if (text.isEmpty())
        text = QString::fromUtf8(payload.left(length * 4)).left(length);
    for (auto &character : text) {
        if (character.category() == QChar::Other_Control)
            character = QLatin1Char(' ');
    }
    return text.trimmed();
}

} // namespace parley::ui
