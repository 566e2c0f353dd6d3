#pragma once

#include <optional>

#include <QHash>
#include <QObject>

#include "ui/views/log_row.h"
#include "ui/views/log_snapshot.h"

namespace parley::ui {

// The rows of a live log: a ring of the newest messages, bounded by rows and by bytes. A row costs
// 32 bytes of index and its own bytes; append, eviction and access by number are O(1).
// Thread: GUI. Readers on other threads take a snapshot().
class LogStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogStore)

public:
    struct Limits {
        quint64 rows = 1'000'000; // what a person can still scroll and filter in a moment
        quint64 bytes = 256ull * 1024 * 1024; // of payload chunks held
    };
    //! Bytes kept of one message; payloadBytes tells the whole. Bounds what one row can evict.
    static constexpr qsizetype kMaxKeptPayload = 1024 * 1024;
    //! Topics (with their page) told apart by a number; rows of further ones carry their own name.
    static constexpr quint32 kMaxSources = 65'536;

    explicit LogStore(QObject *parent = nullptr);
    explicit LogStore(Limits limits, QObject *parent = nullptr);
    ~LogStore() override;

    void append(const LogRow &row);
    void appendGap(qint64 timeMs, const QString &namespaceName, const QString &topic,
                   std::optional<quint64> missed);
    void appendDisconnected(qint64 fromMs, qint64 toMs, std::optional<quint64> recovered);
    void clear(); // forgets all rows; numbers go on. LogView::clear() only hides them.

    //! Running numbers: rows [first, end) are held; first == end when empty.
    quint64 firstNumber() const { return m_state.firstNumber; }
    quint64 endNumber() const { return m_state.endNumber; }
    quint64 rowCount() const { return endNumber() - firstNumber(); }
    quint64 appendedRows() const { return endNumber() - 1; } // since the store was made
    quint64 evictedRows() const { return m_evictedRows; } // fell out because of the limits
    quint64 heldBytes() const { return m_heldBytes; } // of payload chunks, as limited
    const Limits &limits() const { return m_limits; }

    std::optional<LogRowView> row(quint64 number) const { return m_state.row(number); }
    const LogSnapshot &snapshot() const { return m_state; } // copy it to keep it

Q_SIGNALS:
    void rowsAppended(); // also after clear(); once per call, so connect something cheap

private:
    struct Place {
        char *bytes = nullptr;
        quint64 offset = 0; // as in LogIndexEntry
    };
    void appendRecord(const LogRow &row, LogRowKind kind, QByteArrayView payload);
    quint32 sourceNumber(const LogRow &row);
    quint32 addSource(const LogRow &row);
    LogIndexEntry &newEntry();
    Place reserve(qsizetype bytes);
    quint64 addChunk(qsizetype capacity); // its number
    LogChunk &chunk(quint64 number);
    void releaseIfEmpty(quint64 chunkNumber);
    void evictOldest();
    void evictSurplus();

    Limits m_limits{};
    qsizetype m_chunkBytes = 0;
    LogSnapshot m_state;
    QHash<QString, quint32> m_sourceNumbers;
    quint32 m_lastSource = 0; // of the row before: most rows come from the same topic
    std::optional<quint64> m_openChunk{}; // where small records go
    quint64 m_heldBytes = 0;
    quint64 m_evictedRows = 0;
};

} // namespace parley::ui
