#include <QTest>

#include "server/types/grant.h"

using namespace parley;

class tst_Grant : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void selects_data();
    void selects();
    void rolesAreApart_data();
    void rolesAreApart();
    void namespaces();
    void scopeDeniesByDefault();
    void systemTopics_data();
    void systemTopics();
    void grantsAddUp();
};

namespace {

TopicKey key(std::string_view topic, std::string_view nameSpace = "default")
{
    return {*NamespaceName::parse(nameSpace), *TopicName::parseAny(topic)};
}

using Kind = TopicSelector::Kind;

} // namespace

void tst_Grant::selects_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("topic");
    QTest::addColumn<bool>("matches");

    const auto row
        = [](const char *name, Kind kind, const char *text, const char *topic, bool matches) {
              QTest::newRow(name) << int(kind) << QByteArray(text) << QByteArray(topic) << matches;
          };
    row("name is no prefix", Kind::Name, "room-1", "room-10", false);
    row("name is no shorter name", Kind::Name, "room-10", "room-1", false);
    row("case counts", Kind::Name, "room", "Room", false);
    row("name is no parent", Kind::Name, "home", "home/kitchen", false);
    row("prefix in another case", Kind::Prefix, "Room-", "room-1", false);
    row("prefix longer than the name", Kind::Prefix, "room-10", "room-1", false);
    row("prefix inside", Kind::Prefix, "oom", "room", false);
    row("all but system", Kind::All, "", "$events/messages", false);
    row("prefix of everything, but system", Kind::Prefix, "", "$events/messages", false);
    row("prefix with a dollar", Kind::Prefix, "$events", "$events/messages", false);
    row("name of a system topic", Kind::Name, "$events/messages", "$events/messages", false);
    row("name", Kind::Name, "room-1", "room-1", true);
    row("prefix", Kind::Prefix, "room-1", "room-10", true);
    row("prefix is the name too", Kind::Prefix, "room-1", "room-1", true);
    row("all", Kind::All, "", "room-1", true);
}

void tst_Grant::selects()
{
    QFETCH(int, kind);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, topic);
    QFETCH(bool, matches);

    const TopicSelector selector{static_cast<Kind>(kind), text.toStdString()};
    QCOMPARE(selector.matches(*TopicName::parseAny(topic.toStdString())), matches);
}

void tst_Grant::rolesAreApart_data()
{
    QTest::addColumn<int>("role");
    QTest::addColumn<bool>("publish");
    QTest::addColumn<bool>("subscribe");

    QTest::newRow("publish") << int(Role::Publish) << true << false;
    QTest::newRow("subscribe") << int(Role::Subscribe) << false << true;
    QTest::newRow("both") << int(Role::Both) << true << true;
}

void tst_Grant::rolesAreApart()
{
    QFETCH(int, role);
    QFETCH(bool, publish);
    QFETCH(bool, subscribe);

    const Grant grant{static_cast<Role>(role), NamespaceName::standard(), {Kind::Name, "a"}};
    QCOMPARE(grant.allows(Right::Publish, key("a")), publish);
    QCOMPARE(grant.allows(Right::Subscribe, key("a")), subscribe);
    QVERIFY(!grant.allows(Right::Publish, key("b")));
    QVERIFY(!grant.allows(Right::Subscribe, key("b")));
}

void tst_Grant::namespaces()
{
    const Grant one{Role::Both, *NamespaceName::parse("home"), {}};
    QVERIFY(one.allows(Right::Publish, key("a", "home")));
    QVERIFY(!one.allows(Right::Publish, key("a", "Home")));
    QVERIFY(!one.allows(Right::Subscribe, key("a", "home2")));
    const Grant all{Role::Both, std::nullopt, {}};
    QVERIFY(all.allows(Right::Publish, key("a", "home")));
    QVERIFY(all.allows(Right::Subscribe, key("a", "anywhere")));
}

void tst_Grant::scopeDeniesByDefault()
{
    const Scope nothing;
    QVERIFY(!nothing.allows(Right::Publish, key("a")));
    QVERIFY(!nothing.allows(Right::Subscribe, key("a")));
    const Scope admin{true, {}};
    QVERIFY(admin.allows(Right::Publish, key("a")));
    QVERIFY(admin.allows(Right::Subscribe, key("a")));
}

void tst_Grant::systemTopics_data()
{
    QTest::addColumn<bool>("admin");

    QTest::newRow("everything granted") << false;
    QTest::newRow("admin") << true;
}

void tst_Grant::systemTopics()
{
    QFETCH(bool, admin);

    const Scope scope{admin, {}, {Grant{Role::Both, std::nullopt, {}}}};
    QVERIFY(
        !scope.allows(Right::Publish, key("$events/messages"))); // nobody: the feed can be believed
    QCOMPARE(scope.allows(Right::Subscribe, key("$events/messages")), admin);
}

void tst_Grant::grantsAddUp()
{
    const Scope scope{
        false,
        {Grant{Role::Publish, NamespaceName::standard(), {Kind::Name, "friends-publish"}},
         Grant{Role::Subscribe,
               NamespaceName::standard(),
               {Kind::Name, "friends-subscribe-spanish"}}}};
    QVERIFY(scope.allows(Right::Publish, key("friends-publish")));
    QVERIFY(!scope.allows(Right::Subscribe, key("friends-publish")));
    QVERIFY(scope.allows(Right::Subscribe, key("friends-subscribe-spanish")));
    QVERIFY(!scope.allows(Right::Publish, key("friends-subscribe-spanish")));
    QVERIFY(!scope.allows(Right::Subscribe, key("friends-subscribe-english")));
}

QTEST_APPLESS_MAIN(tst_Grant)
#include "tst_grant.moc"
