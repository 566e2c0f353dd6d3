#include "app/commands/topic_command.h"

#include "app/commands/broker_connection.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

QString line(const client::TopicInfo &topic)
{
    return u"%1/%2\t%3\tmessages %4\tkept %5 bytes\tsubscribers %6\twebhooks %7"_s
        .arg(topic.address.nameSpace, topic.address.topic, topic.durability)
        .arg(topic.lastSequence)
        .arg(topic.keptBytes)
        .arg(topic.subscribers)
        .arg(topic.webhooks);
}

} // namespace

QString TopicCommand::name() const
{
    return u"topic"_s;
}

QString TopicCommand::summary() const
{
    return u"list, show, create and delete topics"_s;
}

QStringList TopicCommand::usage() const
{
    return {u"topic list"_s, u"topic show TOPIC"_s,
            u"topic create TOPIC [--durability memory|relaxed|durable]"_s, u"topic delete TOPIC"_s};
}

void TopicCommand::addOptions(QCommandLineParser &parser) const
{
    addConnectionOptions(parser);
    parser.addOptions({
        {u"namespace"_s, u"Namespace of the topic."_s, u"NAME"_s, u"default"_s},
        {u"durability"_s, u"memory, relaxed or durable."_s, u"WORD"_s, u"memory"_s},
    });
}

void TopicCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    const QString verb = words.value(0);
    const bool known = (verb == u"list" && words.size() == 1)
        || ((verb == u"show" || verb == u"create" || verb == u"delete") && words.size() == 2);
    if (!known)
        return failUsage(u"topic takes one of these:"_s);
    const auto address = brokerAddress(parser);
    if (!address)
        return fail(address.error());
    m_client.setAddress(*address);
    const client::TopicAddress topic{parser.value(u"namespace"_s), words.value(1)};
    const auto print = [](const client::TopicInfo &info) { printLine(line(info)); };
    if (verb == u"list")
        list();
    else if (verb == u"show")
        m_client.topic(topic, this, answer<client::TopicInfo>(print));
    else if (verb == u"create")
        m_client.makeTopic(topic, parser.value(u"durability"_s), this,
                           answer<client::TopicInfo>(print));
    else
        m_client.deleteTopic(topic, this, answer<client::Nothing>([](const client::Nothing &) {}));
}

void TopicCommand::list()
{
    m_client.topics(this, answer<QList<client::TopicInfo>>([](const auto &topics) {
                        for (const client::TopicInfo &topic : topics)
                            printLine(line(topic));
                    }));
}

} // namespace parley::app
