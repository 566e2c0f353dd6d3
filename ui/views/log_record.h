#pragma once

#include <QVarLengthArray>

#include "ui/views/log_row.h"

namespace parley::ui {

// How a row lies in a LogStore's chunk: a prefix, then the payload. Thread: any.
//   flags u8 | publisher length u8 | [message size u32] | [own source] | publisher | payload
// The own source (lengths u16 u16, page u64, namespace, topic) is there only when the store had no
// number left for it. A marker's payload is fromMs, toMs, count + 1 (0 = none), 8 bytes each.
class LogRecord
{
public:
    static constexpr qsizetype kMaxNameLength = 512; // of a namespace or topic name, bytes
    static constexpr qsizetype kMaxPublisherLength = 255;
    static constexpr qsizetype kMarkerBytes = 24;
    using Prefix = QVarLengthArray<char, 384>;

    static Prefix prefix(const LogRow &row, LogRowKind kind, bool withSource,
                         qsizetype keptPayload);
    static QByteArray markerPayload(const LogMarker &marker);

    //! Fills what the record knows; number, time and sequence, and usually the source, stand in the
    //! index.
    static LogRowView decode(QByteArrayView record);

    //! The parts that a search reads, without making strings of the rest.
    struct Texts {
        LogRowKind kind = LogRowKind::Message;
        bool binary = false;
        QByteArrayView publisherId{};
        QByteArrayView payload{};
    };
    static Texts texts(QByteArrayView record);
};

} // namespace parley::ui
