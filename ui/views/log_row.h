#pragma once

#include <cstdint>
#include <optional>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace parley::ui {

// One message on its way into a LogStore.
struct LogRow {
    qint64 timeMs = 0; // UTC, milliseconds since 1970
    QString namespaceName{};
    QString topic{};
    quint64 page = 0;
    quint64 sequence = 0; // in its page
    QString publisherId{}; // "" when nobody is known
    QByteArray payload{}; // UTF-8 unless binary; may be a first part of the message
    bool binary = false;
    quint32 payloadBytes = 0; // size of the whole message; 0 means that payload is all of it
};

enum class LogRowKind : quint8 { Message, Gap, Disconnected };

// A marker between messages: something is missing, or the connection was away.
struct LogMarker {
    qint64 fromMs = 0; // Disconnected: when the connection went
    qint64 toMs = 0; // Disconnected: when it came back
    std::optional<quint64>
        count{}; // Gap: messages missed. Disconnected: recovered; none = no history
};

// One row as it is read back. Valid as long as the snapshot (or store, unchanged) it came from.
struct LogRowView {
    quint64 number = 0; // running number in its store, from 1, never used again
    LogRowKind kind = LogRowKind::Message;
    qint64 timeMs = 0;
    QString namespaceName{};
    QString topic{};
    quint64 page = 0;
    quint64 sequence = 0;
    QByteArrayView publisherId{}; // UTF-8
    QByteArrayView payload{};
    bool binary = false;
    quint32 payloadBytes
        = 0; // the whole message; more than payload.size() when only a part is kept
    LogMarker marker{}; // when kind is not Message
};

} // namespace parley::ui
