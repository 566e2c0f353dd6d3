#pragma once

#include "app/commands/command.h"

namespace parley::app {

// parleyd room list|create|show|change|invite|delete
class RoomCommand final : public Command
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
    void list();
    void put(const QCommandLineParser &parser, const client::TopicAddress &room, bool isNew);
    void invite(const QCommandLineParser &parser, const client::TopicAddress &room);

    client::AdminClient m_client;
};

} // namespace parley::app
