#pragma once

#include "app/commands/command.h"
#include "server/client/admin_client.h"

namespace parley::app {

// parleyd held list|approve|deny: what a room's moderation held
class HeldCommand final : public Command
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
    void list(const client::TopicAddress &room, const QString &review);
    void approve(const QCommandLineParser &parser, const client::TopicAddress &room, qint64 id);

    client::AdminClient m_client;
};

} // namespace parley::app
