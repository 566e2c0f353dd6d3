#include "ui/views/log_store.h"

#include <cstring>

#include "ui/views/log_record.h"

namespace parley::ui {
namespace {

constexpr quint32 kNoSource = LogStore::kMaxSources; // the record carries its own
constexpr qsizetype kMinChunkBytes = 4096;
constexpr quint64 kChunksPerStore = 8; // at least, so that evicting one is not evicting all

} // namespace

LogStore::LogStore(QObject *parent) : LogStore(Limits{}, parent) {}

LogStore::LogStore(Limits limits, QObject *parent) : QObject(parent), m_limits(limits)
{
    m_limits.rows = qMax(m_limits.rows, quint64(1));
    m_chunkBytes
        = qBound(kMinChunkBytes, qsizetype(m_limits.bytes / kChunksPerStore), LogChunk::kBytes);
}

LogStore::~LogStore() = default;

void LogStore::append(const LogRow &row)
{
    appendRecord(row, LogRowKind::Message,
                 QByteArrayView(row.payload).first(qMin(row.payload.size(), kMaxKeptPayload)));
}

void LogStore::appendGap(qint64 timeMs, const QString &namespaceName, const QString &topic,
                         std::optional<quint64> missed)
{
    LogRow row;
    row.timeMs = timeMs;
    row.namespaceName = namespaceName;
    row.topic = topic;
    appendRecord(row, LogRowKind::Gap, LogRecord::markerPayload({timeMs, timeMs, missed}));
}

void LogStore::appendDisconnected(qint64 fromMs, qint64 toMs, std::optional<quint64> recovered)
{
    LogRow row;
    row.timeMs = toMs;
    appendRecord(row, LogRowKind::Disconnected,
                 LogRecord::markerPayload({fromMs, toMs, recovered}));
}

void LogStore::clear()
{
    const auto end = m_state.endNumber;
    m_state = {};
    m_state.firstNumber = m_state.endNumber = end;
    m_sourceNumbers.clear();
    m_lastSource = 0;
    m_openChunk.reset();
    m_heldBytes = 0;
    Q_EMIT rowsAppended();
}

void LogStore::appendRecord(const LogRow &row, LogRowKind kind, QByteArrayView payload)
{
    const auto source = sourceNumber(row);
    const auto prefix = LogRecord::prefix(row, kind, source == kNoSource, payload.size());
    const auto length = prefix.size() + payload.size();
    const auto place = reserve(length);
    std::memcpy(place.bytes, prefix.constData(), std::size_t(prefix.size()));
    if (!payload.isEmpty())
        std::memcpy(place.bytes + prefix.size(), payload.data(), std::size_t(payload.size()));
    newEntry() = {row.timeMs, row.sequence, source, quint32(length), place.offset};
    ++m_state.endNumber;
    evictSurplus();
    Q_EMIT rowsAppended();
}

quint32 LogStore::sourceNumber(const LogRow &row)
{
    const auto *last = m_state.source(m_lastSource);
    if (last && last->page == row.page && last->topic == row.topic
        && last->namespaceName == row.namespaceName)
        return m_lastSource;
    const QString key
        = row.namespaceName + QChar(0) + row.topic + QChar(0) + QString::number(row.page);
    const auto known = m_sourceNumbers.constFind(key);
    if (known != m_sourceNumbers.cend())
        return m_lastSource = *known;
    const bool tooLong = row.topic.size() > LogRecord::kMaxNameLength
        || row.namespaceName.size() > LogRecord::kMaxNameLength;
    if (tooLong || m_state.m_sourceCount >= kMaxSources)
        return kNoSource;
    m_lastSource = addSource(row);
    m_sourceNumbers.insert(key, m_lastSource);
    return m_lastSource;
}

quint32 LogStore::addSource(const LogRow &row)
{
    const auto number = m_state.m_sourceCount;
    if (number % LogSourceBlock::kSources == 0)
        m_state.m_sources.push_back(std::make_shared<LogSourceBlock>());
    m_state.m_sources.back()->sources[number % LogSourceBlock::kSources]
        = {row.namespaceName, row.topic, row.page};
    ++m_state.m_sourceCount;
    return number;
}

LogIndexEntry &LogStore::newEntry()
{
    const auto number = m_state.endNumber;
    const auto block = number / LogIndexBlock::kRows;
    if (m_state.m_blocks.empty())
        m_state.m_firstBlock = block;
    if (block - m_state.m_firstBlock == m_state.m_blocks.size())
        m_state.m_blocks.push_back(std::make_shared<LogIndexBlock>());
    return m_state.m_blocks.back()->entries[number % LogIndexBlock::kRows];
}

LogStore::Place LogStore::reserve(qsizetype bytes)
{
    // A large record gets a chunk of its own size, so that the open one is not closed half empty.
    quint64 number = 0;
    if (bytes > m_chunkBytes / 4) {
        number = addChunk(bytes);
    } else {
        if (m_openChunk && chunk(*m_openChunk).used + bytes > m_chunkBytes) {
            const auto full = *m_openChunk;
            m_openChunk.reset();
            releaseIfEmpty(full);
        }
        if (!m_openChunk)
            m_openChunk = addChunk(m_chunkBytes);
        number = *m_openChunk;
    }
    auto &target = chunk(number);
    const auto at = target.used;
    target.used += bytes;
    ++target.liveRows;
    return {target.bytes.get() + at, (number << 32) | quint64(at)};
}

quint64 LogStore::addChunk(qsizetype capacity)
{
    auto added = std::make_shared<LogChunk>();
    added->bytes = std::make_unique_for_overwrite<char[]>(std::size_t(capacity));
    added->capacity = capacity;
    m_heldBytes += quint64(capacity);
    m_state.m_chunks.push_back(std::move(added));
    return m_state.m_firstChunk + m_state.m_chunks.size() - 1;
}

LogChunk &LogStore::chunk(quint64 number)
{
    return *m_state.m_chunks[number - m_state.m_firstChunk];
}

void LogStore::releaseIfEmpty(quint64 chunkNumber)
{
    auto &held = m_state.m_chunks[chunkNumber - m_state.m_firstChunk];
    if (held->liveRows > 0 || m_openChunk == chunkNumber)
        return;
    m_heldBytes -= quint64(held->capacity);
    held.reset();
    while (!m_state.m_chunks.empty() && !m_state.m_chunks.front()) {
        m_state.m_chunks.pop_front();
        ++m_state.m_firstChunk;
    }
}

void LogStore::evictOldest()
{
    const auto number = m_state.firstNumber;
    const auto chunkNumber = m_state.entry(number).offset >> 32;
    --chunk(chunkNumber).liveRows;
    releaseIfEmpty(chunkNumber);
    ++m_state.firstNumber;
    ++m_evictedRows;
    if (m_state.firstNumber / LogIndexBlock::kRows > m_state.m_firstBlock) {
        m_state.m_blocks.pop_front();
        ++m_state.m_firstBlock;
    }
}

void LogStore::evictSurplus()
{
    // The newest row stays even when it alone is over the limit: it has just arrived.
    while (rowCount() > 1 && (rowCount() > m_limits.rows || m_heldBytes > m_limits.bytes))
        evictOldest();
}

} // namespace parley::ui
