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
    void grantsCoverNarrowerOnes_data();
    void grantsCoverNarrowerOnes();
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
    QTest::addColumn<QByteArray>("rights"); // p, s, h, m

    QTest::newRow("publish") << int(Role::Publish) << QByteArray("p");
    QTest::newRow("subscribe") << int(Role::Subscribe) << QByteArray("sh");
    QTest::newRow("both") << int(Role::Both) << QByteArray("psh");
    QTest::newRow("history") << int(Role::History) << QByteArray("h");
    QTest::newRow("manage") << int(Role::Manage) << QByteArray("m");
}

void tst_Grant::rolesAreApart()
{
    QFETCH(int, role);
    QFETCH(QByteArray, rights);

    const Grant grant{static_cast<Role>(role), NamespaceName::standard(), {Kind::Name, "a"}};
    for (const Right right : kRights) {
        QCOMPARE(grant.allows(right, key("a")), rights.contains(wireName(right).front()));
        QVERIFY(!grant.allows(right, key("b")));
    }
}

void tst_Grant::grantsCoverNarrowerOnes_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("otherKind");
    QTest::addColumn<QByteArray>("otherText");
    QTest::addColumn<bool>("covers");

    const auto row = [](const char *name, Kind kind, const char *text, Kind otherKind,
                        const char *otherText, bool covers) {
        QTest::newRow(name) << int(kind) << QByteArray(text) << int(otherKind)
                            << QByteArray(otherText) << covers;
    };
    row("a name is not its prefix", Kind::Name, "room-1", Kind::Prefix, "room-1", false);
    row("a name is no longer name", Kind::Name, "room-1", Kind::Name, "room-10", false);
    row("a prefix is not all", Kind::Prefix, "", Kind::All, "", false);
    row("a prefix is no shorter one", Kind::Prefix, "room-1", Kind::Prefix, "room-", false);
    row("a prefix of another name", Kind::Prefix, "room-1", Kind::Name, "room-", false);
    row("the same name", Kind::Name, "room-1", Kind::Name, "room-1", true);
    row("a name under a prefix", Kind::Prefix, "room-", Kind::Name, "room-1", true);
    row("a longer prefix", Kind::Prefix, "room-", Kind::Prefix, "room-1", true);
    row("all covers a prefix", Kind::All, "", Kind::Prefix, "room-", true);
    row("all covers all", Kind::All, "", Kind::All, "", true);
}

void tst_Grant::grantsCoverNarrowerOnes()
{
    QFETCH(int, kind);
    QFETCH(QByteArray, text);
    QFETCH(int, otherKind);
    QFETCH(QByteArray, otherText);
    QFETCH(bool, covers);

    const Grant held{
        Role::Both, NamespaceName::standard(), {static_cast<Kind>(kind), text.toStdString()}};
    Grant asked{Role::Subscribe,
                NamespaceName::standard(),
                {static_cast<Kind>(otherKind), otherText.toStdString()}};
    QCOMPARE(held.covers(Right::Subscribe, asked), covers);
    QVERIFY(!held.covers(Right::Manage, asked));
    asked.nameSpace = std::nullopt; // in all namespaces
    QVERIFY(!held.covers(Right::Subscribe, asked));
    asked.nameSpace = *NamespaceName::parse("work");
    QVERIFY(!held.covers(Right::Subscribe, asked));
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
    const Scope admin{true, {}, {}};
    QVERIFY(admin.allows(Right::Publish, key("a")));
    QVERIFY(admin.allows(Right::Subscribe, key("a")));
}

void tst_Grant::systemTopics_data()
{
    QTest::addColumn<bool>("admin");
    QTest::addColumn<bool>("logs");
    QTest::addColumn<bool>("reads");

    QTest::newRow("everything granted") << false << false << false;
    QTest::newRow("logs") << false << true << true;
    QTest::newRow("admin") << true << false << true;
}

void tst_Grant::systemTopics()
{
    QFETCH(bool, admin);
    QFETCH(bool, logs);
    QFETCH(bool, reads);

    Scope scope{admin, {}, {}};
    for (const Role role : {Role::Both, Role::Manage})
        scope.grants.push_back(Grant{role, std::nullopt, {}});
    if (logs)
        scope.areas.set(AdminArea::Logs, AdminAccess::Read);
    const TopicKey feed = key("$events/messages");
    QVERIFY(!scope.allows(Right::Publish, feed)); // nobody: the feed can be believed
    QVERIFY(!scope.allows(Right::Manage, feed));
    QCOMPARE(scope.allows(Right::Subscribe, feed), reads);
    QCOMPARE(scope.allows(Right::History, feed), reads);
}

void tst_Grant::grantsAddUp()
{
    const Scope scope{
        false,
        {},
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
