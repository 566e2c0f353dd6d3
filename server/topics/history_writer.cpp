#include "server/topics/history_writer.h"

#include "server/protocol/item_frame.h"
#include "server/protocol/websocket_frame.h"
#include "server/topics/item_scan.h"

namespace parley {
namespace {

std::uint64_t firstPageOf(const Topic &topic)
{
    return topic.earlier ? topic.earlier->first : topic.page;
}

Result<void> readItem(ItemDecoder &decoder, std::string_view json, PublishedMessage &message)
{
    if (scanItem(json, message))
        return {};
    auto decoded = decoder.decode(json);
    if (!decoded)
        return decoded.error();
    message = *std::move(decoded);
    return {};
}

// Into the block, which is stored first when it is full.
Result<void> pack(Tables &tables, MessageBlock &block, const PublishedMessage &message)
{
    if (block.add(message))
        return {};
    if (auto ok = tables.messages().append(block); !ok)
        return ok;
    block.begin(block.topicId());
    [[maybe_unused]] const bool fits = block.add(message); // the first one does
    return {};
}

} // namespace

// One topic's writer. As a tap it is told of every append.
class HistoryWriter::Entry final : public Tap, public std::enable_shared_from_this<Entry>
{
public:
    Entry(HistoryWriter &writer, std::shared_ptr<TopicLog> topicLog) :
        log(std::move(topicLog)), cursor(log->writerCursor(log->lastPosition().sequence)),
        firstPage(firstPageOf(log->topic())), m_writer(writer)
    {
    }

    const std::shared_ptr<TopicLog> log;
    Cursor cursor;
    const std::uint64_t firstPage; // rows of older ones are not its own
    std::optional<std::int64_t> topicId{};
    bool isForgetting = false; // it is in m_forgetting
    std::uint64_t forgottenThrough = 0; // deleted from the store, because the log let go of it

private:
    void wake() override { m_writer.changed(shared_from_this()); }

    HistoryWriter &m_writer;
};

HistoryWriter::HistoryWriter(Store &store, Log log) : m_store(store), m_log(log) {}

HistoryWriter::~HistoryWriter()
{
    for (const auto &entry : m_entries)
        entry->log->setWriter(nullptr); // log and entry hold each other
}

void HistoryWriter::add(const std::shared_ptr<TopicLog> &log)
{
    auto entry = std::make_shared<Entry>(*this, log);
    std::optional<Error> failure;
    {
        std::lock_guard guard(m_lock);
        m_entries.push_back(entry);
        failure = m_failure;
    }
    if (failure && log->durability() == Durability::Durable)
        log->setFailed(*std::move(failure));
    log->setWriter(entry);
    entry->notify(); // for what was appended before the log knew its writer
}

void HistoryWriter::remove(const TopicKey &key)
{
    {
        std::lock_guard guard(m_lock);
        for (const auto &entry : m_entries)
            if (entry->log->key() == key)
                entry->log->setWriter(nullptr);
        std::erase_if(m_entries, [&](const auto &entry) { return entry->log->key() == key; });
        std::erase_if(m_changed, [&](const auto &entry) { return entry->log->key() == key; });
    }
    m_store.write(
        [this, key](Tables &tables) {
            m_sweeping = true;
            return tables.messages().deleteTopic(key);
        },
        {});
}

void HistoryWriter::changed(const std::shared_ptr<Entry> &entry)
{
    {
        std::lock_guard guard(m_lock);
        m_changed.push_back(entry);
    }
    m_store.wake();
}

Result<std::size_t> HistoryWriter::writeBatch(Tables &tables, std::size_t maxRows)
{
    auto ready = std::exchange(m_unfinished, {});
    {
        std::lock_guard guard(m_lock);
        ready.insert(ready.end(), m_changed.begin(), m_changed.end());
        m_changed.clear();
    }
    std::size_t rows = 0;
    for (const auto &entry : ready) {
        if (entry->log->isClosed())
            continue; // deleted: rows under its old number would be nobody's
        if (rows >= maxRows) {
            m_unfinished.push_back(entry);
            continue;
        }
        entry->rearm();
        auto written = writeEntry(tables, *entry, maxRows - rows);
        if (!written)
            return written;
        rows += *written;
        m_written.push_back(entry);
        if (!std::exchange(entry->isForgetting, true))
            m_forgetting.push_back(entry);
        if (rows >= maxRows)
            m_unfinished.push_back(entry); // perhaps finished; looking again costs nothing
    }
    if (auto ok = clean(tables); !ok)
        return ok.error();
    return rows;
}

// Large deletions go on from group to group, a part in each.
Result<void> HistoryWriter::clean(Tables &tables)
{
    for (auto &entry : std::exchange(m_forgetting, {})) {
        if (entry->log->isClosed())
            continue;
        const auto done = forgetOld(tables, *entry);
        if (!done)
            return done.error();
        entry->isForgetting = !*done;
        if (!*done)
            m_forgetting.push_back(std::move(entry));
    }
    if (m_sweeping && m_removals < kMaxRemovals) {
        ++m_removals;
        const auto done = tables.messages().sweepDeleted();
        if (!done)
            return done.error();
        m_sweeping = !*done;
    }
    return {};
}

Result<std::size_t> HistoryWriter::writeEntry(Tables &tables, Entry &entry, std::size_t maxRows)
{
    if (!entry.topicId) {
        auto id = tables.messages().topicId(entry.log->key());
        if (!id)
            return id.error();
        entry.topicId = *id;
    }
    std::size_t rows = 0;
    m_block.begin(*entry.topicId);
    PublishedMessage message{.key = entry.log->key()}; // keeps its memory from one to the next
    while (rows < maxRows) {
        std::string_view bytes = entry.cursor.span().bytes;
        if (bytes.empty() && !entry.log->advance(entry.cursor))
            break;
        while (!bytes.empty() && rows < maxRows) {
            const FrameView frame = viewServerFrame(bytes.data());
            const std::string_view json = bytes.substr(frame.headerBytes, frame.bodyBytes);
            if (auto ok = readItem(m_decoder, json, message); !ok)
                return ok.error();
            message.position.page = entry.log->page();
            if (auto ok = pack(tables, m_block, message); !ok)
                return ok.error();
            entry.cursor.consumeFrame(frame.size());
            bytes.remove_prefix(frame.size());
            ++rows;
        }
    }
    if (auto ok = tables.messages().append(m_block); !ok)
        return ok.error();
    return rows;
}

// What the log no longer keeps is not kept on disk either. \return whether all of it is gone.
Result<bool> HistoryWriter::forgetOld(Tables &tables, Entry &entry)
{
    const std::uint64_t forgotten = entry.log->forgottenThrough();
    if (forgotten <= entry.forgottenThrough)
        return true;
    if (m_removals >= kMaxRemovals)
        return false;
    ++m_removals;
    auto done = tables.messages().removeThrough(*entry.topicId, entry.firstPage, forgotten);
    if (done && *done)
        entry.forgottenThrough = forgotten;
    return done;
}

void HistoryWriter::batchCommitted()
{
    m_removals = 0;
    if (m_sweeping || !m_forgetting.empty())
        m_store.wake();
    for (const auto &entry : std::exchange(m_written, {}))
        entry->log->commitThrough(entry->cursor.sequence());
}

std::vector<std::shared_ptr<HistoryWriter::Entry>>
HistoryWriter::entriesWith(std::optional<Error> failure)
{
    std::lock_guard guard(m_lock);
    m_failure = std::move(failure);
    return m_entries;
}

void HistoryWriter::batchFailed(const Error &error)
{
    m_written.clear();
    m_removals = 0;
    for (const auto &entry : entriesWith(error))
        if (entry->log->durability() == Durability::Durable)
            entry->log->setFailed(error);
}

Result<void> HistoryWriter::storeMended(Tables &tables)
{
    const auto entries = entriesWith(std::nullopt);
    std::vector<std::uint64_t> stored;
    for (const auto &entry : entries) {
        const auto last = tables.messages().lastSequence(entry->log->key(), entry->firstPage);
        if (!last)
            return last.error();
        stored.push_back(*last);
    }
    m_unfinished = entries;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        Entry &entry = *entries[i];
        entry.topicId.reset();
        entry.cursor = entry.log->writerCursor(stored[i]);
        entry.log->commitThrough(stored[i]);
        entry.log->setMended();
    }
    return {};
}

} // namespace parley
