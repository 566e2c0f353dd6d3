#include "app/commands/tail_command.h"

#include <cstdio>
#include <optional>

#include <QJsonDocument>
#include <QJsonObject>

#include "app/commands/broker_connection.h"
#include "app/commands/terminal_text.h"
#include "server/client/chat_message.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

// "latest", "earliest", "last-N", "after-PAGE-SEQUENCE", as in a URL.
std::optional<client::Start> startFrom(const QString &text)
{
    const QStringList parts = text.split(u'-');
    bool valid = true;
    if (text == u"latest")
        return client::Start::latest();
    if (text == u"earliest")
        return client::Start::earliest();
    if (parts.size() == 2 && parts[0] == u"last") {
        const int count = parts[1].toInt(&valid);
        if (valid && count > 0)
            return client::Start::lastMessages(count);
    }
    if (parts.size() == 3 && parts[0] == u"after") {
        bool pageValid = false;
        const Position after{parts[1].toULongLong(&pageValid), parts[2].toULongLong(&valid)};
        if (pageValid && valid)
            return client::Start::afterPosition(after);
    }
    return std::nullopt;
}

// "Ana: Good morning  [es → en, phrasebook]"
QString chatLine(const client::ChatMessage &message)
{
    const QString who = message.senderName.isEmpty() ? u"somebody"_s : message.senderName;
    QString line = who + u": "_s + message.text;
    if (message.isTranslated())
        line += u"  [%1 → %2, %3]"_s.arg(message.sourceLanguage, message.language, message.engine);
    else if (!message.translationReason.isEmpty())
        line += u"  [%1, not translated: %2]"_s.arg(message.sourceLanguage,
                                                    message.translationReason);
    return line;
}

} // namespace

QString TailCommand::name() const
{
    return u"tail"_s;
}

QString TailCommand::summary() const
{
    return u"print messages of a topic as they come"_s;
}

QStringList TailCommand::usage() const
{
    return {u"tail TOPIC [--from latest|earliest|last-N|after-PAGE-SEQUENCE] [--count N] "
            "[--chat|--json]"_s};
}

void TailCommand::addOptions(QCommandLineParser &parser) const
{
    addConnectionOptions(parser);
    parser.addOptions({
        {u"namespace"_s, u"Namespace of the topic."_s, u"NAME"_s, u"default"_s},
        {u"from"_s, u"Where to begin."_s, u"FROM"_s, u"latest"_s},
        {u"count"_s, u"Stop after N messages."_s, u"N"_s},
        {u"chat"_s, u"Rooms: who said what, and how it was translated."_s},
        {u"json"_s, u"One JSON object per line instead of text."_s},
    });
}

void TailCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    if (words.size() != 1)
        return failUsage(u"tail takes one topic"_s);
    const auto start = startFrom(parser.value(u"from"_s));
    if (!start)
        return failUsage(u"--from takes latest, earliest, last-N or after-PAGE-SEQUENCE"_s);
    if (parser.isSet(u"count"_s)) {
        bool valid = false;
        m_left = parser.value(u"count"_s).toLongLong(&valid);
        if (!valid || m_left < 1)
            return failUsage(u"--count takes a number from 1"_s);
    }
    m_chat = parser.isSet(u"chat"_s);
    m_json = parser.isSet(u"json"_s);
    if (m_chat && m_json)
        return failUsage(u"tail takes --chat or --json, not both"_s);
    const auto address = brokerAddress(parser);
    if (!address)
        return fail(address.error());
    connect(&m_socket, &client::SocketClient::stateChanged, this, [this] {
        if (m_socket.gaveUp())
            fail({ErrorCode::Unauthenticated, m_socket.reason().toStdString()});
        else if (m_socket.state() == client::SocketClient::State::Offline)
            std::fprintf(stderr, "parleyd: %s\n", qUtf8Printable(m_socket.reason()));
    });
    auto *subscription
        = m_socket.subscribe({parser.value(u"namespace"_s), words.first()}, *start, this);
    connect(subscription, &client::Subscription::itemArrived, this, &TailCommand::print);
    connect(subscription, &client::Subscription::gapFound, this, [](const client::Gap &) {
        std::fprintf(stderr, "parleyd: messages are missing here\n");
    });
    connect(subscription, &client::Subscription::refused, this, [this](const QString &reason) {
        fail({ErrorCode::PermissionDenied, reason.toStdString()});
    });
    m_socket.open(*address);
}

void TailCommand::print(const client::Item &item)
{
    if (m_left == 0)
        return;
    if (m_json) {
        QJsonObject json{{u"page"_s, qint64(item.position.page)},
                         {u"sequence"_s, qint64(item.position.sequence)},
                         {u"time"_s, item.time.toMSecsSinceEpoch()},
                         {u"publisherId"_s, item.publisherId}};
        if (item.isText)
            json[u"text"_s] = item.text();
        else
            json[u"base64"_s] = QString::fromLatin1(item.payload.toBase64());
        printLine(QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact)));
    } else if (m_chat) {
        printLine(harmless(chatLine(client::chatMessageFrom(item))));
    } else if (item.isText) {
        printLine(harmless(item.text()));
    } else {
        printLine(u"(%1 bytes) %2"_s.arg(item.payload.size())
                      .arg(QString::fromLatin1(item.payload.left(64).toHex())));
    }
    if (m_left > 0 && --m_left == 0)
        finish(Done);
}

} // namespace parley::app
