#pragma once

#include "app/commands/command.h"

namespace parley::app {

// parleyd publish TOPIC [TEXT]: one message from the command line, or one per line of standard
// input.
class PublishCommand final : public Command
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
    void publishNextLine();
    void publish(const QByteArray &payload, bool isText, bool last);

    client::AdminClient m_client;
    client::TopicAddress m_topic;
};

} // namespace parley::app
