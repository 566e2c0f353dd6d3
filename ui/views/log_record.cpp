#include "ui/views/log_record.h"

#include <cstring>

namespace parley::ui {
namespace {

enum Flag : quint8 { Binary = 1, HasSize = 2, OwnSource = 4 };
constexpr int kKindShift = 4;

template <typename T>
void put(LogRecord::Prefix &prefix, T value)
{
    char bytes[sizeof(T)];
    std::memcpy(bytes, &value, sizeof(T));
    prefix.append(bytes, qsizetype(sizeof(T)));
}

template <typename T>
T take(QByteArrayView &bytes)
{
    T value{};
    std::memcpy(&value, bytes.data(), sizeof(T));
    bytes = bytes.sliced(qsizetype(sizeof(T)));
    return value;
}

QByteArrayView takeBytes(QByteArrayView &bytes, qsizetype size)
{
    const auto part = bytes.first(size);
    bytes = bytes.sliced(size);
    return part;
}

} // namespace

LogRecord::Prefix LogRecord::prefix(const LogRow &row, LogRowKind kind, bool withSource,
                                    qsizetype keptPayload)
{
    const auto publisher = row.publisherId.toUtf8().left(kMaxPublisherLength);
    const auto size = row.payloadBytes ? row.payloadBytes : quint32(row.payload.size());
    const bool hasSize = kind == LogRowKind::Message && size > quint32(keptPayload);
    Prefix prefix;
    put(prefix,
        quint8((row.binary ? Binary : 0) | (hasSize ? HasSize : 0) | (withSource ? OwnSource : 0)
               | (int(kind) << kKindShift)));
    put(prefix, quint8(publisher.size()));
    if (hasSize)
        put(prefix, size);
    if (withSource) {
        const auto nameSpace = row.namespaceName.toUtf8().left(kMaxNameLength);
        const auto topic = row.topic.toUtf8().left(kMaxNameLength);
        put(prefix, quint16(nameSpace.size()));
        put(prefix, quint16(topic.size()));
        put(prefix, row.page);
        prefix.append(nameSpace.constData(), nameSpace.size());
        prefix.append(topic.constData(), topic.size());
    }
    prefix.append(publisher.constData(), publisher.size());
    return prefix;
}

QByteArray LogRecord::markerPayload(const LogMarker &marker)
{
    Prefix bytes;
    put(bytes, marker.fromMs);
    put(bytes, marker.toMs);
    put(bytes, marker.count ? *marker.count + 1 : quint64(0));
    return {bytes.constData(), bytes.size()};
}

LogRowView LogRecord::decode(QByteArrayView record)
{
    LogRowView row;
    const auto flags = take<quint8>(record);
    const auto publisherLength = take<quint8>(record);
    const auto size = (flags & HasSize) ? take<quint32>(record) : 0;
    row.kind = LogRowKind(flags >> kKindShift);
    row.binary = flags & Binary;
    if (flags & OwnSource) {
        const auto namespaceLength = take<quint16>(record);
        const auto topicLength = take<quint16>(record);
        row.page = take<quint64>(record);
        row.namespaceName = QString::fromUtf8(takeBytes(record, namespaceLength));
        row.topic = QString::fromUtf8(takeBytes(record, topicLength));
    }
    row.publisherId = takeBytes(record, publisherLength);
    if (row.kind == LogRowKind::Message) {
        row.payload = record;
        row.payloadBytes = size ? size : quint32(record.size());
        return row;
    }
    row.marker.fromMs = take<qint64>(record);
    row.marker.toMs = take<qint64>(record);
    if (const auto count = take<quint64>(record))
        row.marker.count = count - 1;
    return row;
}

LogRecord::Texts LogRecord::texts(QByteArrayView record)
{
    Texts texts;
    const auto flags = take<quint8>(record);
    const auto publisherLength = take<quint8>(record);
    texts.kind = LogRowKind(flags >> kKindShift);
    texts.binary = flags & Binary;
    if (flags & HasSize)
        take<quint32>(record);
    if (flags & OwnSource) {
        const auto namespaceLength = take<quint16>(record);
        const auto topicLength = take<quint16>(record);
        take<quint64>(record);
        takeBytes(record, namespaceLength + topicLength);
    }
    texts.publisherId = takeBytes(record, publisherLength);
    texts.payload = record;
    return texts;
}

} // namespace parley::ui
