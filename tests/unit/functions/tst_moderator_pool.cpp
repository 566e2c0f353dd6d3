#include <QTest>

#include "server/functions/text/moderator_pool.h"

using namespace parley;
using namespace parley::functions;

namespace {

constexpr std::string_view kEnglish = "@language en\n@category mild 1 mask\ndrat\ngosh\n"
                                      "@category strong 3 block\nblockword\n";
constexpr std::string_view kSpanish = "@language es\n@category mild 1 mask\ncaramba\n";
const std::vector<std::string> kAll{"en", "es"};

std::unique_ptr<ModeratorPool> pool()
{
    return std::move(
        *ModeratorPool::make({*WordList::parse(kEnglish), *WordList::parse(kSpanish)}));
}

ModerationVerdict verdictOf(std::string_view text, const ModerationPolicy &policy)
{
    const auto verdict = pool()->judge(text, {kAll, policy});
    return verdict ? *verdict : ModerationVerdict{};
}

ModerationPolicy policyWith(std::vector<CategoryRule> rules)
{
    ModerationPolicy policy;
    policy.rules = std::move(rules);
    return policy;
}

} // namespace

// What a room makes of the lists that everybody shares, and of its own.
class TestModeratorPool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsThatCannotBeReadJudgeNothing_data();
    void listsThatCannotBeReadJudgeNothing();
    void ruleDecides_data();
    void ruleDecides();
    void whatIsFlaggedStaysReadable();
    void whatARoomAllowsIsNoFinding();
    void ownTermsCountInThisRoomOnly();
    void ownAllowedTermWinsOverASharedOne();
};

void TestModeratorPool::listsThatCannotBeReadJudgeNothing_data()
{
    QTest::addColumn<QByteArray>("terms");
    QTest::newRow("no language") << QByteArray("drat\n");
    QTest::newRow("no category") << QByteArray("@language en\ndrat\n");
    QTest::newRow("unknown language") << QByteArray("@language xx\n");
    QTest::newRow("unknown directive") << QByteArray("@language en\n@what\n");
    QTest::newRow("mixed scripts")
        << QByteArray("@language ja\n@category mild 1 mask\nab\xe3\x81\x8f\xe3\x81\x9d\n");
}

void TestModeratorPool::listsThatCannotBeReadJudgeNothing()
{
    QFETCH(QByteArray, terms);
    ModerationPolicy policy;
    policy.terms = terms.toStdString();
    const auto verdict = pool()->judge("hello", {kAll, policy});
    QVERIFY(!verdict);
    QCOMPARE(verdict.error().code, ErrorCode::InvalidArgument);
}

void TestModeratorPool::ruleDecides_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("action");
    QTest::newRow("no rule of its own: as the list says")
        << QByteArray("caramba") << QByteArray("mask");
    QTest::newRow("language and category") << QByteArray("drat") << QByteArray("hold");
    QTest::newRow("category of any language") << QByteArray("blockword") << QByteArray("flag");
    QTest::newRow("strictest of two") << QByteArray("drat blockword") << QByteArray("hold");
    QTest::newRow("nothing") << QByteArray("hello") << QByteArray("allow");
}

void TestModeratorPool::ruleDecides()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, action);
    const auto policy = policyWith({{"en", "mild", ModerationAction::Hold},
                                    {"", "strong", ModerationAction::Flag},
                                    {"en", "", ModerationAction::Block}});
    const auto verdict = verdictOf(text.toStdString(), policy);
    QCOMPARE(QByteArray::fromStdString(std::string(wireName(verdict.action))), action);
}

void TestModeratorPool::whatIsFlaggedStaysReadable()
{
    const auto verdict = verdictOf("drat it", policyWith({{"", "", ModerationAction::Flag}}));
    QCOMPARE(verdict.action, ModerationAction::Flag);
    QCOMPARE(verdict.text, std::string("drat it"));
    QCOMPARE(verdict.findings.size(), std::size_t(1));
    QVERIFY(verdict.masked.empty());
}

void TestModeratorPool::whatARoomAllowsIsNoFinding()
{
    const auto verdict = verdictOf("drat it", policyWith({{"en", "", ModerationAction::Allow}}));
    QCOMPARE(verdict.action, ModerationAction::Allow);
    QVERIFY(verdict.findings.empty());
}

void TestModeratorPool::ownTermsCountInThisRoomOnly()
{
    ModerationPolicy own;
    own.terms = "@language en\n@category spoiler 2 hold\nsnape\n@language es\n@category mild 1 "
                "mask\nrayos\n";
    QCOMPARE(verdictOf("snape did it", own).action, ModerationAction::Hold);
    QCOMPARE(verdictOf("rayos", own).text, std::string("*****"));
    QCOMPARE(verdictOf("drat", own).text, std::string("****")); // the shared lists still count
    QCOMPARE(verdictOf("snape did it", {}).action, ModerationAction::Allow);
}

void TestModeratorPool::ownAllowedTermWinsOverASharedOne()
{
    ModerationPolicy own;
    own.terms = "@language en\n@allow\noh gosh\n";
    QCOMPARE(verdictOf("oh gosh", own).action, ModerationAction::Allow);
    QCOMPARE(verdictOf("my gosh", own).action, ModerationAction::Mask);
}

QTEST_APPLESS_MAIN(TestModeratorPool)
#include "tst_moderator_pool.moc"
