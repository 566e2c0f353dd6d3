#include "server/topics/message_search.h"

#include <algorithm>

#include "server/protocol/item_frame.h"
#include "server/protocol/websocket_frame.h"

namespace parley {
namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool contains(std::string_view text, std::string_view part)
{
    return std::search(text.begin(), text.end(), part.begin(), part.end(),
                       [](char a, char b) { return lower(a) == lower(b); })
        != text.end();
}

// The message there when its text has the part; "" when not.
std::string itemWith(std::string_view part, std::string_view body)
{
    const auto item = decodeItem(body);
    if (!item || item->payload.kind != PayloadKind::Text || !contains(item->payload.bytes, part))
        return {};
    return std::string(body);
}

std::string_view bodyAt(std::string_view frames)
{
    const FrameView frame = viewServerFrame(frames.data());
    return frames.substr(frame.headerBytes, frame.bodyBytes);
}

std::size_t charactersIn(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

} // namespace

// One topic's place in the index. As a tap it is told on any thread.
class MessageSearch::Entry final : public Tap, public std::enable_shared_from_this<Entry>
{
public:
    Entry(MessageSearch &owner, std::shared_ptr<TopicLog> topicLog) :
        log(std::move(topicLog)), m_owner(owner)
    {
    }

    const std::shared_ptr<TopicLog> log;
    bool isWanted = false; // search thread; somebody looked for something there
    std::optional<SearchTable::Topic> topic{}; // search thread; nullopt: not looked up yet
    Cursor cursor;

private:
    void wake() override { m_owner.changed(shared_from_this()); }

    MessageSearch &m_owner;
};

MessageSearch::MessageSearch(std::string file, Log log) : m_file(std::move(file)), m_log(log) {}

MessageSearch::~MessageSearch()
{
    stop();
    for (const auto &[log, entry] : m_entries)
        entry->log->removeTap(*entry);
}

void MessageSearch::start()
{
    m_thread = std::thread([this] { run(); });
}

void MessageSearch::stop()
{
    {
        std::lock_guard guard(m_lock);
        m_stopping = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
    for (Task &task : std::exchange(m_tasks, {}))
        task.done(Error{ErrorCode::Unavailable, "the broker is stopping"});
}

void MessageSearch::add(const std::shared_ptr<TopicLog> &log)
{
    std::lock_guard guard(m_lock);
    m_entries[log.get()] = std::make_shared<Entry>(*this, log);
}

void MessageSearch::remove(const std::shared_ptr<TopicLog> &log)
{
    std::shared_ptr<Entry> entry;
    {
        std::lock_guard guard(m_lock);
        const auto found = m_entries.find(log.get());
        if (found == m_entries.end())
            return;
        entry = std::move(found->second);
        m_entries.erase(found);
    }
    log->removeTap(*entry);
}

void MessageSearch::changed(const std::shared_ptr<Entry> &entry)
{
    {
        std::lock_guard guard(m_lock);
        m_changed.push_back(entry);
    }
    m_wake.notify_one();
}

void MessageSearch::search(std::shared_ptr<TopicLog> log, SearchQuery query, Done done)
{
    {
        std::lock_guard guard(m_lock);
        if (!m_stopping && m_tasks.size() < kMaxWaiting) {
            m_tasks.push_back({std::move(log), std::move(query), std::move(done)});
            done = {};
        }
    }
    if (done)
        done(Error{ErrorCode::Busy, "too many searches wait"});
    else
        m_wake.notify_one();
}

// Queries go before indexing; a query has its own topic indexed first, where little is missing.
void MessageSearch::run()
{
    openIndex();
    std::unique_lock guard(m_lock);
    for (;;) {
        m_wake.wait(guard, [this] { return m_stopping || !m_tasks.empty() || !m_changed.empty(); });
        if (m_stopping)
            return;
        if (!m_tasks.empty()) {
            const Task task = std::move(m_tasks.front());
            m_tasks.pop_front();
            guard.unlock();
            task.done(answer(task));
            guard.lock();
            continue;
        }
        const auto entry = std::move(m_changed.back());
        m_changed.pop_back();
        guard.unlock();
        const bool finished = index(*entry);
        guard.lock();
        if (!finished)
            m_changed.insert(m_changed.begin(), entry); // the others first
    }
}

void MessageSearch::openIndex()
{
    auto opened = SearchTable::open(m_file);
    if (opened)
        m_index.emplace(std::move(*opened));
    else
        dropIndex(opened.error());
}

// Searching goes on in the logs. The next start makes a new one.
void MessageSearch::dropIndex(const Error &why)
{
    m_log.error("the search index cannot be used: " + why.message);
    m_index.reset();
}

bool MessageSearch::index(Entry &entry)
{
    if (!m_index || entry.log->isClosed())
        return true;
    entry.rearm();
    auto finished = indexGroup(entry);
    if (finished)
        if (auto ok = m_index->commit(); !ok)
            finished = ok.error();
    if (finished)
        return *finished;
    m_index->rollBack();
    dropIndex(finished.error());
    return true;
}

Result<bool> MessageSearch::indexGroup(Entry &entry)
{
    if (!entry.topic) {
        const Topic settings = entry.log->topic();
        const auto topic = m_index->topic(
            settings.key, settings.earlier ? settings.earlier->first : settings.page);
        if (!topic)
            return topic.error();
        entry.topic = *topic;
        const Position from{settings.page,
                            std::min(topic->indexedThrough, entry.log->visiblePosition().sequence)};
        entry.cursor = entry.log->cursorAt(FromAfter{from});
    }
    const std::int64_t id = entry.topic->id;
    std::size_t messages = 0;
    do {
        for (std::string_view rest = entry.cursor.span().bytes; !rest.empty();) {
            if (messages++ == kGroupMessages)
                return false;
            const std::string_view body = bodyAt(rest);
            const std::size_t size = viewServerFrame(rest.data()).size();
            if (const auto item = decodeItem(body); item && item->payload.kind == PayloadKind::Text)
                if (auto ok = m_index->add(id, item->position.sequence, item->payload.bytes); !ok)
                    return ok.error();
            entry.cursor.consumeFrame(size);
            rest.remove_prefix(size);
        }
    } while (entry.log->advance(entry.cursor));
    if (messages > 0)
        if (auto ok = m_index->setIndexedThrough(id, entry.cursor.sequence()); !ok)
            return ok.error();
    return m_index->removeThrough(id, entry.log->forgottenThrough());
}

SearchResult MessageSearch::answer(const Task &task)
{
    std::shared_ptr<Entry> entry;
    {
        std::lock_guard guard(m_lock);
        if (const auto found = m_entries.find(task.log.get()); found != m_entries.end())
            entry = found->second;
    }
    if (!entry || charactersIn(task.query.text) < SearchTable::kLeastCharacters)
        return fromLog(*task.log, task.query);
    if (!std::exchange(entry->isWanted, true)) {
        task.log->addTap(entry);
        entry->notify(); // for what was there before
    }
    const bool isCurrent = m_index && index(*entry); // a little that is missing is no wait
    if (isCurrent && m_index) {
        auto result = fromIndex(*entry, task);
        if (result)
            return *std::move(result);
        dropIndex(result.error());
    }
    return fromLog(*task.log, task.query);
}

// The index says where to look; the log has the last word.
Result<SearchResult> MessageSearch::fromIndex(Entry &entry, const Task &task)
{
    SearchResult result;
    std::uint64_t before = task.query.before;
    for (;;) {
        const std::size_t wanted = task.query.limit - result.items.size();
        const auto found = m_index->find(entry.topic->id, task.query.text, before, wanted);
        if (!found)
            return found.error();
        for (const std::uint64_t sequence : *found) {
            const Cursor cursor = entry.log->cursorAt(FromAfter{{entry.log->page(), sequence - 1}});
            const std::string_view frames = cursor.span().bytes;
            if (frames.empty() || cursor.hasGap())
                continue; // forgotten meanwhile
            if (std::string item = itemWith(task.query.text, bodyAt(frames)); !item.empty())
                result.items.push_back(std::move(item));
        }
        result.position = found->size() < wanted ? 0 : found->back();
        if (result.position == 0)
            return result;
        before = result.position;
        if (result.items.size() == task.query.limit)
            return result;
    }
}

SearchResult MessageSearch::fromLog(const TopicLog &log, const SearchQuery &query) const
{
    std::deque<std::pair<std::uint64_t, std::string>> newest;
    bool more = false;
    Cursor cursor = log.cursorAt(FromEarliest{});
    do {
        for (std::string_view rest = cursor.span().bytes; !rest.empty();) {
            const std::uint64_t sequence = cursor.sequence() + 1;
            if (sequence >= query.before)
                break;
            const std::size_t size = viewServerFrame(rest.data()).size();
            if (std::string item = itemWith(query.text, bodyAt(rest)); !item.empty())
                newest.emplace_back(sequence, std::move(item));
            if (newest.size() > query.limit) {
                newest.pop_front();
                more = true;
            }
            cursor.consumeFrame(size);
            rest.remove_prefix(size);
        }
    } while (cursor.sequence() + 1 < query.before && log.advance(cursor));
    SearchResult result;
    if (more)
        result.position = newest.front().first;
    for (auto each = newest.rbegin(); each != newest.rend(); ++each)
        result.items.push_back(std::move(each->second));
    return result;
}

} // namespace parley
