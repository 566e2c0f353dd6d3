#include "app/commands/room_command.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include "app/commands/broker_connection.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

// Twice what a room's settings take at their bounds; the broker says no to what is too much.
constexpr qint64 kMaxSettingsBytes = 512 * 1024;

// "-": standard input.
Result<QJsonObject> settingsIn(const QString &path)
{
    QFile file(path);
    const bool isOpen
        = path == u"-" ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    const auto document = QJsonDocument::fromJson(isOpen ? file.read(kMaxSettingsBytes) : "");
    if (!document.isObject())
        return Error{ErrorCode::InvalidArgument,
                     "the file of the settings cannot be read, or is no JSON object"};
    return document.object();
}

// The file's settings, and over them what options say.
Result<QJsonObject> settingsOf(const QCommandLineParser &parser)
{
    QJsonObject settings;
    if (parser.isSet(u"settings"_s)) {
        const auto read = settingsIn(parser.value(u"settings"_s));
        if (!read)
            return read.error();
        settings = *read;
    }
    const QStringList languages = parser.value(u"languages"_s).split(u',', Qt::SkipEmptyParts);
    if (!languages.isEmpty())
        settings.insert(u"languages"_s, QJsonArray::fromStringList(languages));
    return settings;
}

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
    return u"list, create, change and delete rooms, invite people to them"_s;
}

QStringList RoomCommand::usage() const
{
    return {u"room list"_s,
            u"room create NAME --languages en,es,ja [--settings FILE]"_s,
            u"room show NAME"_s,
            u"room change NAME [--languages en,es] [--settings FILE]"_s,
            u"room invite NAME --publisher-id ID --languages es"_s,
            u"room delete NAME"_s};
}

void RoomCommand::addOptions(QCommandLineParser &parser) const
{
    addConnectionOptions(parser);
    parser.addOptions({
        {u"namespace"_s, u"Namespace of the room."_s, u"NAME"_s, u"default"_s},
        {u"languages"_s, u"Codes, joined by commas."_s, u"CODES"_s},
        {u"settings"_s, u"JSON with settings, as show prints them; \"-\": standard input."_s,
         u"FILE"_s},
        {u"publisher-id"_s, u"Who the invited person is."_s, u"ID"_s},
    });
}

void RoomCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    static const QStringList verbs{u"create"_s, u"show"_s, u"change"_s, u"invite"_s, u"delete"_s};
    const QString verb = words.value(0);
    const bool known
        = (verb == u"list" && words.size() == 1) || (verbs.contains(verb) && words.size() == 2);
    if (!known)
        return failUsage(u"room takes one of these:"_s);
    const auto address = brokerAddress(parser);
    if (!address)
        return fail(address.error());
    m_client.setAddress(*address);
    const client::TopicAddress room{parser.value(u"namespace"_s), words.last()};
    if (verb == u"list")
        list();
    else if (verb == u"show")
        m_client.rooms().room(room, this, answer<client::RoomInfo>([](const auto &info) {
                                  printBytes(QJsonDocument(info.settings).toJson());
                              }));
    else if (verb == u"invite")
        invite(parser, room);
    else if (verb == u"delete")
        m_client.rooms().remove(room, this, answer<client::Nothing>([](const auto &) {}));
    else
        put(parser, room, verb == u"create");
}

void RoomCommand::put(const QCommandLineParser &parser, const client::TopicAddress &room,
                      bool isNew)
{
    const auto settings = settingsOf(parser);
    if (!settings)
        return fail(settings.error());
    if (settings->isEmpty())
        return failUsage(u"--languages or --settings says what to set:"_s);
    const auto done
        = answer<client::RoomInfo>([](const client::RoomInfo &info) { printLine(line(info)); });
    if (isNew)
        m_client.rooms().create(room, *settings, this, done);
    else
        m_client.rooms().change(room, *settings, this, done);
}

void RoomCommand::list()
{
    m_client.rooms().all(this, answer<QList<client::RoomInfo>>([](const auto &rooms) {
                             for (const client::RoomInfo &room : rooms)
                                 printLine(line(room));
                         }));
}

void RoomCommand::invite(const QCommandLineParser &parser, const client::TopicAddress &room)
{
    client::MemberRequest request;
    request.publisherId = parser.value(u"publisher-id"_s);
    request.label = request.publisherId;
    request.languages = parser.value(u"languages"_s).split(u',', Qt::SkipEmptyParts);
    m_client.rooms().issueToken(room, request, this,
                                answer<client::IssuedToken>([](const client::IssuedToken &issued) {
                                    printLine(QString::fromLatin1(issued.secret));
                                }));
}

} // namespace parley::app
