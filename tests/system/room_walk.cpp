#include "tests/system/room_walk.h"

#include <algorithm>

#include <QEventLoop>
#include <QJsonArray>
#include <QTest>
#include <QTimer>

#include "tests/support/raw_http.h"

using namespace Qt::StringLiterals;

namespace parley::test {
namespace {

client::TopicAddress at(const QString &topic)
{
    return {u"default"_s, topic};
}

QString roomTopic(const QString &rest)
{
    return QLatin1String(RoomWalk::kRoom) + rest;
}

} // namespace

QString RoomWalk::open(quint16 port, const QByteArray &ownerToken)
{
    m_port = port;
    m_owner = ownerToken;
    const HttpAnswer made = ask(port, ownerToken, "POST", "/v1/rooms",
                                {{u"name"_s, QLatin1String(kRoom)},
                                 {u"languages"_s, QJsonArray{u"en"_s, u"es"_s, u"ja"_s}}});
    if (made.status != 201)
        return u"the room was not made: "_s + QString::fromUtf8(made.body);
    m_writer = memberToken(u"Ana"_s, true, {});
    m_reader = memberToken(u"Ben"_s, false, {u"en"_s, u"es"_s, u"ja"_s});
    followOwnTopics();
    followLanguage(u"english"_s, u"read in English"_s, english);
    followLanguage(u"spanish"_s, u"read in Spanish"_s, spanish);
    followLanguage(u"japanese"_s, u"read in Japanese"_s, japanese);
    const QUrl url(u"http://127.0.0.1:%1"_s.arg(port));
    m_ownerSocket.open({url, ownerToken});
    m_readerSocket.open({url, m_reader});
    m_writerSocket.open({url, m_writer});
    const auto ready = [this] {
        return m_writerSocket.state() == client::SocketClient::State::Online
            && std::all_of(m_subscriptions.begin(), m_subscriptions.end(),
                           [](const client::Subscription *each) { return each->isActive(); });
    };
    return QTest::qWaitFor(ready, kPatienceMs) ? QString() : u"somebody could not subscribe"_s;
}

void RoomWalk::say(const QString &text)
{
    m_steps.clear();
    ack = {};
    published = {};
    delivery = {};
    attempt = {};
    verdict = {};
    english = spanish = japanese = {};
    m_messageId = client::newChatMessageId();
    const QByteArray envelope = client::outgoingChatMessage(m_messageId, u"es"_s, text);
    m_clock.start();
    m_writerSocket.publish(at(roomTopic(u"-publish"_s)), envelope, true, &m_writerSocket,
                           [this](const Result<client::Acknowledged> &answer) {
                               if (!answer)
                                   return note(u"refused"_s);
                               ack = *answer;
                               note(u"acknowledged"_s);
                           });
}

bool RoomWalk::waitUntil(const std::function<bool()> &done)
{
    QEventLoop loop;
    QTimer patience;
    QObject::connect(&patience, &QTimer::timeout, &loop, &QEventLoop::quit);
    patience.start(kPatienceMs);
    m_seen = [&] {
        if (done())
            loop.quit();
    };
    if (!done())
        loop.exec();
    m_seen = {};
    return done();
}

double RoomWalk::msOf(const QString &name) const
{
    const auto step = std::find_if(m_steps.begin(), m_steps.end(),
                                   [&](const Step &each) { return each.name == name; });
    return step == m_steps.end() ? -1.0 : step->ms;
}

QByteArray RoomWalk::memberToken(const QString &name, bool publishes,
                                 const QStringList &languages) const
{
    const HttpAnswer issued
        = ask(m_port, m_owner, "POST", "/v1/rooms/default/" + QByteArray(kRoom) + "/tokens",
              {{u"label"_s, name},
               {u"publisherId"_s, name},
               {u"publish"_s, publishes},
               {u"languages"_s, QJsonArray::fromStringList(languages)}});
    return issued.json()["secret"_L1].toString().toLatin1();
}

void RoomWalk::follow(client::SocketClient &socket, const QString &topic, Seen seen)
{
    auto *subscription = socket.subscribe(at(topic), client::Start::latest(), &socket);
    QObject::connect(subscription, &client::Subscription::itemArrived, subscription,
                     std::move(seen));
    m_subscriptions.push_back(subscription);
}

void RoomWalk::followLanguage(const QString &language, const QString &step,
                              client::ChatMessage &into)
{
    follow(m_readerSocket, roomTopic(u"-subscribe-"_s + language),
           [this, step, &into](const client::Item &item) {
               into = client::chatMessageFrom(item);
               note(step);
           });
}

void RoomWalk::followOwnTopics()
{
    follow(m_ownerSocket, u"$events/messages"_s, [this](const client::Item &item) {
        const auto event = client::messageEventFrom(item);
        if (!event || event->item.address.topic != roomTopic(u"-publish"_s))
            return;
        published = *event;
        note(u"ordered and seen by the owner"_s);
    });
    follow(m_ownerSocket, u"$events/deliveries"_s, [this](const client::Item &item) {
        const auto event = client::deliveryEventFrom(item);
        if (!event || !event->delivery)
            return;
        if (event->attempt) {
            attempt = *event->attempt;
            return note(u"function answered"_s);
        }
        delivery = *event->delivery;
        note(u"delivery "_s + delivery.state);
    });
    follow(m_ownerSocket, u"$events/verdicts"_s, [this](const client::Item &item) {
        verdict = QJsonDocument::fromJson(item.payload).object();
        note(u"verdict"_s);
    });
}

void RoomWalk::note(const QString &name)
{
    m_steps.push_back({name, double(m_clock.nsecsElapsed()) / 1e6});
    if (m_seen)
        m_seen();
}

} // namespace parley::test
