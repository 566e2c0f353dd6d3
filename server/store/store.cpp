#include "server/store/store.h"

#include <utility>

#include "server/base/short_slice.h"

namespace parley {
namespace {

Error diskFull()
{
    return {ErrorCode::Unavailable, "the disk is full"};
}

} // namespace

std::string_view wireName(StoreState state)
{
    switch (state) {
    case StoreState::Working: return "working";
    case StoreState::Full: return "full";
    case StoreState::Failed: return "failed";
    }
    __builtin_unreachable();
}

Result<std::unique_ptr<Store>> Store::open(const std::string &directory, Log log,
                                           std::chrono::milliseconds mendInterval)
{
    auto tables = Tables::open(directory);
    if (!tables)
        return tables.error();
    if (const auto &lost = tables->messagesLost())
        log.error("the file of messages is damaged and kept as messages.db.corrupt; stored topics "
                  "begin anew: "
                  + lost->message);
    return std::unique_ptr<Store>(new Store(std::move(*tables), directory, log, mendInterval));
}

Store::Store(Tables tables, std::string directory, Log log,
             std::chrono::milliseconds mendInterval) :
    m_tables(std::move(tables)),
    m_directory(std::move(directory)), m_log(log), m_mendInterval(mendInterval),
    m_reserve(m_directory)
{
    m_tables.separateCheckpoints();
}

Store::~Store()
{
    stop();
}

void Store::start()
{
    m_thread = std::thread([this] { run(); });
}

void Store::stop()
{
    {
        std::lock_guard guard(m_lock);
        m_stopping = true;
    }
    m_changed.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void Store::write(Work work, Done done)
{
    {
        std::lock_guard guard(m_lock);
        if (!m_stopping && m_tasks.size() < kMaxQueuedTasks) {
            m_tasks.push_back({std::move(work), std::move(done), {}});
            done = {};
        }
    }
    if (done)
        done(Error{ErrorCode::Busy, "the store is stopping or behind with work"});
    else
        m_changed.notify_one();
}

void Store::read(std::function<void(Tables &)> work)
{
    {
        std::lock_guard guard(m_lock);
        m_tasks.push_back({{}, {}, std::move(work)});
    }
    m_changed.notify_one();
}

void Store::wake()
{
    {
        std::lock_guard guard(m_lock);
        m_woken = true;
    }
    m_changed.notify_one();
}

bool Store::collect(std::vector<Task> &tasks)
{
    std::unique_lock guard(m_lock);
    const auto hasWork = [this] { return m_stopping || m_woken || !m_tasks.empty(); };
    if (state() == StoreState::Working)
        m_changed.wait(guard, hasWork);
    else
        m_changed.wait_until(guard, m_nextMend, hasWork);
    const bool last = m_stopping && !m_woken && m_tasks.empty();
    m_woken = false;
    tasks.swap(m_tasks);
    return !last;
}

void Store::run()
{
    askForShortSlices(); // it waits for the disk, and everybody for it
    if (!m_reserve.hold()) {
        m_log.error("the disk is full: there is no room for the reserve");
        m_nextMend = std::chrono::steady_clock::now() + m_mendInterval;
        enter(StoreState::Full, diskFull());
    }
    std::vector<Task> tasks;
    while (collect(tasks)) {
        runGroup(std::exchange(tasks, {}));
        tidy();
        if (state() != StoreState::Working && std::chrono::steady_clock::now() >= m_nextMend)
            mend();
    }
}

// Behind a group, when those who waited for it have their answer.
void Store::tidy()
{
    if (m_failure)
        return;
    m_tables.checkpointLogs();
    if (!std::exchange(m_logsFilled, true) && state() == StoreState::Working)
        m_tables.fillLogs();
}

void Store::runGroup(std::vector<Task> tasks)
{
    std::vector<Finished> finished;
    Result<void> outcome;
    if (m_failure)
        outcome = *m_failure;
    const auto rows = fillGroup(std::move(tasks), finished);
    if (outcome && !rows)
        outcome = rows.error();
    if (outcome)
        outcome = m_tables.commit();
    else
        m_tables.rollBack();

    if (!outcome && !m_failure)
        failed(outcome.error());
    else if (m_source && outcome && state() == StoreState::Working)
        m_source->batchCommitted();
    for (auto &[done, result] : finished)
        if (done)
            done(result && !outcome ? outcome : result);
}

// Takes what is there and waits for nothing: what comes during the commit forms the next group.
// Returns the rows.
Result<std::size_t> Store::fillGroup(std::vector<Task> tasks, std::vector<Finished> &finished)
{
    std::size_t rows = tasks.size();
    for (auto &task : tasks)
        runTask(task, finished);
    if (m_source && state() == StoreState::Working && rows < kGroupRows) {
        const auto written = m_source->writeBatch(m_tables, kGroupRows - rows);
        if (!written)
            return written;
        rows += *written;
    }
    if (rows >= kGroupRows)
        wake(); // there may be more where that came from
    return rows;
}

void Store::runTask(Task &task, std::vector<Finished> &finished)
{
    if (task.look) {
        task.look(m_tables);
        return;
    }
    if (m_failure) {
        finished.push_back({std::move(task.done), *m_failure});
        return;
    }
    Result<void> result = m_tables.beginTask();
    if (result)
        result = task.work(m_tables);
    m_tables.endTask(bool(result));
    finished.push_back({std::move(task.done), std::move(result)});
}

void Store::failed(const Error &error)
{
    m_failure = error;
    m_nextMend = std::chrono::steady_clock::now();
    if (m_reserve.isDiskFull() || error.code == ErrorCode::Unavailable) {
        m_reserve.release();
        m_failure = diskFull();
    }
    m_log.error("the store takes nothing for now: " + error.message);
    enter(StoreState::Failed, *m_failure);
}

void Store::enter(StoreState state, const Error &told)
{
    const bool wasWorking = m_state.exchange(state) == StoreState::Working;
    if (m_source && wasWorking)
        m_source->batchFailed(told);
}

void Store::mend()
{
    m_nextMend = std::chrono::steady_clock::now() + m_mendInterval;
    if (m_failure) {
        if (const auto ok = reopen(); !ok) {
            m_log.debug("the store cannot be opened yet: " + ok.error().message);
            return;
        }
        m_failure.reset();
        m_state = StoreState::Full;
    }
    if (m_reserve.hold())
        resume();
}

Result<void> Store::reopen()
{
    auto tables = Tables::open(m_directory);
    if (!tables)
        return tables.error();
    if (m_box)
        if (auto ok = tables->useKey(*m_box, *m_random); !ok)
            return ok;
    m_tables = std::move(*tables);
    m_tables.separateCheckpoints();
    m_logsFilled = false; // the checkpoint empties them
    return m_tables.checkpoint();
}

Result<void> Store::useKey(const SecretBox &box, Random &random)
{
    m_box = box;
    m_random = &random;
    return m_tables.useKey(box, random);
}

void Store::resume()
{
    const auto mended = m_source ? m_source->storeMended(m_tables) : Result<void>{};
    if (!mended) {
        failed(mended.error());
        return;
    }
    m_state = StoreState::Working;
    m_log.warning("the store works again");
    if (m_mendedWork)
        write(m_mendedWork, {});
    wake();
}

} // namespace parley
