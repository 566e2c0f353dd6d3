#include <QTest>

#include "server/auth/token_registry.h"
#include "server/auth/token_secret.h"
#include "tests/support/fake_clock.h"

using namespace parley;

namespace {

TokenRequest reader(std::optional<std::chrono::seconds> validFor = std::nullopt)
{
    TokenRequest request;
    request.label = "reader";
    request.publisherId = "ana";
    request.scope.grants
        = {{Role::Subscribe, NamespaceName::standard(), {TopicSelector::Kind::Name, "friends"}}};
    request.validFor = validFor;
    return request;
}

} // namespace

class tst_TokenRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anyOtherSpellingOfASecretIsRefused_data();
    void anyOtherSpellingOfASecretIsRefused();
    void badRequestsAreRefused_data();
    void badRequestsAreRefused();
    void aTokenEndsWhenItsTimeIsOver();
    void aRevokedTokenNeverWorksAgain();
    void aTokenWorksOnlyAfterItWasAdded();
    void secretsSayWhatTheyAre();
    void aRevokedTokenComesBackRevoked();
    void aClockThatIsSetBackRevivesNothing();
    void aClockThatWasAheadRevivesNothing();
    void anEndedTokenIsListedForADay();

private:
    test::FakeClock m_clock;
    SystemRandom m_random;
};

void tst_TokenRegistry::anyOtherSpellingOfASecretIsRefused_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::newRow("empty") << QByteArray("empty");
    QTest::newRow("very long") << QByteArray("long");
    QTest::newRow("first byte") << QByteArray("first");
    QTest::newRow("last byte") << QByteArray("last");
    QTest::newRow("trailing space") << QByteArray("space");
    QTest::newRow("trailing zero") << QByteArray("zero");
    QTest::newRow("upper case prefix") << QByteArray("upper");
    QTest::newRow("without prefix") << QByteArray("bare");
}

void tst_TokenRegistry::anyOtherSpellingOfASecretIsRefused()
{
    QFETCH(QByteArray, change);
    TokenRegistry registry(m_clock, m_random);
    const auto issued = registry.make(reader());
    QVERIFY(issued);
    registry.add(issued->token, issued->digest);
    std::string secret = issued->secret;
    if (change == "empty")
        secret.clear();
    else if (change == "long")
        secret = std::string(10'000, 'a');
    else if (change == "first")
        secret.front() ^= 1;
    else if (change == "last")
        secret.back() = secret.back() == 'A' ? 'B' : 'A';
    else if (change == "space")
        secret += ' ';
    else if (change == "zero")
        secret += '\0';
    else if (change == "upper")
        secret.front() = 'P';
    else
        secret = secret.substr(TokenSecret::kLivePrefix.size());
    QCOMPARE(registry.authenticate(secret).error().code, ErrorCode::Unauthenticated);
    QVERIFY(registry.authenticate(issued->secret));
}

void tst_TokenRegistry::badRequestsAreRefused_data()
{
    QTest::addColumn<int>("which");
    QTest::newRow("no right at all") << 0;
    QTest::newRow("label too long") << 1;
    QTest::newRow("publisher id too long") << 2;
    QTest::newRow("control in the publisher id") << 3;
    QTest::newRow("label is not UTF-8") << 4;
    QTest::newRow("no time at all") << 5;
    QTest::newRow("longer than ten years") << 6;
    QTest::newRow("too many grants") << 7;
}

void tst_TokenRegistry::badRequestsAreRefused()
{
    QFETCH(int, which);
    TokenRegistry registry(m_clock, m_random);
    TokenRequest request = reader();
    switch (which) {
    case 0: request.scope.grants.clear(); break;
    case 1: request.label = std::string(Token::kMaxLabelBytes + 1, 'a'); break;
    case 2: request.publisherId = std::string(Token::kMaxPublisherIdBytes + 1, 'a'); break;
    case 3: request.publisherId = "ana\n"; break;
    case 4: request.label = "\xff"; break;
    case 5: request.validFor = std::chrono::seconds(0); break;
    case 6: request.validFor = TokenRegistry::kMaxLifetime + std::chrono::seconds(1); break;
    default: request.scope.grants.resize(Scope::kMaxGrants + 1, request.scope.grants[0]);
    }
    const auto issued = registry.make(request);
    QVERIFY(!issued);
    QVERIFY(!issued.error().retryable());
}

void tst_TokenRegistry::aTokenEndsWhenItsTimeIsOver()
{
    TokenRegistry registry(m_clock, m_random);
    const auto issued = registry.make(reader(std::chrono::seconds(60)));
    registry.add(issued->token, issued->digest);
    m_clock.advance(std::chrono::milliseconds(59'999));
    QVERIFY(registry.authenticate(issued->secret));
    m_clock.advance(std::chrono::milliseconds(1));
    QVERIFY(!registry.authenticate(issued->secret));
}

void tst_TokenRegistry::aRevokedTokenNeverWorksAgain()
{
    TokenRegistry registry(m_clock, m_random);
    const auto issued = registry.make(reader());
    registry.add(issued->token, issued->digest);
    const auto held = registry.authenticate(issued->secret);
    QVERIFY(held);
    const auto revoked = registry.revoke(issued->token.id);
    QVERIFY(revoked);
    QVERIFY(revoked->revokedAt);
    QVERIFY((*held)->isRevoked()); // who holds it sees it at once
    QVERIFY(!registry.authenticate(issued->secret));
    m_clock.advance(std::chrono::seconds(5));
    QVERIFY(registry.revoke(issued->token.id)->revokedAt == revoked->revokedAt); // again: the same
    QCOMPARE(registry.revoke("tok_nobody").error().code, ErrorCode::NotFound);
    QVERIFY(registry.all().front().revokedAt);
}

void tst_TokenRegistry::aTokenWorksOnlyAfterItWasAdded()
{
    TokenRegistry registry(m_clock, m_random);
    const auto issued = registry.make(reader());
    QVERIFY(!registry.authenticate(issued->secret));
    registry.add(issued->token, issued->digest);
    const auto held = registry.authenticate(issued->secret);
    QVERIFY(held);
    QCOMPARE((*held)->token().publisherId, std::string("ana"));
    QVERIFY(registry.find(issued->token.id));
    QVERIFY(!registry.find("tok_nobody"));
}

void tst_TokenRegistry::secretsSayWhatTheyAre()
{
    TokenRegistry registry(m_clock, m_random);
    QVERIFY(registry.make(reader())->secret.starts_with(TokenSecret::kLivePrefix));
    TokenRequest request = reader(std::chrono::seconds(1));
    QVERIFY(registry.make(request)->secret.starts_with(TokenSecret::kLivePrefix));
    request.refreshable = true;
    QVERIFY(registry.make(request)->refreshSecret.starts_with(TokenSecret::kRefreshPrefix));
    request = reader(std::chrono::seconds(1));
    request.kind = TokenKind::Disposable;
    const auto temporary = registry.make(request);
    QVERIFY(temporary->refreshSecret.empty());
    QVERIFY(temporary->secret.starts_with(TokenSecret::kTemporaryPrefix));
    QCOMPARE(temporary->secret.size(), TokenSecret::kTemporaryPrefix.size() + 43); // 256 bits
    QVERIFY(registry.make(reader())->secret != registry.make(reader())->secret);
}

void tst_TokenRegistry::aRevokedTokenComesBackRevoked()
{
    TokenRegistry registry(m_clock, m_random);
    auto issued = registry.make(reader());
    issued->token.revokedAt = m_clock.utc(); // as the store gives it at the next start
    registry.add(issued->token, issued->digest);
    QVERIFY(!registry.authenticate(issued->secret));
    QVERIFY(registry.all().front().revokedAt);
}

void tst_TokenRegistry::aClockThatIsSetBackRevivesNothing()
{
    TokenRegistry registry(m_clock, m_random);
    const auto issued = registry.make(reader(std::chrono::seconds{60}));
    QVERIFY(issued);
    registry.add(issued->token, issued->digest);
    m_clock.jumpUtc(-std::chrono::hours{1}); // nobody gets an hour more
    m_clock.advance(std::chrono::seconds{59});
    QVERIFY(registry.authenticate(issued->secret));
    m_clock.advance(std::chrono::seconds{1});
    QVERIFY(!registry.authenticate(issued->secret));
    m_clock.jumpUtc(-std::chrono::hours{24});
    QVERIFY(!registry.authenticate(issued->secret));
}

void tst_TokenRegistry::aClockThatWasAheadRevivesNothing()
{
    TokenRegistry registry(m_clock, m_random);
    const auto seen = registry.make(reader(std::chrono::hours{1}));
    const auto unseen = registry.make(reader(std::chrono::hours{1}));
    QVERIFY(seen && unseen);
    registry.add(seen->token, seen->digest);
    registry.add(unseen->token, unseen->digest);
    m_clock.jumpUtc(std::chrono::hours{24});
    QVERIFY(!registry.authenticate(seen->secret));
    m_clock.jumpUtc(-std::chrono::hours{24});
    QVERIFY(!registry.authenticate(seen->secret));
    QVERIFY(registry.authenticate(unseen->secret)); // nobody was told that it had ended
    QVERIFY(!registry.describe(seen->token.id)->isValidAt(registry.now()));
    QVERIFY(registry.describe(unseen->token.id)->isValidAt(registry.now()));
}

void tst_TokenRegistry::anEndedTokenIsListedForADay()
{
    TokenRegistry registry(m_clock, m_random);
    const auto expiring = registry.make(reader(std::chrono::seconds{60}));
    const auto revoked = registry.make(reader());
    const auto good = registry.make(reader());
    QVERIFY(expiring && revoked && good);
    for (const auto *issued : {&*expiring, &*revoked, &*good})
        registry.add(issued->token, issued->digest);
    QVERIFY(registry.revoke(revoked->token.id));
    m_clock.advance(TokenRegistry::kListedAfterEnd);
    QVERIFY(registry.forgetEnded().empty());
    QVERIFY(registry.describe(revoked->token.id)->revokedAt);
    m_clock.advance(std::chrono::minutes{2});
    std::vector<std::string> gone{expiring->token.id, revoked->token.id};
    std::vector<std::string> forgotten = registry.forgetEnded();
    std::sort(gone.begin(), gone.end());
    std::sort(forgotten.begin(), forgotten.end());
    QCOMPARE(forgotten, gone);
    QVERIFY(!registry.describe(revoked->token.id));
    QVERIFY(!registry.authenticate(revoked->secret));
    QVERIFY(registry.authenticate(good->secret));
}

QTEST_APPLESS_MAIN(tst_TokenRegistry)
#include "tst_token_registry.moc"
