#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "server/base/log.h"
#include "server/base/result.h"
#include "server/store/disk_reserve.h"
#include "server/store/tables.h"

namespace parley {

// Gives rows to every group that the store commits. Thread: store.
class BatchSource
{
public:
    //! Writes up to \p maxRows rows. \return how many; a failure fails the whole group.
    virtual Result<std::size_t> writeBatch(Tables &tables, std::size_t maxRows) = 0;
    virtual void batchCommitted() = 0;
    virtual void batchFailed(const Error &error) = 0; // the store takes nothing more, for now
    //! The store works again. What is in \p tables now is on the disk; everything else of before
    //! may be lost.
    virtual Result<void> storeMended(Tables &tables) = 0;

protected:
    ~BatchSource() = default; // never deleted through this interface
};

enum class StoreState : std::uint8_t {
    Working,
    Full, // of messages nothing is stored until there is room; administration is
    Failed, // nothing is
};
std::string_view wireName(StoreState state); // "working", "full", "failed"

// The SQLite files and the one thread that touches them. Work that arrives while a commit is under
// way forms the next group, so groups grow with the load and an idle store commits at once.
// After a failed commit nothing is acknowledged: the kernel may have dropped what it could not
// write, so committing again would prove nothing (facts on reliability, section 4.9). The files are
// opened anew instead, and all that is in them is written and synced once more; what is there then
// survived.
class Store final
{
public:
    //! Between two looks whether the disk has recovered.
    static constexpr std::chrono::milliseconds kMendInterval{1000};
    static constexpr std::size_t kGroupRows = 4096;
    static constexpr std::size_t kMaxQueuedTasks = 100'000; // then tasks are refused as Busy

    using Work = std::function<Result<void>(Tables &)>;
    using Done = std::function<void(Result<void>)>;

    //! Opens or makes the files in \p directory and brings them up to date. Runs on the caller.
    static Result<std::unique_ptr<Store>> open(const std::string &directory, Log log,
                                               std::chrono::milliseconds mendInterval
                                               = kMendInterval);
    ~Store(); // stop()

    Tables &tables() { return m_tables; } // before start() only

    //! Before start(). See Tables::useKey(); holds also for files that are opened anew.
    Result<void> useKey(const SecretBox &box, Random &random);

    void start();
    void stop(); // commits what was handed over before; then refuses

    //! Thread: any. \p work runs inside the group's transaction, undone alone when it fails; \p
    //! done runs on the store thread after the commit (or with the reason why there was none).
    void write(Work work, Done done);
    //! Thread: any. Looks things up between groups.
    void read(std::function<void(Tables &)> work);

    void setSource(BatchSource &source) { m_source = &source; } // before start()
    //! Before start(). Work for the first group after the store was mended.
    void setMendedWork(Work work) { m_mendedWork = std::move(work); }
    StoreState state() const { return m_state.load(std::memory_order_relaxed); } // thread: any
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

    Store(Tables tables, std::string directory, Log log, std::chrono::milliseconds mendInterval);
    void run();
    bool collect(std::vector<Task> &tasks); // waits; false: stopped and nothing left
    void runGroup(std::vector<Task> tasks);
    Result<std::size_t> fillGroup(std::vector<Task> tasks, std::vector<Finished> &finished);
    void runTask(Task &task, std::vector<Finished> &finished);
    void failed(const Error &error);
    void enter(StoreState state, const Error &told);
    void mend();
    Result<void> reopen();
    void resume();
    void tidy();

    Tables m_tables;
    const std::string m_directory;
    Log m_log;
    const std::chrono::milliseconds m_mendInterval;
    BatchSource *m_source = nullptr; // borrowed
    Work m_mendedWork;
    std::optional<SecretBox> m_box{}; // nullopt: secrets are stored as they are
    Random *m_random = nullptr; // borrowed; set together with it
    DiskReserve m_reserve;
    std::atomic<StoreState> m_state{StoreState::Working}; // set by the store thread
    std::optional<Error> m_failure{}; // store thread; while Failed
    std::chrono::steady_clock::time_point m_nextMend{}; // store thread
    bool m_logsFilled = false; // store thread
    std::mutex m_lock; // guards what follows
    std::condition_variable m_changed;
    std::vector<Task> m_tasks;
    bool m_woken = false;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace parley
