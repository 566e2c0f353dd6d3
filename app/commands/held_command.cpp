#include "app/commands/held_command.h"

#include <QJsonDocument>
#include <QJsonObject>

#include "app/commands/broker_connection.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

// As JSON, because the text may hold anything.
QByteArray heldLine(const client::HeldInfo &message)
{
    const QJsonObject json{{u"id"_s, message.id},
                           {u"heldAt"_s, message.heldAt.toString(Qt::ISODateWithMs)},
                           {u"senderId"_s, message.senderId},
                           {u"senderName"_s, message.senderName},
                           {u"rule"_s, message.rule},
                           {u"text"_s, message.text},
                           {u"review"_s, message.review}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace

QString HeldCommand::name() const
{
    return u"held"_s;
}

QString HeldCommand::summary() const
{
    return u"list what a room's moderation held, approve or deny it"_s;
}

QStringList HeldCommand::usage() const
{
    return {u"held list ROOM [--review waiting|approved|denied]"_s,
            u"held approve ROOM ID [--text TEXT]"_s, u"held deny ROOM ID [--reason TEXT]"_s};
}

void HeldCommand::addOptions(QCommandLineParser &parser) const
{
    addConnectionOptions(parser);
    parser.addOptions({
        {u"namespace"_s, u"Namespace of the room."_s, u"NAME"_s, u"default"_s},
        {u"review"_s, u"Which messages are listed."_s, u"STATE"_s, u"waiting"_s},
        {u"text"_s, u"Published in the place of the message's own."_s, u"TEXT"_s},
        {u"reason"_s, u"Why it is denied, for its author."_s, u"TEXT"_s},
    });
}

void HeldCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    const QString verb = words.value(0);
    bool isNumber = false;
    const qint64 id = words.value(2).toLongLong(&isNumber);
    const bool decides = (verb == u"approve" || verb == u"deny") && words.size() == 3 && isNumber;
    if (!decides && !(verb == u"list" && words.size() == 2))
        return failUsage(u"held takes one of these:"_s);
    const auto address = brokerAddress(parser);
    if (!address)
        return fail(address.error());
    m_client.setAddress(*address);
    const client::TopicAddress room{parser.value(u"namespace"_s), words.at(1)};
    if (verb == u"list")
        list(room, parser.value(u"review"_s));
    else if (verb == u"approve")
        approve(parser, room, id);
    else
        m_client.rooms().deny(room, id, parser.value(u"reason"_s), this,
                              answer<client::Nothing>([](const client::Nothing &) {}));
}

void HeldCommand::list(const client::TopicAddress &room, const QString &review)
{
    m_client.rooms().held(room, review, this,
                          answer<QList<client::HeldInfo>>([](const auto &messages) {
                              for (const client::HeldInfo &message : messages)
                                  printBytes(heldLine(message));
                          }));
}

void HeldCommand::approve(const QCommandLineParser &parser, const client::TopicAddress &room,
                          qint64 id)
{
    const QString text = parser.isSet(u"text"_s) ? parser.value(u"text"_s) : QString();
    m_client.rooms().approve(room, id, text, this,
                             answer<client::Nothing>([](const client::Nothing &) {}));
}

} // namespace parley::app
