#include "server/functions/mailbox.h"

#include <utility>

#include <QMetaObject>

namespace parley::functions {

Mailbox::~Mailbox()
{
    // The last callback may let go on a foreign thread; by then the owner has closed the door.
    Q_ASSERT(!m_receiver);
}

void Mailbox::post(std::function<void()> task)
{
    const std::lock_guard lock(m_mutex);
    if (m_receiver)
        QMetaObject::invokeMethod(m_receiver.get(), std::move(task), Qt::QueuedConnection);
}

void Mailbox::close()
{
    std::unique_ptr<QObject> receiver;
    const std::lock_guard lock(m_mutex);
    receiver = std::move(m_receiver);
}

} // namespace parley::functions
