#include "ui/views/log_cells.h"

#include <QDateTime>
#include <QLocale>

#include "ui/models/payload_gist.h"
#include "ui/views/display_text.h"

namespace parley::ui {
namespace {

constexpr qint64 kMsPerSecond = 1000;
constexpr qsizetype kHexBytes = 64; // three characters each

} // namespace

void LogCells::setUtc(bool utc)
{
    m_utc = utc;
    m_second = -1;
}

QString LogCells::title(LogColumn column)
{
    switch (column) {
    case LogColumn::Time: return tr("Time");
    case LogColumn::Topic: return tr("Topic");
    case LogColumn::Position: return tr("Position");
    case LogColumn::Bytes: return tr("Bytes");
    case LogColumn::Publisher: return tr("Publisher");
    case LogColumn::Payload: return tr("Payload");
    }
    return {};
}

QString LogCells::text(const LogRowView &row, LogColumn column) const
{
    switch (column) {
    case LogColumn::Time: return QString::fromLatin1(time(row.timeMs));
    case LogColumn::Topic: return displayLine(topic(row), kMaxCellLength).text;
    default: break;
    }
    if (row.kind != LogRowKind::Message)
        return column == LogColumn::Payload ? marker(row) : QString();
    switch (column) {
    case LogColumn::Position: return QString::fromLatin1(position(row));
    case LogColumn::Bytes: return QString::number(row.payloadBytes);
    case LogColumn::Publisher: return displayLine(row.publisherId, kMaxCellLength).text;
    default: break;
    }
    const auto words = row.binary ? QString() : payloadText(row.payload, kMaxCellLength);
    if (!words.isEmpty())
        return displayLine(words, kMaxCellLength).text;
    const auto shown = row.binary ? displayHex(row.payload, kHexBytes)
                                  : displayLine(row.payload, kMaxCellLength);
    return shown.cut ? shown.text + QChar(0x2026) : shown.text;
}

QString LogCells::marker(const LogRowView &row) const
{
    const QLocale locale;
    if (row.kind == LogRowKind::Gap) {
        return row.marker.count
            ? tr("gap in %1: %2 missing").arg(topic(row), locale.toString(*row.marker.count))
            : tr("gap in %1: how many are missing is not known").arg(topic(row));
    }
    const auto span = QString::fromLatin1(seconds(row.marker.fromMs)) + QChar(0x2013)
        + QString::fromLatin1(seconds(row.marker.toMs));
    if (!row.marker.count)
        return tr("disconnected %1, history not available").arg(span);
    return tr("disconnected %1, %2 recovered").arg(span, locale.toString(*row.marker.count));
}

QString LogCells::line(const LogRowView &row) const
{
    const auto iso
        = QDateTime::fromMSecsSinceEpoch(row.timeMs, Qt::UTC).toString(Qt::ISODateWithMs);
    if (row.kind != LogRowKind::Message)
        return iso + u'\t' + marker(row);
    const auto payload = row.binary ? QString::fromLatin1(row.payload.toByteArray().toBase64())
                                    : QString::fromUtf8(row.payload);
    return QStringList{iso,
                       topic(row),
                       QString::fromLatin1(position(row)),
                       QString::number(row.payloadBytes),
                       QString::fromUtf8(row.publisherId),
                       QString(payload).replace(u'\n', u' ')}
        .join(u'\t');
}

QString LogCells::spoken(const LogRowView &row) const
{
    if (row.kind != LogRowKind::Message)
        return marker(row);
    const auto payload = row.binary ? tr("binary, %n byte(s)", nullptr, int(row.payloadBytes))
                                    : text(row, LogColumn::Payload);
    return tr("%1, %2: %3").arg(QString::fromLatin1(seconds(row.timeMs)), topic(row), payload);
}

QByteArray LogCells::time(qint64 ms) const
{
    const auto part = int(((ms % kMsPerSecond) + kMsPerSecond) % kMsPerSecond);
    auto text = seconds(ms) + ".000";
    text[9] = char('0' + part / 100);
    text[10] = char('0' + part / 10 % 10);
    text[11] = char('0' + part % 10);
    return text;
}

QByteArray LogCells::seconds(qint64 ms) const
{
    const auto second = (ms - (((ms % kMsPerSecond) + kMsPerSecond) % kMsPerSecond)) / kMsPerSecond;
    if (second != m_second || m_secondText.isEmpty()) {
        m_second = second;
        const auto moment = QDateTime::fromMSecsSinceEpoch(second * kMsPerSecond,
                                                           m_utc ? Qt::UTC : Qt::LocalTime);
        m_secondText = moment.isValid() ? moment.time().toString(u"HH:mm:ss").toLatin1()
                                        : QByteArray("--:--:--");
    }
    return m_secondText;
}

QByteArray LogCells::position(const LogRowView &row)
{
    return QByteArray::number(row.page) + ':' + QByteArray::number(row.sequence);
}

QString LogCells::topic(const LogRowView &row)
{
    if (row.namespaceName.isEmpty() || row.namespaceName == QLatin1String("default"))
        return row.topic;
    return row.namespaceName + QStringLiteral(" / ") + row.topic;
}

} // namespace parley::ui
