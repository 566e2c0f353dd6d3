#include <QTest>

#include "ui/chat/room_access.h"

using namespace parley;
using namespace parley::ui;

class TestRoomAccess final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsARoomFromAToken()
    {
        const auto access = roomAccess(token({{"publish", "friends-publish"},
                                              {"subscribe", "friends-subscribe-english"},
                                              {"subscribe", "friends-subscribe-japanese"}}),
                                       {});
        QVERIFY(access.isValid());
        QCOMPARE(access.room, QStringLiteral("friends"));
        QCOMPARE(access.publishTopic, QStringLiteral("friends-publish"));
        QCOMPARE(access.topics.value(QStringLiteral("ja")),
                 QStringLiteral("friends-subscribe-japanese"));
        QCOMPARE(access.topics.size(), 2);
    }

    void aReaderMayNotWrite()
    {
        const auto access
            = roomAccess(token({{"subscribe", "a-subscribe-b-subscribe-spanish"}}), {});
        QCOMPARE(access.room, QStringLiteral("a-subscribe-b"));
        QVERIFY(access.publishTopic.isEmpty());
    }

    void whatIsNoRoom_data()
    {
        QTest::addColumn<QString>("role");
        QTest::addColumn<QString>("topic");
        QTest::newRow("another topic") << QStringLiteral("subscribe") << QStringLiteral("weather");
        QTest::newRow("unknown language")
            << QStringLiteral("subscribe") << QStringLiteral("x-subscribe-klingon");
        QTest::newRow("no room name")
            << QStringLiteral("subscribe") << QStringLiteral("-subscribe-english");
        QTest::newRow("may only write")
            << QStringLiteral("publish") << QStringLiteral("friends-publish");
        QTest::newRow("may write the outputs")
            << QStringLiteral("publish") << QStringLiteral("x-subscribe-english");
    }

    void whatIsNoRoom()
    {
        QFETCH(QString, role);
        QFETCH(QString, topic);
        QVERIFY(!roomAccess(token({{role.toLatin1(), topic.toLatin1()}}), {}).isValid());
    }

private:
    static client::TokenInfo token(const QList<QPair<QByteArray, QByteArray>> &grants)
    {
        client::TokenInfo info;
        for (const auto &[role, topic] : grants) {
            client::GrantInfo grant;
            grant.role = QString::fromLatin1(role);
            grant.topic = QString::fromLatin1(topic);
            info.grants.append(grant);
        }
        return info;
    }
};

QTEST_GUILESS_MAIN(TestRoomAccess)
#include "tst_room_access.moc"
