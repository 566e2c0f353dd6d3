#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

class QJSEngine;

namespace parley::js {

// Interrupts an engine that works for too long. One thread, asleep between calls, that is there
// before the sandbox closes, because no thread can be made behind it.
// Thread: main; QJSEngine::setInterrupted() is for any.
class Watchdog final
{
public:
    Watchdog(); // its thread runs when it returns
    ~Watchdog();
    Watchdog(const Watchdog &) = delete;
    Watchdog &operator=(const Watchdog &) = delete;

    void begin(QJSEngine &engine, std::chrono::milliseconds limit); // borrowed until end()
    bool end(); // true: it was interrupted

private:
    void watch();

    std::mutex m_lock; // guards the next five
    QJSEngine *m_engine = nullptr; // not null: at work
    bool m_hasStarted = false;
    std::condition_variable m_changed;
    std::optional<std::chrono::steady_clock::time_point> m_deadline;
    bool m_isOver = false;
    std::thread m_thread;
};

} // namespace parley::js
