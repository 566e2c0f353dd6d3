#include "server/net/event_loop.h"

#include <algorithm>

namespace parley {
namespace {

EventLoop &loopOf(void *data)
{
    return *static_cast<EventLoop *>(data);
}

} // namespace

EventLoop::EventLoop() = default;

Result<std::unique_ptr<EventLoop>> EventLoop::create()
{
    std::unique_ptr<EventLoop> loop(new EventLoop);
    if (const int rc = uv_loop_init(&loop->m_loop); rc != 0)
        return Error{ErrorCode::Internal, std::string("event loop: ") + uv_strerror(rc)};
    loop->m_initialised = true;
    loop->m_wake.data = loop->m_check.data = loop->m_prepare.data = loop->m_tick.data = loop.get();
    uv_async_init(&loop->m_loop, &loop->m_wake, onWake);
    uv_check_init(&loop->m_loop, &loop->m_check);
    uv_prepare_init(&loop->m_loop, &loop->m_prepare);
    uv_timer_init(&loop->m_loop, &loop->m_tick);
    uv_check_start(&loop->m_check, onCheck);
    uv_prepare_start(&loop->m_prepare, onPrepare);
    const auto interval = static_cast<std::uint64_t>(kTickInterval.count());
    uv_timer_start(&loop->m_tick, onTick, interval, interval);
    return loop;
}

EventLoop::~EventLoop()
{
    if (m_thread.joinable())
        stop({});
    if (!m_initialised)
        return;
    if (!m_stopped) { // never started: its handles were never closed
        closeHandles();
        uv_run(&m_loop, UV_RUN_DEFAULT);
    }
    uv_loop_close(&m_loop);
}

void EventLoop::start()
{
    m_thread = std::thread([this] {
        m_threadId = std::this_thread::get_id();
        uv_run(&m_loop, UV_RUN_DEFAULT);
    });
}

void EventLoop::stop(std::function<void()> last)
{
    post([this, last = std::move(last)] {
        if (last)
            last();
        std::lock_guard guard(m_lock);
        m_stopped = true;
        closeHandles();
    });
    if (m_thread.joinable())
        m_thread.join();
}

void EventLoop::closeHandles()
{
    for (auto *handle :
         {reinterpret_cast<uv_handle_t *>(&m_wake), reinterpret_cast<uv_handle_t *>(&m_check),
          reinterpret_cast<uv_handle_t *>(&m_prepare), reinterpret_cast<uv_handle_t *>(&m_tick)})
        uv_close(handle, nullptr);
}

void EventLoop::post(std::function<void()> task)
{
    std::lock_guard guard(m_lock);
    if (m_stopped)
        return;
    m_posted.push_back(std::move(task));
    if (m_posted.size() == 1)
        uv_async_send(&m_wake);
}

void EventLoop::removeTurnObserver(TurnObserver &observer)
{
    std::erase(m_turnObservers, &observer);
}

void EventLoop::removeTickObserver(TickObserver &observer)
{
    std::erase(m_tickObservers, &observer);
}

void EventLoop::onWake(uv_async_t *async)
{
    loopOf(async->data).runPosted();
}

void EventLoop::onCheck(uv_check_t *check)
{
    loopOf(check->data).endTurn();
}

// Timers run before polling: what they changed must not wait until something else happens.
void EventLoop::onPrepare(uv_prepare_t *prepare)
{
    loopOf(prepare->data).endTurn();
}

void EventLoop::onTick(uv_timer_t *timer)
{
    auto &loop = loopOf(timer->data);
    for (std::size_t i = 0; i < loop.m_tickObservers.size(); ++i) // by index: one may leave
        loop.m_tickObservers[i]->tick();
}

void EventLoop::runPosted()
{
    std::vector<std::function<void()>> tasks;
    {
        std::lock_guard guard(m_lock);
        tasks.swap(m_posted);
    }
    for (auto &task : tasks)
        task();
}

void EventLoop::endTurn()
{
    for (std::size_t i = 0; i < m_turnObservers.size(); ++i)
        m_turnObservers[i]->turnEnded();
}

} // namespace parley
