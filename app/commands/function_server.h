#pragma once

#include <memory>
#include <optional>

#include <QElapsedTimer>
#include <QObject>

#include "app/commands/function_program.h"
#include "server/base/clock.h"
#include "server/client/admin_client.h"

namespace parley::app {

// "parleyd function serve": receives a webhook's deliveries on loopback, runs a program for each,
// and publishes what it says through the broker's API. Makes the webhook itself when it is given a
// topic, and takes it away at its end. Thread: main.
class FunctionServer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FunctionServer)

public:
    struct Settings {
        client::TopicAddress topic{}; // of the webhook to be made; "": there is one
        QString webhookId{}; // of the one that there is
        QByteArray secret{}; // of that one
        quint16 port = 0; // 0: any; of a webhook that there is: as its URL says
        QString keepSecretIn{}; // not "": the webhook stays, and its secret goes into this file
        FunctionProgram::Settings program{};
    };

    FunctionServer(client::AdminClient &client, Settings settings, QObject *parent = nullptr);

    void start();
    //! Takes no more, lets what runs publish and answers it, deletes its webhook, then ended().
    void stop();

Q_SIGNALS:
    void failed(const QString &problem); // it does not serve, or the webhook could not be deleted
    void ended();

private:
    void makeWebhook();
    void webhookMade(const Result<client::CreatedWebhook> &created);
    void takeBack(const Error &why); // the webhook that was made; then it fails
    void webhooksListed(const Result<QList<client::WebhookInfo>> &webhooks);
    void serve(const QByteArray &secret, const QString &webhookId);
    void handle(const client::ReceivedDelivery &delivery,
                std::function<void(client::DeliveryAnswer)> done);
    struct Publication;
    void publishNext(const std::shared_ptr<Publication> &publication);
    void answered(const std::shared_ptr<Publication> &publication, client::DeliveryAnswer answer);
    void endWhenIdle();
    void fail(const Error &error) { Q_EMIT failed(QString::fromStdString(error.message)); }

    client::AdminClient &m_client;
    const Settings m_settings;
    const SystemClock m_clock;
    FunctionProgram m_program;
    client::WebhookReceiver m_receiver;
    quint16 m_port = 0;
    QString m_madeWebhook; // to be deleted at the end
    int m_open = 0; // deliveries that are not answered yet
    bool m_isMaking = false; // the broker was asked for a webhook, or to take it back
    bool m_isStopping = false;
};

} // namespace parley::app
