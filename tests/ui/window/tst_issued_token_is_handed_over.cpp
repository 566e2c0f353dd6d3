#include <QClipboard>
#include <QJsonArray>
#include <QPlainTextEdit>
#include <QProcess>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTimer>

#include "tests/support/raw_http.h"
#include "tests/ui/window/real_window.h"
#include "ui/common/clipboard.h"
#include "ui/common/qr_code.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;

// A token with bounds is issued by hand; then it is copied, and read from the screen by a reader of
// QR codes, and works.
class TestIssuedTokenIsHandedOver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void itIsIssuedWithItsBounds();
    void whatThePreviewSaidIsWhatItHolds();
    void aFormIsCopied();
    void aReaderOfCodesReadsIt();
    void itWorks();
    void aSecretLeavesTheClipboard();
    void whatWasCopiedMeanwhileStays();

private:
    static QClipboard *clipboard() { return QGuiApplication::clipboard(); }

    RealWindow m_real;
    QByteArray m_secret{};
};

void TestIssuedTokenIsHandedOver::initTestCase()
{
    failOnQtWarnings();
    const QString problem = m_real.open();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY(makeTopic(m_real.broker().port(), m_real.ownerToken(), "weather"));
    m_real.openPage(u"Tokens"_s);
    QVERIFY(m_real.click(u"Issue token"_s));
    QTRY_VERIFY(m_real.dialog());
    QVERIFY(m_real.hasText(u"Nothing yet. Add a grant or choose a template."_s));
    QVERIFY(m_real.hasText(u"✕ publish, read or administer anything"_s));
}

void TestIssuedTokenIsHandedOver::itIsIssuedWithItsBounds()
{
    QTest::keyClicks(m_real.field(u"For"_s), u"Weather station"_s);
    QTest::keyClicks(m_real.field(u"Publishes as"_s), u"station"_s);
    auto *role = m_real.named<QComboBox>(u"What may be done"_s);
    QVERIFY(role);
    role->setCurrentIndex(role->findData(u"both"_s));
    QTest::keyClicks(m_real.named<QLineEdit>(u"Topic"_s), u"weather"_s);
    QTRY_VERIFY(m_real.hasText(u"✓ publish to and read weather"_s));
    QVERIFY(m_real.click(u"Options"_s));
    auto *connections = qobject_cast<QSpinBox *>(m_real.field(u"Connections"_s));
    QVERIFY(connections);
    connections->setValue(3);
    QVERIFY(m_real.click(u"Issue token"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.named<QLineEdit>(u"token"_s), RealWindow::kPatienceMs);
    m_secret = m_real.named<QLineEdit>(u"token"_s)->text().toLatin1();
    QVERIFY(m_secret.startsWith("prl_"));
}

void TestIssuedTokenIsHandedOver::whatThePreviewSaidIsWhatItHolds()
{
    const auto own = ask(m_real.broker().port(), m_secret, "GET", "/v1/token").json();
    QCOMPARE(own[u"label"_s].toString(), u"Weather station"_s);
    QCOMPARE(own[u"publisherId"_s].toString(), u"station"_s);
    QCOMPARE(own[u"maxConnections"_s].toInt(), 3);
    QCOMPARE(own[u"grants"_s].toArray().size(), 1);
    QCOMPARE(own[u"grants"_s][0][u"role"_s].toString(), u"both"_s);
    QCOMPARE(own[u"grants"_s][0][u"topic"_s].toString(), u"weather"_s);
    QVERIFY(own[u"validUntil"_s].toInteger() > own[u"createdAt"_s].toInteger());
}

void TestIssuedTokenIsHandedOver::aFormIsCopied()
{
    auto *form = m_real.named<QComboBox>(u"Form"_s);
    auto *text = m_real.named<QPlainTextEdit>(u"The token in this form"_s);
    QVERIFY(form && text);
    QVERIFY(form->count() >= 6);
    for (int i = 0; i < form->count(); ++i) {
        form->setCurrentIndex(i);
        QVERIFY2(!text->toPlainText().contains(QLatin1String(m_secret)),
                 "shown before it is asked for");
        clipboard()->clear();
        QVERIFY(m_real.click(u"Copy this form"_s));
        QVERIFY2(!clipboard()->text().isEmpty(), qPrintable(form->currentText()));
        QVERIFY(m_real.hasText(u"Copied; it leaves the clipboard after 60 s."_s));
    }
    QVERIFY(m_real.click(u"Copy token"_s));
    QCOMPARE(clipboard()->text().toLatin1(), m_secret);
}

void TestIssuedTokenIsHandedOver::aReaderOfCodesReadsIt()
{
    QVERIFY(m_real.click(u"Show as QR code"_s));
    auto *code = m_real.named<ui::QrCode>(u"QR code of the token"_s);
    QVERIFY(code);
    QTemporaryDir folder; // only its owner reads it, and it goes away
    const auto file = folder.filePath(u"code.png"_s);
    QVERIFY(code->grab().save(file));
    QProcess reader;
    reader.start(u"zbarimg"_s, {u"--raw"_s, u"--quiet"_s, u"--nodbus"_s, file});
    QVERIFY2(reader.waitForFinished(RealWindow::kPatienceMs), qPrintable(reader.errorString()));
    QCOMPARE(reader.exitCode(), 0);
    QCOMPARE(reader.readAllStandardOutput().trimmed(), m_secret);
    QVERIFY(m_real.click(u"Done"_s));
    QTRY_VERIFY(!m_real.dialog());
}

void TestIssuedTokenIsHandedOver::itWorks()
{
    const auto port = m_real.broker().port();
    QCOMPARE(publishText(port, m_secret, "weather", "sun").status, 200);
    QCOMPARE(historyTexts(port, m_secret, "weather"), QStringList{u"sun"_s});
    QCOMPARE(ask(port, m_secret, "GET", "/v1/tokens").status, 403);
}

void TestIssuedTokenIsHandedOver::aSecretLeavesTheClipboard()
{
    using namespace std::chrono_literals;
    QCOMPARE(ui::kSecretStays, 60s);
    ui::copySecret("prl_live_one", 1ms);
    QCOMPARE(clipboard()->text(), u"prl_live_one"_s);
    QTRY_VERIFY(clipboard()->text().isEmpty());
}

void TestIssuedTokenIsHandedOver::whatWasCopiedMeanwhileStays()
{
    using namespace std::chrono_literals;
    ui::copySecret("prl_live_two", 1ms);
    ui::copyText(u"a shopping list"_s);
    QObject later; // a timer of the same length that began after the first: it comes after it
    bool over = false;
    QTimer::singleShot(1ms, &later, [&over] { over = true; });
    QTRY_VERIFY(over);
    QCOMPARE(clipboard()->text(), u"a shopping list"_s);
}

QTEST_MAIN(TestIssuedTokenIsHandedOver)
#include "tst_issued_token_is_handed_over.moc"
