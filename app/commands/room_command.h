#pragma once

#include "app/commands/command.h"

namespace parley::app {

// parleyd room list|create|invite|delete
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
    void invite(const QCommandLineParser &parser, const QString &room);

    client::AdminClient m_client;
};

} // namespace parley::app
