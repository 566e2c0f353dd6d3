#include "app/commands/webhook_command.h"

#include "app/commands/broker_connection.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

QString line(const client::WebhookInfo &webhook)
{
    return u"%1\t%2\t%3/%4\t%5\t%6"_s.arg(webhook.id, webhook.state, webhook.address.nameSpace,
                                          webhook.address.topic, webhook.url, webhook.name);
}

void printAttempt(const client::AttemptInfo &attempt)
{
    printLine(u"%1 %2 in %3 ms\t%4"_s.arg(attempt.outcome)
                  .arg(attempt.httpStatus)
                  .arg(double(attempt.timing.total) / 1000.0, 0, 'f', 1)
                  .arg(attempt.outcomeText));
}

} // namespace

QString WebhookCommand::name() const
{
    return u"webhook"_s;
}

QString WebhookCommand::summary() const
{
    return u"list, create, test, pause and delete webhooks; see their deliveries"_s;
}

QStringList WebhookCommand::usage() const
{
    return {u"webhook list"_s,
            u"webhook create --topic TOPIC --to URL [--name TEXT] [--level public|lan|local] "
            "[--schedule standard|chat|momento] [--format momento|standard]"_s,
            u"webhook test|pause|resume|delete|deliveries ID"_s};
}

void WebhookCommand::addOptions(QCommandLineParser &parser) const
{
    addConnectionOptions(parser);
    parser.addOptions({
        {u"namespace"_s, u"Namespace of the topic."_s, u"NAME"_s, u"default"_s},
        {u"topic"_s, u"Topic whose messages are sent."_s, u"TOPIC"_s},
        {u"to"_s, u"http(s) address, or function:NAME."_s, u"URL"_s},
        {u"name"_s, u"What it is for."_s, u"TEXT"_s},
        {u"level"_s, u"How near the address may be: public, lan or local."_s, u"WORD"_s},
        {u"schedule"_s, u"When it is tried again: standard, chat or momento."_s, u"WORD"_s},
        {u"format"_s, u"Form of the body: momento or standard."_s, u"WORD"_s},
    });
}

void WebhookCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    static const QStringList kOnOne{u"test"_s, u"pause"_s, u"resume"_s, u"delete"_s,
                                    u"deliveries"_s};
    const QString verb = words.value(0);
    const bool known = ((verb == u"list" || verb == u"create") && words.size() == 1)
        || (kOnOne.contains(verb) && words.size() == 2);
    if (!known)
        return failUsage(u"webhook takes one of these:"_s);
    const auto address = brokerAddress(parser);
    if (!address)
        return fail(address.error());
    m_client.setAddress(*address);
    if (verb == u"list")
        list();
    else if (verb == u"create")
        create(parser);
    else
        runOn(verb, words.last());
}

void WebhookCommand::runOn(const QString &verb, const QString &id)
{
    const auto nothing = [](const client::Nothing &) {};
    const auto print = [](const client::WebhookInfo &webhook) { printLine(line(webhook)); };
    if (verb == u"test")
        m_client.testWebhook(id, u"A test message from parleyd"_s, this,
                             answer<client::AttemptInfo>(printAttempt));
    else if (verb == u"pause")
        m_client.setWebhookState(id, u"paused"_s, this, answer<client::WebhookInfo>(print));
    else if (verb == u"resume")
        m_client.setWebhookState(id, u"active"_s, this, answer<client::WebhookInfo>(print));
    else if (verb == u"delete")
        m_client.deleteWebhook(id, this, answer<client::Nothing>(nothing));
    else
        deliveries(id);
}

void WebhookCommand::list()
{
    m_client.webhooks(this, answer<QList<client::WebhookInfo>>([](const auto &webhooks) {
                          for (const client::WebhookInfo &webhook : webhooks)
                              printLine(line(webhook));
                      }));
}

void WebhookCommand::create(const QCommandLineParser &parser)
{
    if (!parser.isSet(u"topic"_s) || !parser.isSet(u"to"_s))
        return failUsage(u"webhook create needs --topic and --to"_s);
    client::WebhookInfo webhook;
    webhook.name = parser.value(u"name"_s);
    webhook.address = {parser.value(u"namespace"_s), parser.value(u"topic"_s)};
    webhook.url = parser.value(u"to"_s);
    if (webhook.callsFunction())
        webhook.schedule = u"chat"_s;
    if (parser.isSet(u"level"_s))
        webhook.level = parser.value(u"level"_s);
    if (parser.isSet(u"schedule"_s))
        webhook.schedule = parser.value(u"schedule"_s);
    if (parser.isSet(u"format"_s))
        webhook.format = parser.value(u"format"_s);
    m_client.createWebhook(
        webhook, this, answer<client::CreatedWebhook>([](const client::CreatedWebhook &created) {
            printLine(created.webhook.id);
            printLine(u"secret %1"_s.arg(QString::fromLatin1(created.secret)));
            printLine(u"momento-secret %1"_s.arg(QString::fromLatin1(created.momentoSecret)));
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
