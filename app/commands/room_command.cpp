#include "app/commands/room_command.h"

#include "app/commands/broker_connection.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

QString line(const client::RoomInfo &room)
{
    return u"%1/%2\t%3\tpublish %4"_s.arg(room.nameSpace, room.name, room.languages.join(u','),
                                          room.publishTopic);
}

} // namespace

QString RoomCommand::name() const
{
    return u"room"_s;
}

QString RoomCommand::summary() const
{
    return u"list, create and delete rooms, invite people to them"_s;
}

QStringList RoomCommand::usage() const
{
    return {u"room list"_s, u"room create NAME --languages en,es,ja"_s,
            u"room invite NAME --publisher-id ID --languages es"_s, u"room delete NAME"_s};
}

void RoomCommand::addOptions(QCommandLineParser &parser) const
{
    addConnectionOptions(parser);
    parser.addOptions({
        {u"namespace"_s, u"Namespace of the room."_s, u"NAME"_s, u"default"_s},
        {u"languages"_s, u"Codes, joined by commas."_s, u"CODES"_s},
        {u"publisher-id"_s, u"Who the invited person is."_s, u"ID"_s},
    });
}

void RoomCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    const QString verb = words.value(0);
    const bool known = (verb == u"list" && words.size() == 1)
        || ((verb == u"create" || verb == u"invite" || verb == u"delete") && words.size() == 2);
    if (!known)
        return failUsage(u"room takes one of these:"_s);
    const auto address = brokerAddress(parser);
    if (!address)
        return fail(address.error());
    m_client.setAddress(*address);
    const QStringList languages = parser.value(u"languages"_s).split(u',', Qt::SkipEmptyParts);
    if (verb == u"list")
        list();
    else if (verb == u"create")
        m_client.createRoom(
            words.last(), languages, this,
            answer<client::RoomInfo>([](const client::RoomInfo &room) { printLine(line(room)); }));
    else if (verb == u"invite")
        invite(parser, words.last());
    else
        m_client.deleteRoom(parser.value(u"namespace"_s), words.last(), this,
                            answer<client::Nothing>([](const client::Nothing &) {}));
}

void RoomCommand::list()
{
    m_client.rooms(this, answer<QList<client::RoomInfo>>([](const auto &rooms) {
                       for (const client::RoomInfo &room : rooms)
                           printLine(line(room));
                   }));
}

void RoomCommand::invite(const QCommandLineParser &parser, const QString &room)
{
    client::MemberRequest request;
    request.publisherId = parser.value(u"publisher-id"_s);
    request.label = request.publisherId;
    request.languages = parser.value(u"languages"_s).split(u',', Qt::SkipEmptyParts);
    m_client.issueMemberToken(parser.value(u"namespace"_s), room, request, this,
                              answer<client::IssuedToken>([](const client::IssuedToken &issued) {
                                  printLine(QString::fromLatin1(issued.secret));
                              }));
}

} // namespace parley::app
