#include <QJsonArray>
#include <QPushButton>
#include <QTabBar>

#include "tests/support/raw_http.h"
#include "tests/ui/window/real_window.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/confirm_name_dialog.h"
#include "ui/common/navigator.h"
#include "ui/common/undo_bar.h"
#include "ui/tokens/tokens_page.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;

// The tokens page of a broker that is in production: a key gets a new secret, and a group of tokens
// is revoked after its name was typed, and not before Undo is over.
class TestTokensAreRotatedAndRevoked : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theOldSecretWorksForAWhile();
    void theOldSecretEndsAtOnce();
    void aGroupIsCountedAndItsNameTyped();
    void untilUndoIsOverNothingHappened();
    void thenAllOfThemEnd();
    void readOnlyOffersNoChange();
    void cleanupTestCase();

private:
    QByteArray issue(const QByteArray &path, const QJsonObject &body) const
    {
        const auto answer = ask(m_port, m_real.ownerToken(), "POST", path, body);
        return answer.json()[u"secret"_s].toString().toLatin1();
    }
    int statusOf(const QByteArray &secret) const
    {
        return ask(m_port, secret, "GET", "/v1/token").status;
    }
    QStringList labels() const { return m_real.column(u"Tokens"_s, 0); }
    void choose(const QString &label) const;
    void rotate(int overlap, QByteArray &secret);
    void revokeGroup();

    RealWindow m_real;
    quint16 m_port = 0;
    ui::BrokerLink m_link;
    ui::Navigator m_navigator;
    ui::UndoBar m_undo;
    ui::ActGuard m_guard;
    std::unique_ptr<ui::TokensPage> m_page{}; // in the window, before its own pages
    QByteArray m_key{}; // secrets of one API key, the first and the one after
    QByteArray m_second{};
    QByteArray m_ana{};
    QByteArray m_ken{};
};

void TestTokensAreRotatedAndRevoked::initTestCase()
{
    failOnQtWarnings();
    const QString problem = m_real.open();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    m_port = m_real.broker().port();
    const QJsonObject read{
        {u"role"_s, u"subscribe"_s}, {u"namespace"_s, u"default"_s}, {u"topic"_s, u"weather"_s}};
    m_key = issue("/v1/tokens", {{u"label"_s, u"Shop"_s}, {u"grants"_s, QJsonArray{read}}});
    const auto member = [this](const QString &user) {
        return issue("/v1/templates/chat-member/tokens",
                     {{u"variables"_s,
                       QJsonObject{{u"room"_s, u"friends"_s},
                                   {u"user"_s, user},
                                   {u"languages"_s, QJsonArray{u"spanish"_s}}}}});
    };
    m_ana = member(u"ana"_s);
    m_ken = member(u"ken"_s);
    for (const auto &secret : {m_key, m_ana, m_ken})
        QCOMPARE(statusOf(secret), 200);
    m_link.open({QUrl(QString::fromStdString(m_real.broker().url())), m_real.ownerToken()});
    m_guard.setRules(false, true);
    m_page = std::make_unique<ui::TokensPage>(ui::PageContext{m_link, m_navigator, m_undo, m_guard},
                                              &m_real.window());
    m_page->setGeometry(m_real.window().rect());
    m_page->show();
    QTRY_VERIFY_WITH_TIMEOUT(labels().contains(u"Shop"_s), RealWindow::kPatienceMs);
}

void TestTokensAreRotatedAndRevoked::cleanupTestCase()
{
    m_page.reset(); // before what it borrows
}

void TestTokensAreRotatedAndRevoked::choose(const QString &label) const
{
    auto *table = m_real.named<QTableView>(u"Tokens"_s);
    QVERIFY(table);
    QVERIFY(labels().contains(label));
    table->selectRow(int(labels().indexOf(label)));
}

// \param overlap index of the choice how long the old secret works.
void TestTokensAreRotatedAndRevoked::rotate(int overlap, QByteArray &secret)
{
    choose(u"Shop"_s);
    QVERIFY(m_real.click(u"Rotate…"_s));
    QTRY_VERIFY(m_real.dialog());
    auto *choice = qobject_cast<QComboBox *>(m_real.field(u"The old one works"_s));
    QVERIFY(choice);
    choice->setCurrentIndex(overlap);
    QVERIFY(m_real.click(u"Make a new secret"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.named<QLineEdit>(u"token"_s), RealWindow::kPatienceMs);
    secret = m_real.named<QLineEdit>(u"token"_s)->text().toLatin1();
    QVERIFY(m_real.click(u"Done"_s));
    QTRY_VERIFY(!m_real.dialog());
}

void TestTokensAreRotatedAndRevoked::theOldSecretWorksForAWhile()
{
    rotate(0, m_second);
    QVERIFY(!m_second.isEmpty() && m_second != m_key);
    QCOMPARE(statusOf(m_second), 200);
    QCOMPARE(statusOf(m_key), 200);
    const auto own = ask(m_port, m_second, "GET", "/v1/token").json();
    QCOMPARE(own[u"id"_s], ask(m_port, m_key, "GET", "/v1/token").json()[u"id"_s]);
    QTRY_VERIFY_WITH_TIMEOUT(m_real.hasText(u"its old secret works until"_s),
                             RealWindow::kPatienceMs);
}

void TestTokensAreRotatedAndRevoked::theOldSecretEndsAtOnce()
{
    QByteArray third;
    rotate(3, third);
    QVERIFY(!third.isEmpty() && third != m_second);
    QCOMPARE(statusOf(third), 200);
    QCOMPARE(statusOf(m_second), 401);
    QCOMPARE(statusOf(m_key), 401);
}

// Up to where Undo is offered.
void TestTokensAreRotatedAndRevoked::revokeGroup()
{
    choose(u"ana in friends"_s);
    QVERIFY(m_real.click(u"Revoke a group…"_s));
    QTRY_VERIFY(m_real.dialog());
    auto *groups = m_real.named<QComboBox>(u"Which tokens"_s);
    QVERIFY(groups);
    groups->setCurrentIndex(groups->findText(u"All of the template chat-member"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.hasText(u"2 active tokens match."_s), RealWindow::kPatienceMs);
    QVERIFY(m_real.click(u"Revoke them"_s));
    auto *confirm = m_real.window().findChild<ui::ConfirmNameDialog *>();
    QVERIFY(confirm);
    QTRY_VERIFY(confirm->isVisible());
    const auto buttons = confirm->findChildren<QPushButton *>();
    const auto revoke = std::find_if(buttons.begin(), buttons.end(), [](const auto *button) {
        return button->text() == u"Revoke tokens"_s;
    });
    QVERIFY(revoke != buttons.end());
    auto *name = confirm->findChild<QLineEdit *>();
    QTest::keyClicks(name, u"chat-membe"_s);
    QVERIFY(!(*revoke)->isEnabled());
    QTest::keyClicks(name, u"r"_s);
    QTRY_VERIFY((*revoke)->isEnabled());
    (*revoke)->click();
    QTRY_VERIFY(!m_real.dialog());
    QVERIFY(m_undo.isPending());
}

void TestTokensAreRotatedAndRevoked::aGroupIsCountedAndItsNameTyped()
{
    revokeGroup();
    QTRY_VERIFY(!labels().contains(u"ana in friends"_s));
    QVERIFY(!labels().contains(u"ken in friends"_s));
    QVERIFY(labels().contains(u"Shop"_s));
}

void TestTokensAreRotatedAndRevoked::untilUndoIsOverNothingHappened()
{
    QCOMPARE(statusOf(m_ana), 200);
    QCOMPARE(statusOf(m_ken), 200);
    m_undo.undoNow();
    QTRY_VERIFY(labels().contains(u"ana in friends"_s));
    QVERIFY(labels().contains(u"ken in friends"_s));
    QCOMPARE(statusOf(m_ana), 200);
}

void TestTokensAreRotatedAndRevoked::thenAllOfThemEnd()
{
    revokeGroup();
    m_undo.commitNow();
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(m_ana), 401, RealWindow::kPatienceMs);
    QCOMPARE(statusOf(m_ken), 401);
}

void TestTokensAreRotatedAndRevoked::readOnlyOffersNoChange()
{
    QVERIFY(m_real.hasButton(u"Issue token"_s));
    m_guard.setRules(true, false);
    for (const auto *words : {"Issue token", "Rotate…", "Revoke a group…", "Revoke"})
        QVERIFY2(!m_real.hasButton(QString::fromUtf8(words)), words);
    auto *views = m_real.named<QTabBar>(u"Tokens or templates"_s);
    QVERIFY(views);
    QTest::keyClick(views, Qt::Key_Right);
    QTRY_VERIFY_WITH_TIMEOUT(m_real.column(u"Templates"_s, 0).contains(u"Chat member"_s),
                             RealWindow::kPatienceMs);
    for (const auto *words : {"New template", "Issue from it…", "Edit…", "Duplicate…", "Delete"})
        QVERIFY2(!m_real.hasButton(QString::fromUtf8(words)), words);
    QTest::keyClick(m_real.named<QTableView>(u"Templates"_s), Qt::Key_Return);
    QVERIFY(!m_real.dialog());
    m_guard.setRules(false, false);
    QTRY_VERIFY(m_real.hasButton(u"Edit…"_s));
}

QTEST_MAIN(TestTokensAreRotatedAndRevoked)
#include "tst_tokens_are_rotated_and_revoked.moc"
