#include "app/commands/webhook_command.h"

#include <QJsonDocument>

#include "app/commands/broker_connection.h"
#include "app/commands/token_options.h"
#include "app/commands/webhook_lines.h"
#include "app/commands/webhook_options.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

void printJson(const QJsonObject &json)
{
    printLine(QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact)));
}

void printLines(const QStringList &lines)
{
    for (const QString &line : lines)
        printLine(line);
}

} // namespace

QString WebhookCommand::name() const
{
    return u"webhook"_s;
}

QString WebhookCommand::summary() const
{
    return u"list, make, change, test, rotate, pause and delete webhooks; see how they do"_s;
}

QStringList WebhookCommand::usage() const
{
    return {
        u"webhook list [--json]    all but deliveries can print JSON"_s,
        u"webhook put --topic TOPIC|--prefix TEXT --to URL [SETTINGS]    makes one, prints its "
        "secrets"_s,
        u"webhook put ID [SETTINGS]    changes one; --help tells what SETTINGS there are"_s,
        u"webhook show|pause|resume|delete|deliveries ID"_s,
        u"webhook rotate ID [--overlap TIME] | --momento    prints the new secret"_s,
        u"webhook expire ID    ends all signing secrets but the newest"_s,
        u"webhook test ID [--text TEXT | --file FILE]"_s,
        u"webhook health [ID]"_s,
    };
}

void WebhookCommand::addOptions(QCommandLineParser &parser) const
{
    addConnectionOptions(parser);
    addWebhookOptions(parser);
    parser.addOptions({
        {u"json"_s, u"Prints JSON, one object a line."_s},
        {u"overlap"_s, u"How long the old secret signs too, up to 7d."_s, u"TIME"_s, u"24h"_s},
        {u"momento"_s, u"Rotates the secret of momento-signature; the old one ends at once."_s},
        {u"text"_s, u"Text of the test message."_s, u"TEXT"_s, u"A test message from parleyd"_s},
        {u"file"_s, u"File with the test message; - for standard input."_s, u"FILE"_s},
    });
}

void WebhookCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    static const QStringList kOnOne{u"show"_s,   u"pause"_s,  u"resume"_s, u"delete"_s,
                                    u"rotate"_s, u"expire"_s, u"test"_s,   u"deliveries"_s};
    const QString verb = words.value(0);
    const bool onAny = verb == u"put" || verb == u"health";
    const bool known = ((verb == u"list" || onAny) && words.size() == 1)
        || ((onAny || kOnOne.contains(verb)) && words.size() == 2);
    if (!known)
        return failUsage(u"webhook takes one of these:"_s);
    const auto address = brokerAddress(parser);
    if (!address)
        return fail(address.error());
    m_client.setAddress(*address);
    m_json = parser.isSet(u"json"_s);
    if (verb == u"list")
        list();
    else if (verb == u"health")
        health(words.value(1));
    else if (verb == u"put" && words.size() == 1)
        make(parser);
    else
        runOn(parser, verb, words.last());
}

void WebhookCommand::runOn(const QCommandLineParser &parser, const QString &verb, const QString &id)
{
    auto &webhooks = m_client.webhookClient();
    const auto print = [this](const client::WebhookInfo &webhook) { printWebhook(webhook, false); };
    const auto printWhole
        = [this](const client::WebhookInfo &webhook) { printWebhook(webhook, true); };
    if (verb == u"show")
        webhooks.get(id, this, answer<client::WebhookInfo>(printWhole));
    else if (verb == u"put")
        change(parser, id);
    else if (verb == u"pause" || verb == u"resume")
        webhooks.setState(id, verb == u"pause" ? u"paused"_s : u"active"_s, this,
                          answer<client::WebhookInfo>(print));
    else if (verb == u"delete")
        webhooks.remove(id, this, answer<client::Nothing>([](const client::Nothing &) {}));
    else if (verb == u"rotate")
        rotate(parser, id);
    else if (verb == u"expire")
        webhooks.expireSecrets(id, this, answer<client::WebhookInfo>(print));
    else if (verb == u"test")
        test(parser, id);
    else
        deliveries(id);
}

void WebhookCommand::printWebhook(const client::WebhookInfo &webhook, bool whole) const
{
    if (m_json)
        printJson(webhookJson(webhook));
    else if (whole)
        printLines(webhookLines(webhook));
    else
        printLine(webhookLine(webhook));
}

// A secret alone on its line behind its name, so that a script can take it.
void WebhookCommand::printSecrets(const client::CreatedWebhook &created) const
{
    if (m_json) {
        QJsonObject json{{u"webhook"_s, webhookJson(created.webhook)}};
        if (!created.secret.isEmpty())
            json.insert(u"secret"_s, QString::fromLatin1(created.secret));
        if (!created.momentoSecret.isEmpty())
            json.insert(u"momentoSecret"_s, QString::fromLatin1(created.momentoSecret));
        return printJson(json);
    }
    printLine(created.webhook.id);
    if (!created.secret.isEmpty())
        printLine(u"secret %1"_s.arg(QString::fromLatin1(created.secret)));
    if (!created.momentoSecret.isEmpty())
        printLine(u"momento-secret %1"_s.arg(QString::fromLatin1(created.momentoSecret)));
}

void WebhookCommand::list()
{
    m_client.webhooks(this, answer<QList<client::WebhookInfo>>([this](const auto &webhooks) {
                          for (const client::WebhookInfo &webhook : webhooks)
                              printWebhook(webhook, false);
                      }));
}

void WebhookCommand::make(const QCommandLineParser &parser)
{
    const auto webhook = webhookFrom(parser, {});
    if (!webhook)
        return failUsage(QString::fromStdString(webhook.error().message));
    if (webhook->address.topic.isEmpty() || webhook->url.isEmpty())
        return failUsage(u"a new webhook needs --topic or --prefix, and --to"_s);
    m_client.webhookClient().create(
        *webhook, this, answer<client::CreatedWebhook>([this](const client::CreatedWebhook &made) {
            printSecrets(made);
        }));
}

void WebhookCommand::change(const QCommandLineParser &parser, const QString &id)
{
    m_client.webhookClient().get(
        id, this, [this, &parser](const Result<client::WebhookInfo> &before) {
            if (!before)
                return fail(before.error());
            const auto after = webhookFrom(parser, *before);
            if (!after)
                return failUsage(QString::fromStdString(after.error().message));
            m_client.webhookClient().change(
                *before, *after, this,
                answer<client::WebhookInfo>(
                    [this](const client::WebhookInfo &webhook) { printWebhook(webhook, false); }));
        });
}

void WebhookCommand::rotate(const QCommandLineParser &parser, const QString &id)
{
    auto print = answer<client::CreatedWebhook>(
        [this](const client::CreatedWebhook &rotated) { printSecrets(rotated); });
    if (parser.isSet(u"momento"_s))
        return m_client.webhookClient().rotateMomento(id, this, print);
    const QString text = parser.value(u"overlap"_s);
    const auto overlap = text == u"0" ? std::optional<qint64>(0) : secondsFrom(text);
    if (!overlap)
        return failUsage(u"--overlap takes a time such as 30m, 12h or 7d, or 0"_s);
    m_client.webhookClient().rotate(id, *overlap, this, print);
}

void WebhookCommand::test(const QCommandLineParser &parser, const QString &id)
{
    QString text = parser.value(u"text"_s);
    if (parser.isSet(u"file"_s)) {
        const auto bytes = fileOrInput(parser.value(u"file"_s), u"file"_s);
        if (!bytes)
            return failUsage(QString::fromStdString(bytes.error().message));
        text = QString::fromUtf8(*bytes);
    }
    m_client.webhookClient().test(id, text, this, [this](const Result<client::AttemptInfo> &done) {
        if (!done)
            return fail(done.error());
        if (m_json)
            printJson(attemptJson(*done));
        else
            printLines(attemptLines(*done));
        finish(done->succeeded() ? Done : Failed);
    });
}

void WebhookCommand::health(const QString &id)
{
    if (!id.isEmpty())
        return m_client.webhookClient().health(
            id, this, answer<client::WebhookHealthInfo>([this](const auto &health) {
                if (m_json)
                    printJson(healthJson(health));
                else
                    printLines(healthLines(health));
            }));
    m_client.webhookClient().healths(
        this, answer<QHash<QString, client::WebhookHealthInfo>>([this](const auto &all) {
            auto ids = all.keys();
            ids.sort();
            for (const QString &each : std::as_const(ids)) {
                auto json = healthJson(all.value(each));
                json.insert(u"id"_s, each);
                if (m_json)
                    printJson(json);
                else
                    printLine(
                        u"%1\t%2"_s.arg(each, healthLines(all.value(each)).mid(0, 3).join(u'\t')));
            }
        }));
}

void WebhookCommand::deliveries(const QString &webhookId)
{
    client::DeliveryQuery query;
    query.webhookId = webhookId;
    m_client.deliveries(query, this, answer<client::DeliveryPage>([](const auto &page) {
                            for (const client::DeliveryInfo &delivery : page.deliveries)
                                printLine(u"%1\t%2 %3\t%4-%5\tattempts %6"_s
                                              .arg(delivery.id, delivery.state, delivery.reason)
                                              .arg(delivery.position.page)
                                              .arg(delivery.position.sequence)
                                              .arg(delivery.attempts));
                        }));
}

} // namespace parley::app
