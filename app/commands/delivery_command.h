#pragma once

#include <QTimer>

#include "app/commands/command.h"
#include "server/client/delivery_client.h"

namespace parley::app {

// parleyd delivery: what webhooks sent, and sending it again. Thread: main.
class DeliveryCommand final : public Command
{
    Q_OBJECT

public:
    explicit DeliveryCommand(QObject *parent = nullptr);

    QString name() const override;
    QString summary() const override;
    QStringList usage() const override;
    void addOptions(QCommandLineParser &parser) const override;
    void run(const QCommandLineParser &parser, const QStringList &words) override;

private:
    bool readOptions(const QCommandLineParser &parser);
    void runOnMany(const QString &verb, const QCommandLineParser &parser);
    void runOnOne(const QString &verb, const QStringList &words, const QCommandLineParser &parser);

    void list();
    void show(const QString &id);
    void attempts(const QString &id);
    void resend(const QString &id, const QString &fileName);
    void forget(const QString &id, const QString &attempt);
    void retention(const QCommandLineParser &parser);
    void replay(bool onlyPlan);
    void follow(const client::ReplayInfo &replay);
    void writeExport(const QCommandLineParser &parser);

    client::AdminClient m_client;
    client::DeliveryQuery m_query;
    qint64 m_left = 0; // deliveries still to print
    bool m_json = false;
    QTimer m_progress; // of the replay that runs
};

} // namespace parley::app
