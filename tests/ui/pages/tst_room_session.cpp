#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/fake_broker/fake_broker.h"
#include "ui/chat/chat_lines.h"
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
        m_session = std::make_unique<RoomSession>(access(), QStringLiteral("en"), nullptr);
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
        const auto id = lastId();
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
        QTRY_COMPARE(lastEntry().text, QStringLiteral("end"));
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
        QCOMPARE(
            textsOf(published),
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
        client::VerdictInfo verdict;
        verdict.messageId = QStringLiteral("another");
        verdict.publisherId = QStringLiteral("Ana");
        verdict.action = QStringLiteral("block");
        verdict.rules = {QStringLiteral("en/mild")};
        m_session->takeVerdict(verdict);
        verdict.messageId = lastId();
        verdict.publisherId = QStringLiteral("Mallory"); // the same id, by somebody else
        m_session->takeVerdict(verdict);
        QVERIFY(lastEntry().state != ChatState::Blocked);
        verdict.publisherId = QStringLiteral("Ana");
        m_session->takeVerdict(verdict);
        QCOMPARE(lastEntry().state, ChatState::Blocked);
        QVERIFY(lastEntry().stateReason.contains(QLatin1String("mild")));
        QCOMPARE(m_session->takeBack(lastEntry().id), QStringLiteral("bad")); // edit, send again
        QCOMPARE(messages(), 0);
    }

    void aVerdictOnTheTranslationReachesItsAuthor()
    {
        m_session->send(QStringLiteral("fine in Spanish"));
        client::VerdictInfo verdict;
        verdict.messageId = lastId();
        verdict.action = QStringLiteral("allow");
        verdict.languages = {{QStringLiteral("es"), QStringLiteral("block"), {}}};
        m_session->takeVerdict(verdict);
        QVERIFY(lastEntry().state != ChatState::Blocked); // he reads English
        verdict.languages.append(
            {QStringLiteral("en"), QStringLiteral("hold"), QStringLiteral("en/mild")});
        m_session->takeVerdict(verdict);
        QCOMPARE(lastEntry().state, ChatState::Held);
        QVERIFY(lastEntry().stateReason.contains(QLatin1String("translation")));
    }

    void nobodyWritesOverAnothersLine()
    {
        m_session->send(QStringLiteral("mine"));
        const auto id = lastId();
        m_broker->publish(kEnglish, message(id, "Ana", "mine"));
        m_broker->publish(kEnglish, message(id, "Mallory", "his"));
        m_broker->publish(kEnglish,
                          R"({"v":1,"id":"e","kind":"edit","ref":")" + id.toUtf8()
                              + R"(","sender":{"id":"Mallory"},"text":"his edit"})");
        m_broker->publish(kEnglish, message(QStringLiteral("z"), "Bo", "end"));
        QTRY_COMPARE(lastEntry().text, QStringLiteral("end"));
        QCOMPARE(messages(), 3);
        QStringList texts;
        for (int i = 0; i < m_session->model().count(); ++i)
            if (m_session->model().at(i).kind == ChatKind::Message)
                texts.append(m_session->model().at(i).text);
        QCOMPARE(texts,
                 (QStringList{QStringLiteral("mine"), QStringLiteral("his edit"),
                              QStringLiteral("end")}));
    }

    void aBusyBrokerIsAskedAgainInOrder()
    {
        QSignalSpy published(m_broker.get(), &FakeBroker::published);
        m_broker->answerBusy(2);
        for (const auto *text : {"one", "two", "three"})
            m_session->send(QString::fromLatin1(text));
        QTRY_COMPARE(published.size(), 3);
        QCOMPARE(
            textsOf(published),
            (QStringList{QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")}));
        QTRY_COMPARE(lastEntry().state, ChatState::Sent);
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
        m_broker->publish(
            kEnglish,
            R"({"v":1,"id":"d","kind":"delete","ref":"a","sender":{"id":"Bo"},"text":""})");
        QTRY_COMPARE(messages(), 0);
    }

    void whatWasThereBeforeIsNoNews()
    {
        m_session.reset();
        m_broker->publish(kEnglish, message(QStringLiteral("a"), "Bo", "old"));
        m_session = std::make_unique<RoomSession>(access(), QStringLiteral("en"), nullptr);
        QTRY_COMPARE(messages(), 1);
        QCOMPARE(m_session->unread(), 0);
        m_broker->publish(kEnglish, message(QStringLiteral("b"), "Bo", "new"));
        QTRY_COMPARE(m_session->unread(), 1);
        m_session->markUnread();
        const int count = m_session->model().count();
        QCOMPARE(m_session->model().at(count - 2).kind, ChatKind::UnreadMarker);
        m_session->markRead();
        m_session->markUnread();
        QCOMPARE(m_session->model().count(), count - 1);
        m_broker->abortSockets();
        QTRY_VERIFY(!m_session->isActive());
        m_broker->publish(kEnglish, message(QStringLiteral("c"), "Bo", "while away"));
        m_session->socket().retryNow();
        QTRY_COMPARE(m_session->unread(), 1);
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

    RoomAccess access() const
    {
        RoomAccess access;
        access.room = QStringLiteral("friends");
        access.publishTopic = QStringLiteral("friends-publish");
        access.topics
            = {{QStringLiteral("en"), kEnglish.topic}, {QStringLiteral("es"), kSpanish.topic}};
        access.publisherId = QStringLiteral("Ana");
        access.address = {m_broker->url(), FakeBroker::token()};
        return access;
    }

    static QStringList textsOf(const QSignalSpy &published)
    {
        QStringList texts;
        for (const auto &arguments : published)
            texts.append(QJsonDocument::fromJson(arguments.at(1).toByteArray())
                             .object()
                             .value(QStringLiteral("text"))
                             .toString());
        return texts;
    }

    int messages() const // without day separators
    {
        int count = 0;
        for (int i = 0; i < m_session->model().count(); ++i)
            count += m_session->model().at(i).kind == ChatKind::Message ? 1 : 0;
        return count;
    }

    QString lastId() const // of the message, without its sender
    {
        const auto entry = lastEntry();
        return entry.id.mid(lineId(entry.senderId, {}).size());
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
