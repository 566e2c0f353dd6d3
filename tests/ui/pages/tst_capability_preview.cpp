#include <QTest>

#include "ui/tokens/capability_preview.h"

using namespace parley;
using namespace parley::ui;

class TestCapabilityPreview final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatAChatMemberMayNot()
    {
        client::TokenRequest request;
        request.grants
            = {grant("publish", "friends-publish"), grant("subscribe", "friends-subscribe-en")};
        const auto lines = capabilities(
            request,
            topics({"orders", "friends-publish", "friends-subscribe-en", "friends-subscribe-ja"}));
        QCOMPARE(lines.at(0), (Capability{true, QStringLiteral("publish to friends-publish")}));
        QCOMPARE(lines.at(1), (Capability{true, QStringLiteral("read friends-subscribe-en")}));
        QVERIFY(lines.contains({false, QStringLiteral("read friends-publish")}));
        QVERIFY(lines.contains({false, QStringLiteral("publish to or read friends-subscribe-ja")}));
        QCOMPARE(lines.constLast(), (Capability{false, QStringLiteral("administer the broker")}));
        // What belongs to the same family comes before the rest.
        QVERIFY(lines.indexOf(
                    Capability{false, QStringLiteral("publish to or read friends-subscribe-ja")})
                < lines.indexOf(Capability{false, QStringLiteral("publish to or read orders")}));
    }

    void adminMayAll()
    {
        client::TokenRequest request;
        request.admin = true;
        for (const auto &line : capabilities(request, topics({"a"})))
            QVERIFY(line.can);
    }

    void nothingYet()
    {
        const auto lines = capabilities({}, {});
        QVERIFY(!lines.constFirst().can);
    }

    void issuingIsSaid()
    {
        client::TokenRequest request;
        request.templates = {QStringLiteral("chat-member")};
        const auto lines = capabilities(request, topics({"orders"}));
        QCOMPARE(lines.constFirst(),
                 (Capability{true, QStringLiteral("issue tokens from chat-member")}));
        QVERIFY(lines.contains({false, QStringLiteral("publish to or read orders")}));
    }

    void staysShort()
    {
        client::TokenRequest request;
        request.grants = {grant("publish", "a")};
        QList<client::TopicAddress> many;
        for (int i = 0; i < 10'000; ++i)
            many.append({QStringLiteral("default"), QString::number(i)});
        QCOMPARE(capabilities(request, many, 10).size(), 10);
    }

private:
    static client::GrantInfo grant(const char *role, const char *topic)
    {
        client::GrantInfo info;
        info.role = QString::fromLatin1(role);
        info.topic = QString::fromLatin1(topic);
        return info;
    }

    static QList<client::TopicAddress> topics(std::initializer_list<const char *> names)
    {
        QList<client::TopicAddress> list;
        for (const char *name : names)
            list.append({QStringLiteral("default"), QString::fromLatin1(name)});
        return list;
    }
};

QTEST_GUILESS_MAIN(TestCapabilityPreview)
#include "tst_capability_preview.moc"
