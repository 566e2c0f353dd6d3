#include "app/demo/demo_room.h"

#include <algorithm>

#include "server/client/chat_message.h"
#include "server/types/language.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

constexpr std::chrono::milliseconds kFirstLine{600}; // the pages are open by then
constexpr std::chrono::milliseconds kBetweenLines{3500}; // time to read one
const QString kNameSpace = u"default"_s;
const QString kLabelPrefix = u"Demo person "_s;

QString readTopic(const QString &room, const QString &languageCode)
{
    const auto language = languageByCode(languageCode.toStdString());
    return room + u"-subscribe-"_s
        + (language ? QString::fromUtf8(language->word.data(), qsizetype(language->word.size()))
                    : languageCode);
}

} // namespace

DemoRoom::DemoRoom(QObject *parent) : QObject(parent), m_script(DemoScript::builtIn())
{
    connect(&m_timer, &QTimer::timeout, this, &DemoRoom::say);
}

DemoRoom::~DemoRoom() = default;

void DemoRoom::start(const client::BrokerAddress &owner, Done done)
{
    if (m_started) {
        done({});
        return;
    }
    m_started = true;
    m_done = std::move(done);
    m_admin.setAddress(owner);
    makeRoom();
}

void DemoRoom::stop()
{
    m_timer.stop();
    m_people.clear();
    m_started = false;
}

void DemoRoom::makeRoom()
{
    m_admin.rooms().create({kNameSpace, m_script.room}, client::roomSettings(m_script.languages),
                           this, [this](const Result<client::RoomInfo> &room) {
                               if (room || room.error().code == ErrorCode::AlreadyExists)
                                   forgetOldTokens();
                               else
                                   end(QString::fromStdString(room.error().message));
                           });
}

// Tokens of an earlier run: their secrets are gone, so they are of no use to anybody.
void DemoRoom::forgetOldTokens()
{
    client::TokenQuery query;
    query.state = u"active"_s;
    query.text = QString(kLabelPrefix);
    m_admin.access().tokens(query, this, [this](const Result<client::TokenPage> &page) {
        if (!page)
            return end(QString::fromStdString(page.error().message));
        for (const client::TokenInfo &token : page->tokens)
            if (token.label.startsWith(kLabelPrefix))
                m_admin.access().revokeToken(token.id, this,
                                             [](const Result<client::Nothing> &) {});
        inviteNext();
    });
}

void DemoRoom::inviteNext()
{
    if (m_people.size() == m_script.people.size())
        return begin();
    const DemoPerson &person = m_script.people[m_people.size()];
    client::MemberRequest request;
    request.label = kLabelPrefix + person.id;
    request.publisherId = person.id;
    request.languages = {person.language};
    m_admin.rooms().issueToken({kNameSpace, m_script.room}, request, this,
                               [this, person](const Result<client::IssuedToken> &issued) {
                                   if (!issued)
                                       return end(QString::fromStdString(issued.error().message));
                                   auto socket = std::make_unique<client::SocketClient>();
                                   socket->subscribe(
                                       {kNameSpace, readTopic(m_script.room, person.language)},
                                       client::Start::latest(), socket.get());
                                   socket->open({m_admin.address().url, issued->secret});
                                   m_people.push_back({person, std::move(socket)});
                                   inviteNext();
                               });
}

void DemoRoom::begin()
{
    m_timer.start(kFirstLine);
    end({});
}

void DemoRoom::say()
{
    m_timer.setInterval(kBetweenLines);
    const DemoLine &line = m_script.lines[m_nextLine];
    m_nextLine = (m_nextLine + 1) % m_script.lines.size();
    const QByteArray payload
        = client::outgoingChatMessage(client::newChatMessageId(), {}, line.text);
    m_people[line.person].socket->publish({kNameSpace, m_script.room + u"-publish"_s}, payload,
                                          true, this, [](const Result<client::Acknowledged> &) {});
}

void DemoRoom::end(const QString &problem)
{
    if (!problem.isEmpty())
        m_started = false;
    if (auto done = std::exchange(m_done, {}))
        done(problem);
}

} // namespace parley::app
