#include "ui/models/retry_text.h"

#include <numeric>

#include <QCoreApplication>
#include <QRegularExpression>

#include "server/types/delivery_settings.h"
#include "ui/models/text_format.h"

namespace parley::ui {
namespace {

constexpr int kMinute = 60;
constexpr int kHour = 3600;
constexpr int kDay = 86'400;

QString retryWords(const char *text)
{
    return QCoreApplication::translate("RetryText", text);
}

// 0: not a unit.
int unitSeconds(const QString &unit)
{
    static const QHash<QString, int> kUnits{
        {QString(), 1},
        {QStringLiteral("s"), 1},
        {QStringLiteral("sec"), 1},
        {QStringLiteral("m"), kMinute},
        {QStringLiteral("min"), kMinute},
        {QStringLiteral("h"), kHour},
        {QStringLiteral("d"), kDay},
    };
    return kUnits.value(unit.toLower(), 0);
}

// -1: not a time.
qint64 secondsIn(const QString &typed)
{
    static const QRegularExpression pattern(QStringLiteral("\\A([0-9]{1,7})\\s*([A-Za-z]*)\\z"));
    const auto match = pattern.match(typed);
    const int unit = match.hasMatch() ? unitSeconds(match.captured(2)) : 0;
    return unit == 0 ? -1 : match.captured(1).toLongLong() * unit;
}

} // namespace

QList<int> presetDelays(const QString &schedule)
{
    if (schedule == QLatin1String("standard"))
        return {5,          5 * kMinute, 30 * kMinute, 2 * kHour, 5 * kHour,
                10 * kHour, 14 * kHour,  20 * kHour,   24 * kHour};
    if (schedule == QLatin1String("chat"))
        return {1, 3, 10, 30, 2 * kMinute, 10 * kMinute};
    return {};
}

int presetDeadline(const QString &schedule)
{
    return schedule == QLatin1String("momento") ? 5 : 15;
}

QString wholeSpanText(qint64 seconds)
{
    if (seconds >= 2 * kDay && seconds % kDay == 0)
        return retryWords("%1 days").arg(seconds / kDay);
    QStringList parts;
    if (seconds >= kHour)
        parts.append(retryWords("%1 h").arg(seconds / kHour));
    if (seconds % kHour >= kMinute)
        parts.append(retryWords("%1 min").arg(seconds % kHour / kMinute));
    if (seconds % kMinute > 0 || parts.isEmpty())
        parts.append(retryWords("%1 s").arg(seconds % kMinute));
    return parts.join(QLatin1Char(' '));
}

TypedDelays delaysFrom(const QString &typed)
{
    static const QRegularExpression separators(QStringLiteral("[,;\\n]"));
    TypedDelays delays;
    for (const auto &part : typed.split(separators, Qt::SkipEmptyParts)) {
        const auto text = part.trimmed();
        if (text.isEmpty())
            continue;
        const auto seconds = secondsIn(text);
        if (seconds < 0) {
            delays.problem
                = retryWords(
                      "“%1” is not a time. Write times such as 5s, 10m, 2h or 1d, with commas.")
                      .arg(text.left(20));
            return delays;
        }
        if (seconds < DeliverySettings::kMinDelay.count()
            || seconds > DeliverySettings::kMaxDelay.count()) {
            delays.problem = retryWords("%1 is not between 1 s and 7 days.").arg(text.left(20));
            return delays;
        }
        delays.seconds.append(int(seconds));
    }
    if (delays.seconds.size() > qsizetype(DeliverySettings::kMaxDelays))
        delays.problem = retryWords("That is %1 times; at most %2 can be waited.")
                             .arg(delays.seconds.size())
                             .arg(DeliverySettings::kMaxDelays);
    return delays;
}

QString typedText(const QList<int> &seconds)
{
    QStringList texts;
    for (const int each : seconds) {
        const bool isDays = each % kDay == 0;
        const bool isHours = each % kHour == 0;
        const bool isMinutes = each % kMinute == 0;
        texts.append(isDays          ? QStringLiteral("%1d").arg(each / kDay)
                         : isHours   ? QStringLiteral("%1h").arg(each / kHour)
                         : isMinutes ? QStringLiteral("%1m").arg(each / kMinute)
                                     : QStringLiteral("%1s").arg(each));
    }
    return texts.join(QStringLiteral(", "));
}

QString attemptsText(const QList<int> &delays)
{
    if (delays.isEmpty())
        return retryWords("One attempt, at once; what fails is not tried again.");
    QStringList waits;
    for (const int delay : delays)
        waits.append(wholeSpanText(delay));
    const auto total = std::accumulate(delays.begin(), delays.end(), qint64{0});
    return retryWords("%1 attempts within %2: at once, then after %3.")
        .arg(countText(std::uint64_t(delays.size()) + 1), wholeSpanText(total),
             waits.join(QStringLiteral(", ")));
}

} // namespace parley::ui
