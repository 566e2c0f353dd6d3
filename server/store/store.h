#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "server/base/log.h"
#include "server/base/result.h"
#include "server/store/tables.h"

namespace parley {

// Gives rows to every group that the store commits. Thread: store.
class BatchSource
{
public:
    //! Writes up to \p maxRows rows. \return how many; a failure fails the whole group.
    virtual Result<std::size_t> writeBatch(Tables &tables, std::size_t maxRows) = 0;
    virtual void batchCommitted() = 0;
    virtual void batchFailed(const Error &error) = 0; // the store takes nothing more

protected:
    ~BatchSource() = default; // never deleted through this interface
};

// The SQLite files and the one thread that touches them. Work that arrives while a commit is under
// way forms the next group, so groups grow with the load and an idle store commits at once.
// After a failed commit nothing is acknowledged any more: the kernel may have dropped what it could
// not write, so trying again would prove nothing (facts on reliability, section 4.9).
class Store final
{
public:
    static constexpr std::chrono::milliseconds kGroupTime{5}; // longest that a group collects
    static constexpr std::size_t kGroupRows = 4096;
    static constexpr std::size_t kMaxQueuedTasks = 100'000; // then tasks are refused as Busy

    using Work = std::function<Result<void>(Tables &)>;
    using Done = std::function<void(Result<void>)>;

    //! Opens or makes the files in \p directory and brings them up to date. Runs on the caller.
    static Result<std::unique_ptr<Store>> open(const std::string &directory, Log log);
    ~Store(); // stop()

    Tables &tables() { return m_tables; } // before start() only

    void start();
    void stop(); // commits what was handed over before; then refuses

    //! Thread: any. \p work runs inside the group's transaction, undone alone when it fails; \p
    //! done runs on the store thread after the commit (or with the reason why there was none).
    void write(Work work, Done done);
    //! Thread: any. Looks things up between groups.
    void read(std::function<void(Tables &)> work);

    void setSource(BatchSource &source) { m_source = &source; } // before start()
    void wake(); // the source has something. Thread: any

private:
    struct Task {
        Work work{};
        Done done{};
        std::function<void(Tables &)> look{};
    };
    struct Finished {
        Done done{};
        Result<void> result{};
    };

    Store(Tables tables, Log log);
    void run();
    bool collect(std::vector<Task> &tasks); // waits; false: stopped and nothing left
    void runGroup(std::vector<Task> tasks);
    Result<std::size_t> fillGroup(std::vector<Task> tasks, std::vector<Finished> &finished);
    void runTask(Task &task, std::vector<Finished> &finished);
    bool takeMore(std::vector<Task> &tasks);

    Tables m_tables;
    Log m_log;
    BatchSource *m_source = nullptr; // borrowed
    std::optional<Error> m_failure{}; // store thread
    std::mutex m_lock; // guards what follows
    std::condition_variable m_changed;
    std::vector<Task> m_tasks;
    bool m_woken = false;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace parley
