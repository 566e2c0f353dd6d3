#pragma once

#include "app/commands/command.h"

namespace parley::app {

// parleyd webhook list|create|test|pause|resume|delete|deliveries
class WebhookCommand final : public Command
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
    void create(const QCommandLineParser &parser);
    void deliveries(const QString &webhookId);
    void runOn(const QString &verb, const QString &id);

    client::AdminClient m_client;
};

} // namespace parley::app
