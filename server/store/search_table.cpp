#include "server/store/search_table.h"

#include <filesystem>

namespace parley {
namespace {

constexpr int kVersion = 1;
constexpr const char *kSchema = R"sql(
CREATE TABLE topics (
  id INTEGER PRIMARY KEY, namespace TEXT NOT NULL, topic TEXT NOT NULL,
  first_page INTEGER NOT NULL, indexed_through INTEGER NOT NULL, UNIQUE (namespace, topic));
CREATE TABLE rows (
  id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL, sequence INTEGER NOT NULL,
  UNIQUE (topic_id, sequence));
CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = 'trigram');
)sql";

std::int64_t asSigned(std::uint64_t value)
{
    return static_cast<std::int64_t>(std::min<std::uint64_t>(value, INT64_MAX));
}

// One phrase: its pieces in order, wherever they stand. Source: SQLite, "FTS5", section 3.1.
std::string phrase(std::string_view text)
{
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c;
        if (c == '"')
            quoted += c;
    }
    return quoted + '"';
}

Result<std::unique_ptr<Database>> openCurrent(const std::string &path)
{
    auto database = Database::open(path);
    if (!database)
        return database.error();
    // It can be made anew, so it need not wait for the disk.
    if (auto ok = database->execute("PRAGMA synchronous=OFF"); !ok)
        return ok.error();
    if (database->version() == 0) {
        if (auto ok = database->execute(kSchema); !ok)
            return ok.error();
        if (auto ok = database->setVersion(kVersion); !ok)
            return ok.error();
    }
    if (database->version() != kVersion)
        return Error{ErrorCode::FailedPrecondition, "an index of another version"};
    return std::make_unique<Database>(std::move(*database));
}

} // namespace

Result<SearchTable> SearchTable::open(const std::string &path)
{
    auto database = openCurrent(path);
    if (!database) {
        std::error_code ignored;
        for (const char *suffix : {"", "-wal", "-shm"})
            std::filesystem::remove(path + suffix, ignored);
        database = openCurrent(path);
    }
    if (!database)
        return database.error();
    return SearchTable(std::move(*database));
}

SearchTable::SearchTable(std::unique_ptr<Database> database) :
    m_database(std::move(database)),
    m_findTopic(m_database->prepare("SELECT id, first_page, indexed_through FROM topics "
                                    "WHERE namespace = ? AND topic = ?")),
    m_putTopic(m_database->prepare("INSERT OR REPLACE INTO topics (id, namespace, topic, "
                                   "first_page, indexed_through) VALUES (?, ?, ?, ?, 0)")),
    m_setIndexed(m_database->prepare("UPDATE topics SET indexed_through = ? WHERE id = ?")),
    m_addRow(m_database->prepare("INSERT OR IGNORE INTO rows (topic_id, sequence) VALUES (?, ?)")),
    m_addText(m_database->prepare("INSERT INTO texts (rowid, text) VALUES (?, ?)")),
    m_old(m_database->prepare("SELECT id FROM rows WHERE topic_id = ? AND sequence <= ? "
                              "ORDER BY sequence LIMIT ?")),
    m_removeRow(m_database->prepare("DELETE FROM rows WHERE id = ?")),
    m_removeText(m_database->prepare("DELETE FROM texts WHERE rowid = ?")),
    m_find(m_database->prepare("SELECT rows.sequence FROM texts JOIN rows ON rows.id = texts.rowid "
                               "WHERE texts MATCH ? AND rows.topic_id = ? AND rows.sequence < ? "
                               "ORDER BY rows.sequence DESC LIMIT ?"))
{
}

Result<SearchTable::Topic> SearchTable::topic(const TopicKey &key, std::uint64_t firstPage)
{
    std::optional<Topic> found;
    std::int64_t foundPage = 0;
    m_findTopic.bind(0, key.nameSpace.text()).bind(1, key.topic.text());
    while (m_findTopic.next()) {
        found = Topic{m_findTopic.integer(0), static_cast<std::uint64_t>(m_findTopic.integer(2))};
        foundPage = m_findTopic.integer(1);
    }
    if (const auto failure = m_findTopic.failure())
        return *failure;
    if (found && foundPage == asSigned(firstPage))
        return *found;
    if (auto ok = m_database->begin(); !ok)
        return ok.error();
    if (found)
        if (auto ok = clear(found->id); !ok)
            return ok.error();
    if (auto ok = m_putTopic.bind(0, found ? std::optional(found->id) : std::nullopt)
                      .bind(1, key.nameSpace.text())
                      .bind(2, key.topic.text())
                      .bind(3, asSigned(firstPage))
                      .run();
        !ok)
        return ok.error();
    return found ? Topic{found->id, 0} : Topic{m_database->lastRowId(), 0};
}

Result<void> SearchTable::clear(std::int64_t topicId)
{
    for (;;) {
        const auto done = removeThrough(topicId, UINT64_MAX);
        if (!done)
            return done.error();
        if (*done)
            return {};
    }
}

Result<void> SearchTable::add(std::int64_t topicId, std::uint64_t sequence, std::string_view text)
{
    if (auto ok = m_database->begin(); !ok)
        return ok;
    if (auto ok = m_addRow.bind(0, topicId).bind(1, asSigned(sequence)).run(); !ok)
        return ok;
    if (m_database->changes() == 0)
        return {}; // it is there already
    return m_addText.bind(0, m_database->lastRowId()).bind(1, text).run();
}

Result<void> SearchTable::setIndexedThrough(std::int64_t topicId, std::uint64_t sequence)
{
    if (auto ok = m_database->begin(); !ok)
        return ok;
    return m_setIndexed.bind(0, asSigned(sequence)).bind(1, topicId).run();
}

Result<bool> SearchTable::removeThrough(std::int64_t topicId, std::uint64_t sequence)
{
    std::vector<std::int64_t> ids;
    m_old.bind(0, topicId).bind(1, asSigned(sequence)).bind(2, kRemovedAtOnce);
    while (m_old.next())
        ids.push_back(m_old.integer(0));
    if (const auto failure = m_old.failure())
        return *failure;
    if (ids.empty())
        return true;
    if (auto ok = m_database->begin(); !ok)
        return ok.error();
    for (const std::int64_t id : ids) {
        if (auto ok = m_removeText.bind(0, id).run(); !ok)
            return ok.error();
        if (auto ok = m_removeRow.bind(0, id).run(); !ok)
            return ok.error();
    }
    return std::int64_t(ids.size()) < kRemovedAtOnce;
}

Result<std::vector<std::uint64_t>> SearchTable::find(std::int64_t topicId, std::string_view text,
                                                     std::uint64_t before, std::size_t limit)
{
    std::vector<std::uint64_t> sequences;
    const std::string wanted = phrase(text);
    m_find.bind(0, wanted)
        .bind(1, topicId)
        .bind(2, asSigned(before))
        .bind(3, static_cast<std::int64_t>(limit));
    while (m_find.next())
        sequences.push_back(static_cast<std::uint64_t>(m_find.integer(0)));
    if (const auto failure = m_find.failure())
        return *failure;
    return sequences;
}

} // namespace parley
