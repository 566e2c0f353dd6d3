#pragma once

#include <array>
#include <deque>
#include <memory>

#include "ui/views/log_row.h"

namespace parley::ui {

// What a row costs beside its bytes. The running number is the place in the ring.
struct LogIndexEntry {
    qint64 timeMs = 0;
    quint64 sequence = 0; // in the topic's page
    quint32 source = 0; // into LogSnapshot::sources
    quint32 length = 0; // of the record: prefix and payload
    quint64 offset = 0; // chunk number << 32 | place in the chunk
};
static_assert(sizeof(LogIndexEntry) == 32);

struct LogIndexBlock {
    static constexpr quint64 kRows = 8192;
    std::array<LogIndexEntry, kRows> entries; // written once each, in order
};

struct LogChunk {
    static constexpr qsizetype kBytes = 1024 * 1024;
    std::unique_ptr<char[]> bytes{};
    qsizetype capacity = 0;
    qsizetype used = 0;
    quint64 liveRows = 0;
};

struct LogSource {
    QString namespaceName{};
    QString topic{};
    quint64 page = 0;
};

struct LogSourceBlock {
    static constexpr quint32 kSources = 256;
    std::array<LogSource, kSources> sources{};
};

// The rows of a LogStore at one moment. A copy shares the bytes, costs about 400 pointers for a
// full store, and stays readable while the store goes on and evicts. Thread: any for a copy: the
// store never writes again to what a copy can reach.
class LogSnapshot
{
public:
    quint64 firstNumber = 1;
    quint64 endNumber = 1;

    std::optional<LogRowView> row(quint64 number) const; // nothing when it is not held
    const LogSource *source(quint32 number) const; // null for rows that carry their own name
    QByteArrayView record(quint64 number) const; // must be held
    const LogIndexEntry &entry(quint64 number) const; // must be held
    bool holds(quint64 number) const { return number >= firstNumber && number < endNumber; }

private:
    friend class LogStore;
    std::deque<std::shared_ptr<LogIndexBlock>> m_blocks;
    quint64 m_firstBlock = 0; // number of m_blocks.front(): row number / kRows
    std::deque<std::shared_ptr<LogChunk>> m_chunks; // null: its rows are gone
    quint64 m_firstChunk = 0;
    std::deque<std::shared_ptr<LogSourceBlock>> m_sources;
    quint32 m_sourceCount = 0;
};

} // namespace parley::ui
