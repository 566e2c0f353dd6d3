#include "app/commands/function_server.h"

#include <QFileInfo>

#include "app/commands/command.h"
#include "app/common/secret_file.h"

using namespace Qt::StringLiterals;

namespace parley::app {

// What a run wants to publish, one after the other.
struct FunctionServer::Publication {
    client::ReceivedDelivery delivery;
    QList<client::FunctionMessage> messages;
    std::function<void(client::DeliveryAnswer)> done;
    QElapsedTimer timer;
    int next = 0;
};

namespace {

// One line for each delivery: its id, and what became of it.
client::DeliveryAnswer told(const client::ReceivedDelivery &delivery, int status,
                            const QString &what, const QElapsedTimer &timer)
{
    printLine(u"%1 attempt %2: %3 %4 in %5 ms"_s
                  .arg(QString::fromLatin1(delivery.id), QString::fromLatin1(delivery.attempt))
                  .arg(status)
                  .arg(what)
                  .arg(timer.elapsed()));
    return {status, what.toUtf8() + '\n'};
}

// Only what this computer alone can reach: deliveries are not encrypted on their way here.
Result<quint16> portOf(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isHere = url.host() == u"127.0.0.1"_s || url.host() == u"localhost"_s;
    if (url.scheme() != u"http"_s || !isHere || url.port() <= 0)
        return Error{ErrorCode::FailedPrecondition,
                     "the webhook does not call http://127.0.0.1:PORT: change its URL first"};
    return quint16(url.port());
}

} // namespace

FunctionServer::FunctionServer(client::AdminClient &client, Settings settings, QObject *parent) :
    QObject(parent), m_client(client), m_settings(std::move(settings)),
    m_program(m_settings.program),
    m_receiver(m_clock,
               [this](const client::ReceivedDelivery &delivery,
                      std::function<void(client::DeliveryAnswer)> done) {
                   handle(delivery, std::move(done));
               })
{
}

void FunctionServer::start()
{
    if (m_settings.webhookId.isEmpty())
        return makeWebhook();
    m_client.webhooks(this, [this](const Result<QList<client::WebhookInfo>> &webhooks) {
        webhooksListed(webhooks);
    });
}

void FunctionServer::makeWebhook()
{
    const auto port = m_receiver.listen(m_settings.port);
    if (!port)
        return fail(port.error());
    m_port = *port;
    client::WebhookInfo webhook;
    webhook.name = u"function serve: "_s + QFileInfo(m_settings.program.program).fileName();
    webhook.address = m_settings.topic;
    webhook.url = u"http://127.0.0.1:%1/"_s.arg(m_port);
    webhook.level = u"local"_s;
    webhook.schedule = u"chat"_s; // it is at hand, or it is not: no reason to wait for hours
    m_isMaking = true;
    m_client.webhookClient().create(
        webhook, this,
        [this](const Result<client::CreatedWebhook> &created) { webhookMade(created); });
}

void FunctionServer::webhookMade(const Result<client::CreatedWebhook> &created)
{
    m_isMaking = false;
    if (!created)
        return fail(created.error());
    m_madeWebhook = created->webhook.id;
    if (!m_settings.keepSecretIn.isEmpty()) {
        const auto kept = makeSecretFile(m_settings.keepSecretIn, created->secret + '\n');
        if (!kept) // nobody could answer it: it goes
            return takeBack(kept.error());
    }
    serve(created->secret, m_madeWebhook);
    endWhenIdle(); // it was asked to stop meanwhile
}

// Who asks to stop meanwhile waits for it: a program that has ended deletes nothing.
void FunctionServer::takeBack(const Error &why)
{
    m_isMaking = true;
    m_client.webhookClient().remove(m_madeWebhook, this, [this, why](const auto &) {
        m_isMaking = false;
        fail(why);
    });
}

void FunctionServer::webhooksListed(const Result<QList<client::WebhookInfo>> &webhooks)
{
    if (!webhooks)
        return fail(webhooks.error());
    for (const client::WebhookInfo &webhook : *webhooks) {
        if (webhook.id != m_settings.webhookId)
            continue;
        const auto wanted = portOf(webhook.url);
        const auto port = wanted ? m_receiver.listen(*wanted) : wanted;
        if (!port)
            return fail(port.error());
        m_port = *port;
        return serve(m_settings.secret, webhook.id);
    }
    fail({ErrorCode::NotFound, "no such webhook"});
}

void FunctionServer::serve(const QByteArray &secret, const QString &webhookId)
{
    const auto verifier
        = client::WebhookVerifier::from({secret.constData(), std::size_t(secret.size())});
    if (!verifier)
        return fail(verifier.error());
    m_receiver.setVerifier(*verifier);
    printLine(u"serving webhook %1 on http://127.0.0.1:%2/"_s.arg(webhookId).arg(m_port));
}

void FunctionServer::handle(const client::ReceivedDelivery &delivery,
                            std::function<void(client::DeliveryAnswer)> done)
{
    if (m_isStopping)
        return done({503, "it stops\n"}); // the delivery comes again
    ++m_open;
    auto publication = std::make_shared<Publication>();
    publication->delivery = delivery;
    publication->done = std::move(done);
    publication->timer.start();
    m_program.run(delivery, [this, publication](const ProgramOutcome &outcome) {
        if (outcome.status != 200)
            return answered(
                publication,
                told(publication->delivery, outcome.status, outcome.problem, publication->timer));
        publication->messages = outcome.messages;
        publishNext(publication);
    });
}

// In their order; what was published already is not doubled when the delivery comes again.
void FunctionServer::publishNext(const std::shared_ptr<Publication> &publication)
{
    const int index = publication->next++;
    const auto answer = [this, publication](int status, const QString &what) {
        answered(publication, told(publication->delivery, status, what, publication->timer));
    };
    if (index >= publication->messages.size())
        return answer(200, u"published %1"_s.arg(index));
    m_client.code().publishFor(
        publication->delivery, index, publication->messages[index], this,
        [this, publication, answer, index](const Result<client::Nothing> &published) {
            if (published)
                return publishNext(publication);
            answer(published.error().retryable() ? 503 : 500,
                   u"message %1 was refused: "_s.arg(index + 1)
                       + QString::fromStdString(published.error().message));
        });
}

void FunctionServer::answered(const std::shared_ptr<Publication> &publication,
                              client::DeliveryAnswer answer)
{
    publication->done(std::move(answer));
    --m_open;
    endWhenIdle();
}

// What runs has its own limit, and so has each publication: that bounds the wait.
void FunctionServer::stop()
{
    if (std::exchange(m_isStopping, true))
        return;
    endWhenIdle();
}

void FunctionServer::endWhenIdle()
{
    if (!m_isStopping || m_isMaking || m_open > 0)
        return;
    if (m_madeWebhook.isEmpty() || !m_settings.keepSecretIn.isEmpty()) {
        Q_EMIT ended();
        return;
    }
    const QString id = std::exchange(m_madeWebhook, {});
    m_client.webhookClient().remove(id, this, [this, id](const Result<client::Nothing> &deleted) {
        if (!deleted)
            return fail(deleted.error());
        printLine(u"webhook %1 deleted"_s.arg(id));
        Q_EMIT ended();
    });
}

} // namespace parley::app
