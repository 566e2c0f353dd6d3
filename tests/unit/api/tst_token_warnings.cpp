#include <QTest>

#include "server/api/token_warnings.h"

using namespace parley;
using namespace std::chrono_literals;

class tst_TokenWarnings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void grants_data();
    void grants();
    void endedTokensAreNotWarnedOf();
    void theFunctionsOwnTokenIsNot();
    void theOwnerIsToldOfTheEndOnly();
    void whatIsUnusedIsTold();

private:
    using Words = std::vector<std::string_view>;

    static Room room();
    static Token token(std::vector<Grant> grants);

    const TokenWarnings m_warnings{{room()}};
    const UtcTime m_now = fromEpochMilliseconds(1'795'000'000'000);
};

Room tst_TokenWarnings::room()
{
    Room room{.name = "friends"};
    room.languages = {"en", "es"};
    room.functionTokenId = "tok_function";
    return room;
}

Token tst_TokenWarnings::token(std::vector<Grant> grants)
{
    Token token;
    token.id = "tok_1";
    token.createdAt = fromEpochMilliseconds(1'795'000'000'000);
    token.validUntil = token.createdAt + 24h * 365;
    token.scope.grants = std::move(grants);
    return token;
}

void tst_TokenWarnings::grants_data()
{
    QTest::addColumn<int>("role");
    QTest::addColumn<QByteArray>("nameSpace");
    QTest::addColumn<QByteArray>("topic"); // "x*": prefix; "*": all
    QTest::addColumn<QByteArray>("warning");
    const auto row = [](const char *name, Role role, const char *nameSpace, const char *topic,
                        const char *warning) {
        QTest::newRow(name) << int(role) << QByteArray(nameSpace) << QByteArray(topic)
                            << QByteArray(warning);
    };
    const char *around = "publishes_past_moderation";
    const char *raw = "reads_unmoderated";
    row("publish to a language", Role::Publish, "default", "friends-subscribe-spanish", around);
    row("publish to a prefix", Role::Publish, "default", "friends-s*", around);
    row("publish to all", Role::Publish, "default", "*", around);
    row("publish everywhere", Role::Publish, "", "*", around);
    row("read what is not moderated", Role::Subscribe, "default", "friends-publish", raw);
    row("read what was kept of it", Role::History, "default", "friends-*", raw);
    row("a member writes", Role::Publish, "default", "friends-publish", "");
    row("a member reads", Role::Subscribe, "default", "friends-subscribe-spanish", "");
    row("a language the room has not", Role::Publish, "default", "friends-subscribe-german", "");
    row("another namespace", Role::Publish, "other", "*", "");
    row("a prefix behind", Role::Publish, "default", "friends-subscribe-spanish-*", "");
    row("manage", Role::Manage, "default", "*", "");
}

void tst_TokenWarnings::grants()
{
    QFETCH(const int, role);
    QFETCH(const QByteArray, nameSpace);
    QFETCH(QByteArray, topic);
    QFETCH(const QByteArray, warning);
    Grant grant{Role(role)};
    if (!nameSpace.isEmpty())
        grant.nameSpace = *NamespaceName::parse(nameSpace.toStdString());
    if (topic != "*") {
        const bool isPrefix = topic.endsWith('*');
        grant.topics = {isPrefix ? TopicSelector::Kind::Prefix : TopicSelector::Kind::Name,
                        topic.chopped(isPrefix ? 1 : 0).toStdString()};
    }
    const auto told = m_warnings.of(token({grant}), m_now);
    QCOMPARE(told.size(), std::size_t(warning.isEmpty() ? 0 : 1));
    QCOMPARE(told.empty() ? QByteArray() : QByteArray(told[0].data()), warning);
}

void tst_TokenWarnings::endedTokensAreNotWarnedOf()
{
    Token revoked = token({Grant{Role::Both}});
    revoked.validUntil.reset();
    QCOMPARE(m_warnings.of(revoked, m_now).size(), std::size_t(3));
    revoked.revokedAt = m_now;
    QVERIFY(m_warnings.of(revoked, m_now).empty());
}

void tst_TokenWarnings::theFunctionsOwnTokenIsNot()
{
    Token function = token({Grant{Role::Publish}});
    function.id = "tok_function";
    function.validUntil.reset();
    QVERIFY(m_warnings.of(function, m_now + TokenWarnings::kUnused).empty());
}

void tst_TokenWarnings::theOwnerIsToldOfTheEndOnly()
{
    Token owner = token({});
    owner.scope.admin = true;
    owner.validUntil.reset();
    QVERIFY(m_warnings.of(owner, m_now) == Words{"never_expires"});
}

void tst_TokenWarnings::whatIsUnusedIsTold()
{
    Token quiet = token({Grant{Role::Manage}});
    QVERIFY(m_warnings.of(quiet, m_now + TokenWarnings::kUnused - 1ms).empty());
    QVERIFY(m_warnings.of(quiet, m_now + TokenWarnings::kUnused) == Words{"unused_90_days"});
    quiet.lastUsedAt = m_now + 1h;
    QVERIFY(m_warnings.of(quiet, m_now + TokenWarnings::kUnused).empty());
}

QTEST_APPLESS_MAIN(tst_TokenWarnings)
#include "tst_token_warnings.moc"
