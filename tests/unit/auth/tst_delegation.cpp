#include <QTest>

#include "server/auth/delegation.h"

using namespace parley;

namespace {

Grant grant(Role role, TopicSelector selector,
            std::optional<NamespaceName> nameSpace = NamespaceName::standard())
{
    return {role, std::move(nameSpace), std::move(selector)};
}

TopicSelector name(std::string text)
{
    return {TopicSelector::Kind::Name, std::move(text)};
}

TopicSelector prefix(std::string text)
{
    return {TopicSelector::Kind::Prefix, std::move(text)};
}

Token holding(std::vector<Grant> grants)
{
    Token token;
    token.scope.grants = std::move(grants);
    return token;
}

UtcTime at(std::int64_t ms)
{
    return fromEpochMilliseconds(ms);
}

} // namespace

class tst_Delegation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void grants_data();
    void grants();
    void bounds_data();
    void bounds();
    void theAdminScopeHoldsEverything();
};

void tst_Delegation::grants_data()
{
    QTest::addColumn<int>("held");
    QTest::addColumn<int>("wanted");
    QTest::addColumn<bool>("allowed");
    // Of kGrants below.
    QTest::newRow("nothing held") << -1 << 0 << false;
    QTest::newRow("name as prefix") << 0 << 1 << false;
    QTest::newRow("name as all") << 0 << 2 << false;
    QTest::newRow("room-1 as room-10") << 0 << 3 << false;
    QTest::newRow("prefix as all") << 1 << 2 << false;
    QTest::newRow("one namespace as all") << 2 << 4 << false;
    QTest::newRow("subscribe as both") << 0 << 5 << false;
    QTest::newRow("history as subscribe") << 6 << 0 << false;
    QTest::newRow("both as manage") << 5 << 7 << false;
    QTest::newRow("manage as subscribe") << 7 << 0 << false;
    QTest::newRow("the same") << 0 << 0 << true;
    QTest::newRow("prefix as name") << 1 << 0 << true;
    QTest::newRow("prefix as a longer name") << 1 << 3 << true;
    QTest::newRow("all as prefix") << 2 << 1 << true;
    QTest::newRow("everywhere as here") << 4 << 2 << true;
    QTest::newRow("subscribe as history") << 0 << 6 << true;
    QTest::newRow("both as subscribe") << 5 << 0 << true;
}

void tst_Delegation::grants()
{
    const std::vector<Grant> kGrants{grant(Role::Subscribe, name("room-1")),
                                     grant(Role::Subscribe, prefix("room-1")),
                                     grant(Role::Subscribe, {}),
                                     grant(Role::Subscribe, name("room-10")),
                                     grant(Role::Subscribe, {}, {}),
                                     grant(Role::Both, name("room-1")),
                                     grant(Role::History, name("room-1")),
                                     grant(Role::Manage, name("room-1"))};
    QFETCH(const int, held);
    QFETCH(const int, wanted);
    QFETCH(const bool, allowed);
    const Token holder
        = holding(held < 0 ? std::vector<Grant>() : std::vector<Grant>{kGrants[std::size_t(held)]});
    const auto ok = checkDelegation(holder, holding({kGrants[std::size_t(wanted)]}));
    QCOMPARE(bool(ok), allowed);
    if (!allowed)
        QCOMPARE(ok.error().code, ErrorCode::PermissionDenied);
}

void tst_Delegation::bounds_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<bool>("allowed");
    int which = 0;
    for (const char *row :
         {"admin", "an area that is missing", "write where it reads", "a template it lacks",
          "no end", "a later end", "no page", "another page", "a page beside", "no rate",
          "a faster rate", "more requests", "more connections", "many uses of one"})
        QTest::newRow(row) << which++ << false;
    for (const char *row : {"the same", "less", "an earlier end", "one use"})
        QTest::newRow(row) << which++ << true;
}

void tst_Delegation::bounds()
{
    QFETCH(const int, which);
    QFETCH(const bool, allowed);
    Token holder = holding({grant(Role::Both, {})});
    holder.scope.areas.set(AdminArea::Tokens, AdminAccess::Write);
    holder.scope.areas.set(AdminArea::Topics, AdminAccess::Read);
    holder.templates = {"reader"};
    holder.validUntil = at(1000);
    holder.allowedOrigins = {"https://a.example", "https://b.example"};
    holder.limits = {10, 20, 30};
    Token wanted = holder;
    switch (which) {
    case 0: wanted.scope.admin = true; break;
    case 1: wanted.scope.areas.set(AdminArea::Logs, AdminAccess::Read); break;
    case 2: wanted.scope.areas.set(AdminArea::Topics, AdminAccess::Write); break;
    case 3: wanted.templates.push_back("chat-member"); break;
    case 4: wanted.validUntil.reset(); break;
    case 5: wanted.validUntil = at(1001); break;
    case 6: wanted.allowedOrigins.clear(); break;
    case 7: wanted.allowedOrigins = {"https://c.example"}; break;
    case 8: wanted.allowedOrigins.push_back("https://c.example"); break;
    case 9: wanted.limits.publishPerSecond = 0; break;
    case 10: wanted.limits.publishPerSecond = 11; break;
    case 11: wanted.limits.requestsPerSecond = 21; break;
    case 12: wanted.limits.maxConnections = 31; break;
    case 13: holder.oneUse = true; break;
    case 14: break;
    case 15:
        wanted.scope.areas = {};
        wanted.templates.clear();
        wanted.allowedOrigins.pop_back();
        wanted.limits = {1, 1, 1};
        break;
    case 16: wanted.validUntil = at(1); break;
    default: wanted.oneUse = true;
    }
    QCOMPARE(bool(checkDelegation(holder, wanted)), allowed);
}

void tst_Delegation::theAdminScopeHoldsEverything()
{
    Token holder;
    holder.scope.admin = true;
    Token wanted = holder;
    wanted.templates = {"reader"};
    QVERIFY(checkDelegation(holder, wanted));
}

QTEST_APPLESS_MAIN(tst_Delegation)
#include "tst_delegation.moc"
