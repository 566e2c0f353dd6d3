#include "ui/views/log_snapshot.h"

#include "ui/views/log_record.h"

namespace parley::ui {

const LogIndexEntry &LogSnapshot::entry(quint64 number) const
{
    const auto &block = m_blocks[number / LogIndexBlock::kRows - m_firstBlock];
    return block->entries[number % LogIndexBlock::kRows];
}

QByteArrayView LogSnapshot::record(quint64 number) const
{
    const auto &index = entry(number);
    const auto &chunk = m_chunks[(index.offset >> 32) - m_firstChunk];
    return {chunk->bytes.get() + (index.offset & 0xffff'ffffu), qsizetype(index.length)};
}

const LogSource *LogSnapshot::source(quint32 number) const
{
    if (number >= m_sourceCount)
        return nullptr;
    return &m_sources[number / LogSourceBlock::kSources]
                ->sources[number % LogSourceBlock::kSources];
}

std::optional<LogRowView> LogSnapshot::row(quint64 number) const
{
    if (!holds(number))
        return std::nullopt;
    const auto &index = entry(number);
    auto row = LogRecord::decode(record(number));
    row.number = number;
    row.timeMs = index.timeMs;
    row.sequence = index.sequence;
    if (const auto *from = source(index.source)) {
        row.namespaceName = from->namespaceName;
        row.topic = from->topic;
        row.page = from->page;
    }
    return row;
}

} // namespace parley::ui
