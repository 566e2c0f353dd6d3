#include <QTest>

#include "server/auth/token_registry.h"
#include "tests/support/fake_clock.h"

using namespace parley;
using namespace std::chrono_literals;

// Rotation, refresh, groups and pages of the registry.
class tst_TokenChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void onlyALivingKeyIsRotated_data();
    void onlyALivingKeyIsRotated();
    void theOldSecretWorksUntilTheOverlapEnds();
    void whoHoldsTheOldSecretEndsWithIt();
    void aSecondRotationEndsTheFirstOnesOverlap();
    void aChangeThatIsNotStoredLeavesEverything();
    void aRevocationHoldsForBothSecrets();
    void aRefreshMovesTheEnd();
    void secretsComeBackFromTheStore();
    void groups_data();
    void groups();
    void pagesAreNewestFirst();
    void usesAreToldOnce();
    void aFullLookForgetsBitByBit();

private:
    IssuedToken added(TokenRequest request);
    static TokenRequest key();

    test::FakeClock m_clock;
    SystemRandom m_random;
    std::unique_ptr<TokenRegistry> m_registry;
};

void tst_TokenChanges::init()
{
    m_registry = std::make_unique<TokenRegistry>(m_clock, m_random);
}

TokenRequest tst_TokenChanges::key()
{
    TokenRequest request;
    request.scope.grants = {Grant{}};
    return request;
}

IssuedToken tst_TokenChanges::added(TokenRequest request)
{
    m_clock.advance(1ms); // ids sort by time
    auto issued = m_registry->make(request);
    m_registry->add(issued->token, issued->digest);
    return *issued;
}

void tst_TokenChanges::onlyALivingKeyIsRotated_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<int>("code");
    QTest::newRow("unknown") << 0 << int(ErrorCode::NotFound);
    QTest::newRow("disposable") << 1 << int(ErrorCode::FailedPrecondition);
    QTest::newRow("revoked") << 2 << int(ErrorCode::FailedPrecondition);
    QTest::newRow("expired") << 3 << int(ErrorCode::FailedPrecondition);
    QTest::newRow("used up") << 4 << int(ErrorCode::FailedPrecondition);
    QTest::newRow("overlap too long") << 5 << int(ErrorCode::InvalidArgument);
    QTest::newRow("negative overlap") << 6 << int(ErrorCode::InvalidArgument);
    QTest::newRow("being changed") << 7 << int(ErrorCode::Busy);
}

void tst_TokenChanges::onlyALivingKeyIsRotated()
{
    QFETCH(const int, which);
    QFETCH(const int, code);
    TokenRequest request = key();
    request.validFor = 60s;
    request.oneUse = which == 4;
    if (which == 1)
        request.kind = TokenKind::Disposable;
    const std::string id = added(request).token.id;
    switch (which) {
    case 2: QVERIFY(m_registry->revoke(id)); break;
    case 3: m_clock.advance(60s); break;
    case 4: QVERIFY(m_registry->find(id)->life().use(m_clock.utc())); break;
    case 7: QVERIFY(m_registry->makeRotation(id, 0s)); break;
    default: break;
    }
    const auto overlap = which == 5 ? TokenRegistry::kMaxOverlap + 1s : which == 6 ? -1s : 1s;
    const auto changed = m_registry->makeRotation(which == 0 ? "tok_nobody" : id, overlap);
    QCOMPARE(int(changed.error().code), code);
}

void tst_TokenChanges::theOldSecretWorksUntilTheOverlapEnds()
{
    const IssuedToken issued = added(key());
    const auto changed = m_registry->makeRotation(issued.token.id, 60s);
    QVERIFY(!m_registry->authenticate(changed->secret)); // not stored yet
    m_registry->replace(*changed);
    QVERIFY(m_registry->authenticate(changed->secret));
    m_clock.advance(59'999ms);
    QVERIFY(m_registry->authenticate(issued.secret));
    QVERIFY(m_registry->describe(issued.token.id)->previousSecretUntil);
    m_clock.advance(1ms);
    QVERIFY(!m_registry->authenticate(issued.secret));
    QVERIFY(m_registry->authenticate(changed->secret));
    QVERIFY(!m_registry->describe(issued.token.id)->previousSecretUntil);
    m_clock.jumpUtc(-24h);
    QVERIFY(!m_registry->authenticate(issued.secret));
}

void tst_TokenChanges::whoHoldsTheOldSecretEndsWithIt()
{
    const IssuedToken issued = added(key());
    const auto held = *m_registry->authenticate(issued.secret);
    m_registry->replace(*m_registry->makeRotation(issued.token.id, 0s));
    QVERIFY(m_registry->isOver(*held));
    QVERIFY(!held->isRevoked()); // so it is told that it expired
    QVERIFY(!m_registry->isOver(*m_registry->find(issued.token.id)));
}

void tst_TokenChanges::aSecondRotationEndsTheFirstOnesOverlap()
{
    const IssuedToken issued = added(key());
    const auto first = m_registry->makeRotation(issued.token.id, 60s);
    m_registry->replace(*first);
    const auto second = m_registry->makeRotation(issued.token.id, 60s);
    m_registry->replace(*second);
    QVERIFY(!m_registry->authenticate(issued.secret));
    QVERIFY(m_registry->authenticate(first->secret));
    QVERIFY(m_registry->authenticate(second->secret));
}

void tst_TokenChanges::aChangeThatIsNotStoredLeavesEverything()
{
    const IssuedToken issued = added(key());
    const auto changed = m_registry->makeRotation(issued.token.id, 0s);
    m_registry->dropChange(issued.token.id);
    QVERIFY(!m_registry->authenticate(changed->secret));
    QVERIFY(m_registry->authenticate(issued.secret));
    QVERIFY(m_registry->makeRotation(issued.token.id, 0s)); // it may be tried again
}

void tst_TokenChanges::aRevocationHoldsForBothSecrets()
{
    const IssuedToken issued = added(key());
    const auto changed = m_registry->makeRotation(issued.token.id, 60s);
    QVERIFY(m_registry->revoke(issued.token.id)); // while the change is being stored
    m_registry->replace(*changed);
    QVERIFY(!m_registry->authenticate(issued.secret));
    QVERIFY(!m_registry->authenticate(changed->secret));
}

void tst_TokenChanges::aRefreshMovesTheEnd()
{
    TokenRequest request = key();
    request.validFor = 600s;
    request.refreshable = true;
    const IssuedToken issued = added(request);
    QVERIFY(!m_registry->authenticate(issued.refreshSecret));
    QVERIFY(!m_registry->makeRefresh(issued.secret));
    m_clock.advance(599s);
    const auto first = m_registry->makeRefresh(issued.refreshSecret);
    QVERIFY(first);
    QCOMPARE(m_registry->makeRefresh(issued.refreshSecret).error().code, ErrorCode::Busy);
    m_registry->replace(*first);
    QVERIFY(first->token.validUntil == m_registry->now() + 600s); // not twice as long
    QVERIFY(!m_registry->makeRefresh(issued.refreshSecret)); // it was for once
    m_clock.advance(599s);
    QVERIFY(m_registry->authenticate(first->secret));
    m_clock.advance(1s);
    QCOMPARE(m_registry->makeRefresh(first->refreshSecret).error().code,
             ErrorCode::Unauthenticated); // too late
}

void tst_TokenChanges::secretsComeBackFromTheStore()
{
    TokenRequest request = key();
    request.validFor = 600s;
    request.refreshable = true;
    const IssuedToken issued = added(request);
    const auto changed = m_registry->makeRotation(issued.token.id, 60s);
    init();
    m_registry->add(changed->token, changed->digest);
    QVERIFY(m_registry->authenticate(issued.secret));
    QVERIFY(m_registry->authenticate(changed->secret));
    m_clock.advance(60s);
    QVERIFY(!m_registry->authenticate(issued.secret));
    QVERIFY(m_registry->makeRefresh(issued.refreshSecret));
    init();
    m_registry->add(changed->token, changed->digest); // at a start after the overlap
    QVERIFY(!m_registry->authenticate(issued.secret));
}

void tst_TokenChanges::groups_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>(
        "revoked"); // of "root child grandchild other", their first letters
    QTest::newRow("unknown issuer")
        << int(TokenGroup::Kind::Issuer) << QByteArray("tok_x") << QByteArray();
    QTest::newRow("issuer, with all behind")
        << int(TokenGroup::Kind::Issuer) << QByteArray() << QByteArray("cg");
    QTest::newRow("template") << int(TokenGroup::Kind::Template) << QByteArray("reader")
                              << QByteArray("g");
    QTest::newRow("room is no template")
        << int(TokenGroup::Kind::Template) << QByteArray("default/a") << QByteArray();
    QTest::newRow("room") << int(TokenGroup::Kind::Room) << QByteArray("default/a")
                          << QByteArray("co");
}

void tst_TokenChanges::groups()
{
    QFETCH(const int, kind);
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, revoked);
    const std::string root = added(key()).token.id;
    TokenRequest request = key();
    request.issuer = root;
    request.room = "default/a";
    const std::string child = added(request).token.id;
    request = key();
    request.issuer = child;
    request.templateName = "reader";
    const std::string grandchild = added(request).token.id;
    request = key();
    request.room = "default/a";
    const std::string other = added(request).token.id;
    const TokenGroup group{TokenGroup::Kind(kind), name.isEmpty() ? root : name.toStdString()};
    QCOMPARE(m_registry->revokeAll(group).size(), std::size_t(revoked.size()));
    for (const auto &[letter, id] :
         {std::pair('r', root), {'c', child}, {'g', grandchild}, {'o', other}})
        QCOMPARE(m_registry->find(id)->isRevoked(), revoked.contains(letter));
    QVERIFY(m_registry->revokeAll(group).empty());
}

void tst_TokenChanges::pagesAreNewestFirst()
{
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i) {
        TokenRequest request = key();
        request.label = i == 3 ? "Ana's Phone" : "other";
        ids.insert(ids.begin(), added(request).token.id);
    }
    TokenQuery query;
    query.limit = 2;
    std::vector<std::string> listed;
    for (;;) {
        const TokenPage page = m_registry->page(query);
        for (const Token &token : page.tokens)
            listed.push_back(token.id);
        if (!page.next)
            break;
        query.before = *page.next;
    }
    QCOMPARE(listed, ids);
    query = {};
    query.text = "PHONE";
    QCOMPARE(m_registry->page(query).tokens.size(), std::size_t(1));
    QCOMPARE(m_registry->page(query).tokens.front().id, ids[1]);
    query.state = TokenState::Revoked;
    QVERIFY(m_registry->page(query).tokens.empty());
    QVERIFY(m_registry->revoke(ids[1]));
    QCOMPARE(m_registry->page(query).tokens.size(), std::size_t(1));
}

void tst_TokenChanges::usesAreToldOnce()
{
    const IssuedToken issued = added(key());
    QVERIFY(m_registry->takeUses().empty());
    QVERIFY(m_registry->authenticate(issued.secret));
    m_clock.advance(1s);
    QVERIFY(m_registry->authenticate(issued.secret));
    const auto uses = m_registry->takeUses();
    QCOMPARE(uses.size(), std::size_t(1));
    QCOMPARE(uses[0].first, issued.token.id);
    QVERIFY(uses[0].second == m_clock.utc());
    QVERIFY(m_registry->takeUses().empty());
}

void tst_TokenChanges::aFullLookForgetsBitByBit()
{
    for (int i = 0; i < 10; ++i)
        QVERIFY(m_registry->revoke(added(key()).token.id));
    m_clock.advance(TokenRegistry::kListedAfterEnd + 1s);
    const std::string living = added(key()).token.id;
    std::size_t forgotten = 0;
    for (int i = 0; i < 6; ++i) {
        const auto ids = m_registry->forgetEnded(2);
        QVERIFY(ids.size() <= 2);
        forgotten += ids.size();
    }
    QCOMPARE(forgotten, std::size_t(10));
    QCOMPARE(m_registry->size(), std::size_t(1));
    QVERIFY(m_registry->makeRoom().empty());
    QVERIFY(m_registry->revoke(living));
    m_clock.advance(1s);
    QCOMPARE(m_registry->makeRoom().size(), std::size_t(1)); // whenever it ended
}

QTEST_APPLESS_MAIN(tst_TokenChanges)
#include "tst_token_changes.moc"
