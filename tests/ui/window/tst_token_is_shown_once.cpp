#include "tests/support/raw_http.h"
#include "tests/ui/window/real_window.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;

// A token that may read one topic, issued by hand: the dialog says what it can and cannot, shows
// the secret once, and no page ever shows it again.
class TestTokenIsShownOnce : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void thePreviewSaysWhatItCan();
    void theSecretIsShown();
    void theSecretOpensWhatWasSaid();
    void noPageShowsItAgain();
    void revokedItOpensNothing();

private:
    RealWindow m_real;
    QString m_secret;
};

void TestTokenIsShownOnce::initTestCase()
{
    failOnQtWarnings();
    const QString problem = m_real.open();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY(makeTopic(m_real.broker().port(), m_real.ownerToken(), "weather"));
    QVERIFY(makeTopic(m_real.broker().port(), m_real.ownerToken(), "sport"));
    m_real.openPage(u"Tokens"_s);
    QVERIFY(m_real.click(u"Issue token"_s));
    QTRY_VERIFY(m_real.dialog());
}

void TestTokenIsShownOnce::thePreviewSaysWhatItCan()
{
    QVERIFY(!m_real.hasButton(u"Issue token"_s)); // it is for nobody yet
    QTest::keyClicks(m_real.field(u"For"_s), u"Ana's phone"_s);
    auto *role = m_real.named<QComboBox>(u"What may be done"_s);
    QVERIFY(role);
    QTest::keyClick(role, Qt::Key_Home);
    QCOMPARE(role->currentText(), u"publish"_s);
    QTest::keyClick(role, Qt::Key_Down);
    QCOMPARE(role->currentText(), u"read"_s);
    QTest::keyClicks(m_real.named<QLineEdit>(u"Topic"_s), u"weather"_s);
    QTRY_VERIFY(m_real.hasText(u"✓ read weather"_s));
    QTRY_VERIFY(m_real.hasText(u"sport"_s)); // among what it cannot
    QVERIFY(m_real.hasText(u"✕ administer the broker"_s));
}

void TestTokenIsShownOnce::theSecretIsShown()
{
    QVERIFY(m_real.click(u"Issue token"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.named<QLineEdit>(u"token"_s), RealWindow::kPatienceMs);
    auto *secret = m_real.named<QLineEdit>(u"token"_s);
    QCOMPARE(secret->echoMode(), QLineEdit::Password);
    QVERIFY(m_real.click(u"Show token"_s));
    QCOMPARE(secret->echoMode(), QLineEdit::Normal);
    m_secret = secret->text();
    QVERIFY2(m_secret.startsWith(u"prl_"_s), "no secret of ours");
    QVERIFY(m_real.click(u"Done"_s));
    QTRY_VERIFY(!m_real.dialog());
}

void TestTokenIsShownOnce::theSecretOpensWhatWasSaid()
{
    const quint16 port = m_real.broker().port();
    const QByteArray token = m_secret.toLatin1();
    QCOMPARE(ask(port, token, "GET", "/v1/history/default/weather").status, 200);
    QCOMPARE(ask(port, token, "GET", "/v1/history/default/sport").status, 403);
    QCOMPARE(publishText(port, token, "weather", "sun").status, 403);
}

void TestTokenIsShownOnce::noPageShowsItAgain()
{
    const auto labels = [this] { return m_real.column(u"Tokens"_s, 0); };
    QTRY_VERIFY_WITH_TIMEOUT(labels().contains(u"Ana's phone"_s), RealWindow::kPatienceMs);
    for (const QString &page : m_real.window().pageNames()) {
        m_real.window().showPage(page);
        QTRY_VERIFY(!m_real.hasText(m_secret));
        const auto fields = m_real.window().findChildren<QLineEdit *>();
        for (const QLineEdit *field : fields)
            QVERIFY2(!field->text().contains(m_secret), qPrintable(page));
    }
}

void TestTokenIsShownOnce::revokedItOpensNothing()
{
    m_real.openPage(u"Tokens"_s);
    auto *table = m_real.named<QTableView>(u"Tokens"_s);
    QVERIFY(table);
    table->selectRow(int(m_real.column(u"Tokens"_s, 0).indexOf(u"Ana's phone"_s)));
    QVERIFY(m_real.click(u"Revoke"_s));
    const auto status = [this] {
        return ask(m_real.broker().port(), m_secret.toLatin1(), "GET",
                   "/v1/history/default/weather")
            .status;
    };
    QCOMPARE(status(), 200); // for as long as it can be undone
    m_real.window().close(); // what was offered to be undone is done at the latest now
    QTRY_COMPARE_WITH_TIMEOUT(status(), 401, RealWindow::kPatienceMs);
}

QTEST_MAIN(TestTokenIsShownOnce)
#include "tst_token_is_shown_once.moc"
