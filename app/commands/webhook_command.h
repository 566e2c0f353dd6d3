#pragma once

#include "app/commands/command.h"

namespace parley::app {

// parleyd webhook list|show|put|pause|resume|delete|rotate|expire|test|health|deliveries
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
    void runOn(const QCommandLineParser &parser, const QString &verb, const QString &id);
    void list();
    void make(const QCommandLineParser &parser);
    void change(const QCommandLineParser &parser, const QString &id);
    void rotate(const QCommandLineParser &parser, const QString &id);
    void test(const QCommandLineParser &parser, const QString &id);
    void health(const QString &id); // "": of all
    void deliveries(const QString &webhookId);
    void printWebhook(const client::WebhookInfo &webhook, bool whole) const;
    void printSecrets(const client::CreatedWebhook &created) const;

    client::AdminClient m_client;
    bool m_json = false; // what --json says
};

} // namespace parley::app
