#include "app/desktop/broker_host.h"

#include <utility>

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
    m_outcome = std::make_shared<Outcome>();
    m_starter.reset(QThread::create([this, options, outcome = m_outcome] {
        auto broker = Broker::start(options, m_log);
        if (broker)
            outcome->broker = std::move(*broker);
        else
            outcome->error = broker.error();
        releaseThreadResources();
    }));
    connect(m_starter.get(), &QThread::finished, this,
            [this, generation = m_generation] { finished(generation); });
    m_starter->start();
}

void BrokerHost::finished(int generation)
{
    if (generation != m_generation)
        return; // stopped meanwhile, and its broker with it
    m_starter->wait(); // finished() is said from the thread, just before its end
    m_starter.reset();
    const auto outcome = std::exchange(m_outcome, nullptr);
    m_broker = std::move(outcome->broker);
    if (m_broker)
        Q_EMIT started();
    else
        Q_EMIT failed(QString::fromStdString(outcome->error->message),
                      outcome->error->code == ErrorCode::AlreadyExists);
}

void BrokerHost::renewOwnerToken(std::function<void(Result<std::string>)> done)
{
    if (!m_broker || m_renewer)
        return done(Error{ErrorCode::Unavailable, "the broker is busy with another token"});
    const auto token = std::make_shared<std::optional<Result<std::string>>>();
    m_renewer.reset(QThread::create([broker = m_broker.get(), token] {
        token->emplace(broker->renewOwnerToken());
        releaseThreadResources();
    }));
    connect(m_renewer.get(), &QThread::finished, this,
            [this, token, done = std::move(done), generation = m_generation] {
                if (generation != m_generation)
                    return;
                m_renewer->wait();
                m_renewer.reset();
                done(std::move(**token));
            });
    m_renewer->start();
}

void BrokerHost::stop()
{
    ++m_generation;
    if (m_renewer)
        m_renewer->wait(); // it borrows the broker
    m_renewer.reset();
    if (m_starter)
        m_starter->wait();
    m_starter.reset();
    m_outcome.reset(); // with the broker that it started
    m_broker.reset();
}

} // namespace parley::app
