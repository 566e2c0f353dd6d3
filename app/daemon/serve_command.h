#pragma once

#include <memory>

#include "app/commands/command.h"
#include "app/common/termination_signals.h"
#include "app/demo/demo_room.h"
#include "server/broker/broker.h"

namespace parley::app {

// parleyd serve: a broker without a window, until SIGTERM.
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
    Result<QByteArray> ownerToken(const QString &dataDirectory);
    Result<void> tellOthers(const QCommandLineParser &parser, const QByteArray &token);
    void startDemo(const QByteArray &token);

    SystemClock m_clock;
    StandardErrorLog m_log;
    std::unique_ptr<Broker> m_broker;
    std::unique_ptr<TerminationSignals> m_signals;
    std::unique_ptr<DemoRoom> m_demo;
};

} // namespace parley::app
