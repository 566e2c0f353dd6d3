#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include <QObject>

namespace parley::functions {

// A door into one Qt thread for callbacks that end elsewhere and may end late. Shared by its owner
// and by the callbacks on their way, because they can outlive the owner: it is the one place that
// both must be able to reach, and it holds nothing but the door.
// Thread: post() any; constructed and closed on the thread that runs the tasks.
class Mailbox final
{
public:
    Mailbox() = default;
    ~Mailbox();
    Mailbox(const Mailbox &) = delete;
    Mailbox &operator=(const Mailbox &) = delete;

    void post(std::function<void()> task); // in order; destroyed unrun once the door is closed
    void close();

private:
    std::mutex m_mutex;
    std::unique_ptr<QObject> m_receiver = std::make_unique<QObject>(); // null: closed
};

} // namespace parley::functions
