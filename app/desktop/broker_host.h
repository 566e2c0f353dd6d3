#pragma once

#include <functional>
#include <memory>
#include <optional>

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

    //! Ends in started() or failed(), once for each start. One that runs already is stopped first.
    void start(const BrokerOptions &options);
    //! A new owner token, off the GUI thread: it waits for the disk. \p done runs on the GUI
    //! thread, unless the broker is another one by then.
    void renewOwnerToken(std::function<void(Result<std::string>)> done);
    void stop(); // waits; at most about 5 s. A start that is under way is not told of any more

    bool isStarting() const { return m_starter != nullptr; }
    Broker *broker() const { return m_broker.get(); } // null while there is none
    //! Grows with each start and stop: an answer that comes from before is about another broker.
    int generation() const { return m_generation; }

Q_SIGNALS:
    void started();
    void failed(const QString &problem, bool portTaken);

private:
    struct Outcome {
        std::unique_ptr<Broker> broker{};
        std::optional<Error> error{};
    };

    void finished(int generation);

    LogSink &m_log;
    std::unique_ptr<Broker> m_broker;
    std::unique_ptr<QThread> m_starter; // while one starts
    std::unique_ptr<QThread> m_renewer; // while it makes a token
    std::shared_ptr<Outcome> m_outcome; // of it; filled on its thread
    int m_generation = 0;
};

} // namespace parley::app
