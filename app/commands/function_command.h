#pragma once

#include <memory>

#include "app/commands/command.h"
#include "app/commands/function_server.h"
#include "app/common/termination_signals.h"

namespace parley::app {

// parleyd function list|show|put|delete|test|serve
class FunctionCommand final : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    QString name() const override;
    QString summary() const override;
    QStringList usage() const override;
    void addOptions(QCommandLineParser &parser) const override;
    void run(const QCommandLineParser &parser, const QStringList &words) override;

private:
    void runOn(const QString &verb, const QString &name, const QCommandLineParser &parser);
    void put(const QString &name, const QCommandLineParser &parser);
    void tryOut(const QString &name, const QCommandLineParser &parser);
    void serve(const QCommandLineParser &parser, const QStringList &arguments);

    client::AdminClient m_client;
    std::unique_ptr<FunctionServer> m_server;
    std::unique_ptr<TerminationSignals> m_signals;
};

} // namespace parley::app
