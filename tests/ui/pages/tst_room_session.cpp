#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/fake_broker/fake_broker.h"
#include "ui/chat/room_session.h"

using namespace parley;
using namespace parley::ui;
using parley::test::FakeBroker;

class TestRoomSession final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_broker = std::make_unique<FakeBroker>();
        QVERIFY(m_broker->listen());
        RoomAccess access;
        access.room = QStringLiteral("friends");
        access.publishTopic = QStringLiteral("friends-publish");
        access.topics
            = {{QStringLiteral("en"), kEnglish.topic}, {QStringLiteral("es"), kSpanish.topic}};
        access.publisherId = QStringLiteral("Ana");
        access.address = {m_broker->url(), FakeBroker::token()};
        m_session = std::make_unique<RoomSession>(access, QStringLiteral("en"), nullptr);
        QTRY_VERIFY(m_session->isActive());
    }

    void cleanup()
    {
        m_session.reset();
        m_broker.reset();
    }

    void theModeratedCopyReplacesThePendingBubble()
    {
        m_session->send(QStringLiteral("darn"));
        QCOMPARE(lastEntry().state, ChatState::Pending);
        const auto id = lastEntry().id;
        QTRY_COMPARE(lastEntry().state, ChatState::Sent);
        m_broker->publish(kEnglish, message(id, "Ana", "****", "mask"));
        QTRY_COMPARE(lastEntry().state, ChatState::Changed);
        QCOMPARE(lastEntry().text, QStringLiteral("****"));
        QCOMPARE(messages(), 1);
        QVERIFY(lastEntry().publishMilliseconds >= 0);
    }

    void theSameMessageTwiceIsShownOnce()
    {
        m_broker->publish(kEnglish, message(QStringLiteral("x"), "Bo", "hi"));
        m_broker->publish(kEnglish, message(QStringLiteral("x"), "Bo", "hi"));
        m_broker->publish(kEnglish, message(QStringLiteral("y"), "Bo", "end"));
        QTRY_COMPARE(lastEntry().id, QStringLiteral("y"));
        QCOMPARE(messages(), 2);
    }

    void whatIsWrittenOfflineGoesOutInOrder()
    {
        QSignalSpy published(m_broker.get(), &FakeBroker::published);
        m_broker->abortSockets();
        QTRY_VERIFY(!m_session->isActive());
        for (const auto *text : {"one", "two", "three"})
            m_session->send(QString::fromLatin1(text));
        QCOMPARE(lastEntry().state, ChatState::Pending);
        m_session->socket().retryNow();
        QTRY_COMPARE(published.size(), 3);
        QStringList texts;
        for (const auto &arguments : published)
            texts.append(QJsonDocument::fromJson(arguments.at(1).toByteArray())
                             .object()
                             .value(QStringLiteral("text"))
                             .toString());
        QCOMPARE(
            texts,
            (QStringList{QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")}));
        QTRY_COMPARE(lastEntry().state, ChatState::Sent);
    }

    void anUnansweredMessageGoesOutAgainWithTheSameId()
    {
        m_broker->setAcknowledging(false);
        QSignalSpy published(m_broker.get(), &FakeBroker::published);
        m_session->send(QStringLiteral("once"));
        QTRY_COMPARE(published.size(), 1);
        m_broker->abortSockets();
        QTRY_COMPARE(published.size(), 2);
        QCOMPARE(published.at(0).at(1), published.at(1).at(1));
    }

    void aVerdictReachesItsAuthor()
    {
        m_session->send(QStringLiteral("bad"));
        const auto id = lastEntry().id;
        m_session->takeVerdict({QStringLiteral("another"), {}, QStringLiteral("block"), {}});
        QVERIFY(lastEntry().state != ChatState::Blocked);
        m_session->takeVerdict({id, {}, QStringLiteral("block"), {QStringLiteral("en/mild")}});
        QCOMPARE(lastEntry().state, ChatState::Blocked);
        QVERIFY(lastEntry().stateReason.contains(QLatin1String("mild")));
        QCOMPARE(m_session->takeBack(id), QStringLiteral("bad")); // edit and send again
        QCOMPARE(messages(), 0);
    }

    void aLanguageChangeAppliesAtOnce()
    {
        m_broker->publish(kEnglish, message(QStringLiteral("a"), "Bo", "hello"));
        m_broker->publish(kSpanish, message(QStringLiteral("a"), "Bo", "hola"));
        QTRY_COMPARE(messages(), 1);
        m_session->setReading(QStringLiteral("es"));
        QTRY_COMPARE(messages(), 1);
        QCOMPARE(lastEntry().text, QStringLiteral("hola"));
        m_session->setReading(QStringLiteral("ja")); // not in the token
        QCOMPARE(m_session->reading(), QStringLiteral("es"));
    }

    void countsWhatOthersSay()
    {
        m_broker->publish(kEnglish, message(QStringLiteral("a"), "Bo", "hello"));
        m_broker->publish(kEnglish, message(QStringLiteral("b"), "Ana", "mine from elsewhere"));
        QTRY_COMPARE(messages(), 2);
        QCOMPARE(m_session->unread(), 1);
        QVERIFY(lastEntry().mine);
        m_session->markRead();
        QCOMPARE(m_session->unread(), 0);
    }

    void editsAndDeletes()
    {
        m_broker->publish(kEnglish, message(QStringLiteral("a"), "Bo", "helo"));
        m_broker->publish(
            kEnglish,
            R"({"v":1,"id":"e","kind":"edit","ref":"a","sender":{"id":"Bo"},"text":"hello"})");
        QTRY_COMPARE(lastEntry().text, QStringLiteral("hello"));
        QVERIFY(lastEntry().edited);
        m_broker->publish(kEnglish, R"({"v":1,"id":"d","kind":"delete","ref":"a","text":""})");
        QTRY_COMPARE(messages(), 0);
    }

    void aRevokedTokenAsksForAnother()
    {
        m_broker->closeSockets(4004);
        QTRY_VERIFY(m_session->needsToken());
        auto access = m_session->access();
        m_session->setAccess(access);
        QTRY_VERIFY(m_session->isActive());
    }

private:
    static QByteArray message(const QString &id, const char *sender, const char *text,
                              const char *action = "allow")
    {
        const QJsonObject json{{QStringLiteral("v"), 1},
                               {QStringLiteral("id"), id},
                               {QStringLiteral("kind"), QStringLiteral("message")},
                               {QStringLiteral("sender"),
                                QJsonObject{{QStringLiteral("id"), QLatin1String(sender)},
                                            {QStringLiteral("name"), QLatin1String(sender)}}},
                               {QStringLiteral("text"), QLatin1String(text)},
                               {QStringLiteral("moderation"),
                                QJsonObject{{QStringLiteral("action"), QLatin1String(action)}}}};
        return QJsonDocument(json).toJson(QJsonDocument::Compact);
    }

    int messages() const // without day separators
    {
        int count = 0;
        for (int i = 0; i < m_session->model().count(); ++i)
            count += m_session->model().at(i).kind == ChatKind::Message ? 1 : 0;
        return count;
    }

    ChatEntry lastEntry() const
    {
        const int count = m_session->model().count();
        return count == 0 ? ChatEntry() : m_session->model().at(count - 1);
    }

    const client::TopicAddress kEnglish{QStringLiteral("default"),
                                        QStringLiteral("friends-subscribe-english")};
    const client::TopicAddress kSpanish{QStringLiteral("default"),
                                        QStringLiteral("friends-subscribe-spanish")};
    std::unique_ptr<FakeBroker> m_broker;
    std::unique_ptr<RoomSession> m_session;
};

QTEST_MAIN(TestRoomSession)
#include "tst_room_session.moc"
