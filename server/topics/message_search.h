#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "server/base/log.h"
#include "server/store/search_table.h"
#include "server/topics/topic_log.h"

namespace parley {

// What is looked for in a topic.
struct SearchQuery {
    std::string text{}; // 1 to kMaxTextBytes bytes of UTF-8; ASCII letters match in any case
    std::uint64_t before = UINT64_MAX; // only messages with lower sequences
    std::size_t limit = 20; // 1 to 100

    static constexpr std::size_t kMaxTextBytes = 256;
    static constexpr std::size_t kMaxItems = 100;
};

struct SearchResult {
    std::vector<std::string> items{}; // as JSON, newest first
    std::uint64_t position = 0; // sequence down to which everything was looked at; 0: to the first
};

// Finds messages by a part of their text. A stored topic gets an index on disk when somebody looks
// for something there for the first time, because indexing costs five times what storing does; from
// then on a cursor keeps it up to date. Until it is, and for memory topics and parts too short for
// the index, the log is read through. Thread: its own; add(), remove() and search() any.
class MessageSearch final
{
public:
    static constexpr std::size_t kMaxWaiting = 1000; // queries; each takes milliseconds
    static constexpr std::size_t kGroupMessages = 1000; // indexed in one transaction

    using Done = std::function<void(Result<SearchResult>)>;

    //! Opens the index \p file when the thread starts; without it every search reads the log.
    MessageSearch(std::string file, Log log);
    ~MessageSearch(); // stop()

    void start();
    void stop(); // queries that wait are answered with Unavailable

    void add(const std::shared_ptr<TopicLog> &log); // a topic whose messages are stored
    void remove(const std::shared_ptr<TopicLog> &log);

    //! The right to read was checked. \p done runs on the search thread. Errors: Busy, Unavailable.
    void search(std::shared_ptr<TopicLog> log, SearchQuery query, Done done);

private:
    class Entry;
    struct Task {
        std::shared_ptr<TopicLog> log;
        SearchQuery query{};
        Done done{};
    };

    void changed(const std::shared_ptr<Entry> &entry);
    void run();
    void openIndex();
    bool index(Entry &entry); // false: there is more to do
    Result<bool> indexGroup(Entry &entry);
    void dropIndex(const Error &why);
    SearchResult answer(const Task &task);
    Result<SearchResult> fromIndex(Entry &entry, const Task &task);
    SearchResult fromLog(const TopicLog &log, const SearchQuery &query) const;

    const std::string m_file;
    Log m_log;
    std::optional<SearchTable> m_index{}; // search thread
    std::mutex m_lock; // guards what follows
    std::condition_variable m_wake;
    std::unordered_map<const TopicLog *, std::shared_ptr<Entry>> m_entries;
    std::vector<std::shared_ptr<Entry>> m_changed;
    std::deque<Task> m_tasks;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace parley
