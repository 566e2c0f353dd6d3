#pragma once

#include <memory>

#include <QObject>
#include <QThread>

#include "server/base/log.h"
#include "server/broker/broker.h"

namespace parley::app {

// The embedded broker, started off the GUI thread: reading a large store takes a while.
// Thread: GUI; the broker's own threads are its business.
class BrokerHost final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BrokerHost)

public:
    explicit BrokerHost(LogSink &log, QObject *parent = nullptr); // log: borrowed
    ~BrokerHost() override; // stops it; waits

    void start(const BrokerOptions &options); // ends in started() or failed()
    void stop(); // waits; at most about 5 s

    Broker *broker() const { return m_broker.get(); } // null while there is none

Q_SIGNALS:
    void started();
    void failed(const QString &problem, bool portTaken);

private:
    void onStartFinished(const QString &problem, bool portTaken);

    LogSink &m_log;
    std::unique_ptr<Broker> m_broker;
    std::unique_ptr<QThread> m_starter;
};

} // namespace parley::app
