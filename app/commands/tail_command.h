#pragma once

#include "app/commands/command.h"
#include "server/client/socket_client.h"

namespace parley::app {

// parleyd tail TOPIC: prints messages as they come, until it is stopped.
class TailCommand final : public Command
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
    void print(const client::Item &item);

    client::SocketClient m_socket;
    bool m_chat = false;
    bool m_json = false;
    qint64 m_left = -1; // messages still to print; -1: no end
};

} // namespace parley::app
