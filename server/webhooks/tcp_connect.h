#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include <QObject>
#include <QSocketNotifier>

#include "server/webhooks/ip_address.h"

namespace parley {

// One TCP connection in the making, by the system's own calls: Qt 6.4 waits for ever when the peer
// resets a connection that the kernel is just completing. Thread: webhooks.
class TcpConnect final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TcpConnect)

public:
    //! \param error 0, or the errno of the failure. Runs once, never inside the constructor.
    using Done = std::function<void(int error)>;

    TcpConnect(const IpAddress &address, std::uint16_t port, Done done);
    ~TcpConnect() override; // closes what was not taken

    int take(); // the connected descriptor, which is the caller's from now on
    void abandon(); // `done` will not run any more

private:
    void ready();
    void dropNotifier();
    void finish(int error);

    int m_descriptor = -1;
    Done m_done;
    std::unique_ptr<QSocketNotifier> m_writable;
};

} // namespace parley
