#pragma once

#include "app/commands/command.h"

namespace parley::app {

// parleyd permission: why a token may do something, or why not; and who may. Thread: main.
class PermissionCommand final : public Command
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
    void check(const QCommandLineParser &parser, const QStringList &words);
    void who(const QCommandLineParser &parser, const QString &topic);

    client::AdminClient m_client;
};

} // namespace parley::app
