#include "app/desktop/broker_host.h"

#include "server/base/thread_resources.h"

namespace parley::app {

BrokerHost::BrokerHost(LogSink &log, QObject *parent) : QObject(parent), m_log(log) {}

BrokerHost::~BrokerHost()
{
    stop();
}

void BrokerHost::start(const BrokerOptions &options)
{
    stop();
    struct Outcome {
        std::unique_ptr<Broker> broker;
        std::optional<Error> error{};
    };
    const auto outcome = std::make_shared<Outcome>();
    m_starter.reset(QThread::create([this, options, outcome] {
        auto broker = Broker::start(options, m_log);
        if (broker)
            outcome->broker = std::move(*broker);
        else
            outcome->error = broker.error();
        releaseThreadResources();
    }));
    connect(m_starter.get(), &QThread::finished, this, [this, outcome, port = options.port] {
        m_broker = std::move(outcome->broker);
        if (!outcome->error)
            return onStartFinished({}, false);
        const QString text = QString::fromStdString(outcome->error->message);
        onStartFinished(text, text.contains(QStringLiteral("port %1").arg(port)));
    });
    m_starter->start();
}

void BrokerHost::onStartFinished(const QString &problem, bool portTaken)
{
    if (m_broker)
        Q_EMIT started();
    else
        Q_EMIT failed(problem, portTaken);
}

void BrokerHost::stop()
{
    if (m_starter)
        m_starter->wait();
    m_starter.reset();
    m_broker.reset();
}

} // namespace parley::app
