#include <QTest>

#include "server/auth/permission.h"

using namespace parley;
using Kind = TopicSelector::Kind;
using Missing = Permission::Missing;

class TestPermission : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheScopeEverywhere();
    void namesTheGrantThatAllows();
    void namesTheNearestGrant_data();
    void namesTheNearestGrant();
    void aTokenWithoutGrantsHasNoNearest();
    void systemTopicsAreForLogsOnly();
    void administration();
};

namespace {

TopicKey key(std::string_view topic, std::string_view nameSpace = "default")
{
    return {*NamespaceName::parse(nameSpace), *TopicName::parseAny(topic)};
}

Grant grant(Role role, Kind kind, std::string text,
            std::optional<NamespaceName> nameSpace = NamespaceName::standard())
{
    return {role, nameSpace, {kind, std::move(text)}};
}

constexpr std::array kRoles{Role::Publish, Role::Subscribe, Role::Both, Role::History,
                            Role::Manage};

} // namespace

// The explanation must never say otherwise than the rule that decides.
void TestPermission::agreesWithTheScopeEverywhere()
{
    const std::vector<TopicKey> keys{key("room-1"), key("room-10"), key("other"),
                                     key("room-1", "work"), key("$events/audit")};
    const std::vector<Grant> places{
        grant(Role::Publish, Kind::Name, "room-1"), grant(Role::Publish, Kind::Prefix, "room-1"),
        grant(Role::Publish, Kind::All, ""), grant(Role::Publish, Kind::All, "", std::nullopt)};
    int allowed = 0;
    int denied = 0;
    for (const Role role : kRoles)
        for (Grant place : places)
            for (const Right right : kRights)
                for (const TopicKey &at : keys) {
                    place.role = role;
                    const Scope scope{false, {}, {place}};
                    const Permission answer = explain(scope, right, at);
                    QCOMPARE(answer.allowed, scope.allows(right, at));
                    ++(answer.allowed ? allowed : denied);
                    QVERIFY(answer.sentence.starts_with(answer.allowed ? "allowed" : "denied"));
                }
    QVERIFY(allowed > 20 && denied > 200);
}

void TestPermission::namesTheGrantThatAllows()
{
    const Grant first = grant(Role::Subscribe, Kind::Name, "room-1");
    const Grant second = grant(Role::Publish, Kind::Prefix, "room-");
    const Permission answer = explain({false, {}, {first, second}}, Right::Publish, key("room-1"));
    QVERIFY(answer.allowed && !answer.byAdmin);
    QVERIFY(answer.grant == second);
    QCOMPARE(answer.sentence, std::string("allowed by publish on default/room-*"));
}

void TestPermission::namesTheNearestGrant_data()
{
    QTest::addColumn<int>("nearest"); // of the four below
    QTest::addColumn<QByteArray>("right");
    QTest::addColumn<QByteArray>("topic");
    QTest::addColumn<QByteArray>("nameSpace");
    QTest::addColumn<int>("missing");
    QTest::newRow("a longer name") << 0 << QByteArray("subscribe") << QByteArray("room-10")
                                   << QByteArray("default") << int(Missing::Topic);
    QTest::newRow("another namespace") << 0 << QByteArray("subscribe") << QByteArray("room-1")
                                       << QByteArray("work") << int(Missing::Namespace);
    QTest::newRow("another right") << 0 << QByteArray("manage") << QByteArray("room-1")
                                   << QByteArray("default") << int(Missing::Role);
    QTest::newRow("the sibling language")
        << 1 << QByteArray("subscribe") << QByteArray("friends-subscribe-english")
        << QByteArray("default") << int(Missing::Topic);
    QTest::newRow("nothing alike") << 0 << QByteArray("history") << QByteArray("x")
                                   << QByteArray("default") << int(Missing::Topic);
}

void TestPermission::namesTheNearestGrant()
{
    QFETCH(int, nearest);
    QFETCH(QByteArray, right);
    QFETCH(QByteArray, topic);
    QFETCH(QByteArray, nameSpace);
    QFETCH(int, missing);
    const std::vector<Grant> grants{grant(Role::Subscribe, Kind::Name, "room-1"),
                                    grant(Role::Subscribe, Kind::Name, "friends-subscribe-spanish"),
                                    grant(Role::Publish, Kind::Name, "friends-publish"),
                                    grant(Role::Publish, Kind::Name, "zzz")};
    const Permission answer = explain({false, {}, grants}, *rightFrom(right.toStdString()),
                                      key(topic.toStdString(), nameSpace.toStdString()));
    QVERIFY(!answer.allowed);
    QVERIFY(answer.grant == grants[std::size_t(nearest)]);
    QCOMPARE(int(answer.missing), missing);
    QVERIFY(!answer.isSystemTopic);
}

void TestPermission::aTokenWithoutGrantsHasNoNearest()
{
    const Permission answer = explain({}, Right::Publish, key("a"));
    QVERIFY(!answer.allowed && !answer.grant);
    QCOMPARE(answer.missing, Missing::Nothing);
}

void TestPermission::systemTopicsAreForLogsOnly()
{
    Scope everything{false, {}, {grant(Role::Both, Kind::All, "", std::nullopt)}};
    QVERIFY(!explain(everything, Right::Subscribe, key("$events/audit")).allowed);
    QVERIFY(explain(everything, Right::Subscribe, key("$events/audit")).isSystemTopic);
    everything.areas.set(AdminArea::Logs, AdminAccess::Read);
    QVERIFY(explain(everything, Right::Subscribe, key("$events/audit")).allowed);
    QVERIFY(!explain(everything, Right::Publish, key("$events/audit")).allowed);
    QVERIFY(!explain({true, {}, {}}, Right::Publish, key("$events/audit")).allowed);
}

void TestPermission::administration()
{
    Scope scope;
    scope.areas.set(AdminArea::Tokens, AdminAccess::Read);
    QVERIFY(explain(scope, AdminArea::Tokens, AdminAccess::Read).allowed);
    QVERIFY(!explain(scope, AdminArea::Tokens, AdminAccess::Write).allowed);
    QVERIFY(!explain(scope, AdminArea::Topics, AdminAccess::Read).allowed);
    QCOMPARE(explain(scope, AdminArea::Tokens, AdminAccess::Write).sentence,
             std::string("denied: the token may not change tokens"));
}

QTEST_APPLESS_MAIN(TestPermission)
#include "tst_permission.moc"
