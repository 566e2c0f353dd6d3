#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include <uv.h>

#include "server/base/executor.h"
#include "server/base/result.h"

namespace parley {

// Wants to act when a turn of the loop is over: everything readable was read, nothing sent yet.
class TurnObserver
{
public:
    virtual void turnEnded() = 0;

protected:
    ~TurnObserver() = default; // never deleted through this interface
};

// Wants to look at its deadlines; called every EventLoop::kTickInterval.
class TickObserver
{
public:
    virtual void tick() = 0;

protected:
    ~TickObserver() = default; // never deleted through this interface
};

// One libuv loop on a thread of its own. Connections read in callbacks that only collect; what was
// collected goes out in turnEnded(), so a batch grows with the load and needs no timer.
// Thread: its own, but for post(), start() and stop().
class EventLoop final : public Executor
{
public:
    static constexpr std::chrono::milliseconds kTickInterval{250}; // finest deadline kept is 1 s
    //! Most bytes that one connection may bring per turn, and the size of the one read buffer.
    static constexpr std::size_t kReadBytes = 256 * 1024;

    static Result<std::unique_ptr<EventLoop>> create();
    ~EventLoop();
    EventLoop(const EventLoop &) = delete;
    EventLoop &operator=(const EventLoop &) = delete;

    void start(); // makes the thread; before it nothing posted is run
    //! Runs what was posted before, then \p last on the loop, closes the loop's handles, joins.
    void stop(std::function<void()> last);
    void post(std::function<void()> task) override;
    bool isOwnThread() const { return std::this_thread::get_id() == m_threadId.load(); }

    void addTurnObserver(TurnObserver &observer) { m_turnObservers.push_back(&observer); }
    void addTickObserver(TickObserver &observer) { m_tickObservers.push_back(&observer); }
    void removeTurnObserver(TurnObserver &observer);
    void removeTickObserver(TickObserver &observer);

    uv_loop_t *handle() { return &m_loop; }
    std::span<char> readBuffer() { return m_readBuffer; }
    //! For bytes that are made just before they are sent; nobody's between two sends.
    std::string &sendBuffer() { return m_sendBuffer; }

private:
    EventLoop();

    static void onWake(uv_async_t *async);
    static void onCheck(uv_check_t *check);
    static void onPrepare(uv_prepare_t *prepare);
    static void onTick(uv_timer_t *timer);
    void runPosted();
    void endTurn();
    void closeHandles();

    uv_loop_t m_loop{};
    uv_async_t m_wake{};
    uv_check_t m_check{};
    uv_prepare_t m_prepare{};
    uv_timer_t m_tick{};
    bool m_initialised = false;
    std::vector<char> m_readBuffer = std::vector<char>(kReadBytes);
    std::string m_sendBuffer; // grows to the longest single write: a message
    std::vector<TurnObserver *> m_turnObservers;
    std::vector<TickObserver *> m_tickObservers;
    std::mutex m_lock; // guards m_posted and m_stopped
    std::vector<std::function<void()>> m_posted;
    bool m_stopped = false;
    std::thread m_thread;
    std::atomic<std::thread::id> m_threadId{}; // of m_thread, which others may not look into
};

} // namespace parley
