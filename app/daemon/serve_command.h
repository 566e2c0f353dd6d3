#pragma once

#include <memory>

#include <QTimer>

#include "app/commands/command.h"
#include "app/common/termination_signals.h"
#include "app/demo/demo_room.h"
#include "server/broker/broker.h"

namespace parley::app {

// parleyd serve: a broker without a window, until SIGTERM. SIGHUP has it read its certificate anew;
// where no TLS is spoken it means what a closed terminal means, the end.
class ServeCommand final : public Command
{
    Q_OBJECT

public:
    ServeCommand();
    ~ServeCommand() override;

    QString name() const override;
    QString summary() const override;
    QStringList usage() const override;
    void addOptions(QCommandLineParser &parser) const override;
    void run(const QCommandLineParser &parser, const QStringList &words) override;

private:
    Result<BrokerOptions> brokerOptions(const QCommandLineParser &parser) const;
    Result<std::string> secretKey(const QCommandLineParser &parser);
    void stop();
    void hangUp();
    void reloadCertificate();
    Result<QByteArray> ownerToken(const QString &dataDirectory);
    Result<void> tellOthers(const QCommandLineParser &parser, const QByteArray &token);
    void startDemo(const QByteArray &token);

    SystemClock m_clock;
    SystemRandom m_random;
    StandardErrorLog m_log;
    std::unique_ptr<Broker> m_broker;
    std::unique_ptr<TerminationSignals> m_signals;
    std::unique_ptr<DemoRoom> m_demo;
    QTimer m_renewal; // of a local certificate, long before its end
};

} // namespace parley::app
