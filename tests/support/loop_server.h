#pragma once

#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>

#include "server/net/listener.h"
#include "tests/support/fake_clock.h"

namespace parley::test {

// A loop that listens on a port of loopback, with real sockets and a clock that the test moves:
// what would take a minute is over at once. Thread: the test's; the loop has its own.
class LoopServer final : private TickObserver
{
public:
    LoopServer() : m_loop(std::move(*EventLoop::create())), m_table(*m_loop, m_clock, m_all)
    {
        m_loop->addTickObserver(*this); // behind the table: it has looked at its deadlines
        uv_walk(m_loop->handle(), tickFaster, nullptr);
    }
    ~LoopServer() { stop(); }

    //! \param tls null: plain.
    bool start(Listener::Accepted accepted, std::shared_ptr<const TlsContext> tls = {})
    {
        m_listener = std::make_unique<Listener>(
            m_table, Log(m_log, "test"),
            [this, accepted = std::move(accepted)](Connection &connection, const HostRules &rules) {
                m_newest = &connection;
                accepted(connection, rules);
            });
        const auto address = m_listener->listen({ListenAddress::loopback4(0), {}, std::move(tls)});
        if (!address)
            return false;
        m_port = address->port();
        m_loop->start();
        m_runs = true;
        return true;
    }
    void stop()
    {
        if (std::exchange(m_runs, false))
            m_loop->stop([this] {
                m_listener->close();
                m_table.closeAll();
                m_loop->removeTickObserver(*this);
            });
    }

    //! Moves the clock, and returns when everybody has looked at it.
    void advance(std::chrono::milliseconds time)
    {
        std::unique_lock lock(m_lock);
        m_loop->post([this, time] {
            m_clock.advance(time);
            m_waits = true;
        });
        m_ticked.wait(lock, [this] { return std::exchange(m_hasTicked, false); });
    }
    //! Runs \p work on the loop. \return what it returns.
    template <typename Work>
    auto onLoop(Work work)
    {
        std::packaged_task<decltype(work())()> task(std::move(work));
        m_loop->post([&task] { task(); });
        return task.get_future().get();
    }
    std::size_t connections() const { return m_table.size(); }
    //! Bytes that wait for the peer of the newest connection; 0 when there is none.
    std::size_t unsent()
    {
        return onLoop([this] { return m_table.size() > 0 ? m_newest->unsent() : 0; });
    }

    std::uint16_t port() const { return m_port; }
    EventLoop &loop() { return *m_loop; }
    FakeClock &clock() { return m_clock; } // on the loop, once it runs
    ConnectionTable &table() { return m_table; } // the same

private:
    static void tickFaster(uv_handle_t *handle, void *) // so that nobody waits for the next tick
    {
        if (handle->type != UV_TIMER)
            return;
        auto *timer = reinterpret_cast<uv_timer_t *>(handle);
        uv_timer_set_repeat(timer, 1); // ms
        uv_timer_again(timer);
    }
    void tick() override
    {
        if (!std::exchange(m_waits, false))
            return;
        const std::lock_guard guard(m_lock);
        m_hasTicked = true;
        m_ticked.notify_one();
    }

    FakeClock m_clock;
    SilentLog m_log;
    std::unique_ptr<EventLoop> m_loop;
    AllConnections m_all;
    ConnectionTable m_table;
    Connection *m_newest = nullptr;
    std::unique_ptr<Listener> m_listener;
    std::uint16_t m_port = 0;
    bool m_runs = false;
    bool m_waits = false; // the loop's: for the next tick
    std::mutex m_lock; // guards m_hasTicked
    std::condition_variable m_ticked;
    bool m_hasTicked = false;
};

} // namespace parley::test
