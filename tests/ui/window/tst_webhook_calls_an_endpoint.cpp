#include <QPlainTextEdit>
#include <QTabBar>
#include <QTabWidget>

#include "tests/support/fake_endpoint/fake_endpoint.h"
#include "tests/support/raw_http.h"
#include "tests/ui/window/real_window.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;

// A webhook registered by hand: a signed POST arrives at the endpoint, and what the endpoint
// answered is in the log.
class TestWebhookCallsAnEndpoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aWebhookIsMade();
    void aSignedRequestArrives();
    void theAnswerIsInTheLog();
    void aRefusalIsShownWithItsCause();

private:
    void publish(const QByteArray &text);

    RealWindow m_real;
    std::unique_ptr<FakeEndpoint> m_endpoint;
};

void TestWebhookCallsAnEndpoint::initTestCase()
{
    failOnQtWarnings();
    const QString problem = m_real.open();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY(makeTopic(m_real.broker().port(), m_real.ownerToken(), "weather"));
    m_endpoint = std::make_unique<FakeEndpoint>();
    m_endpoint->answer(Answer::status(200, "X-Seen: yes\r\n", "thank you"));
}

void TestWebhookCallsAnEndpoint::aWebhookIsMade()
{
    m_real.openPage(u"Webhooks"_s);
    QVERIFY(m_real.click(u"New webhook"_s));
    QTRY_VERIFY(m_real.field(u"Calls"_s));
    QTest::keyClicks(m_real.field(u"Name"_s), u"Print it"_s);
    const auto type = [this](const QString &field, const QString &text) {
        auto *box = qobject_cast<QComboBox *>(m_real.field(field));
        QVERIFY2(box, qPrintable(field));
        box->setEditText(text);
    };
    type(u"Calls"_s, QString::fromStdString(m_endpoint->url()));
    QTRY_VERIFY(m_real.hasText(u"is this computer: choose"_s)); // the level does not allow it
    auto *level = qobject_cast<QComboBox *>(m_real.field(u"Reach"_s));
    QVERIFY(level);
    QTest::keyClick(level, Qt::Key_End);
    QCOMPARE(level->currentText(), u"This computer"_s);
    QVERIFY(!m_real.hasText(u"is this computer: choose"_s));
    auto *parts = m_real.dialog()->findChild<QTabWidget *>()->tabBar();
    QTest::keyClick(parts, Qt::Key_Right); // the next part of the form
    QTRY_VERIFY(m_real.field(u"Topic"_s));
    auto *topic = qobject_cast<QComboBox *>(m_real.field(u"Topic"_s));
    QVERIFY(topic);
    QTRY_VERIFY(topic->count() > 0); // the names to choose from have come
    type(u"Topic"_s, u"weather"_s);
    QVERIFY(m_real.hasText(u"Messages of “weather” go to http://127.0.0.1"_s));
    QVERIFY(m_real.click(u"Make webhook"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.named<QLineEdit>(u"signing secret"_s), RealWindow::kPatienceMs);
    QVERIFY(m_real.named<QLineEdit>(u"signing secret"_s)->text().startsWith(u"whsec_"_s));
    QVERIFY(m_real.click(u"Done"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.column(u"Webhooks"_s, 0).contains(u"Print it"_s),
                             RealWindow::kPatienceMs);
}

void TestWebhookCallsAnEndpoint::publish(const QByteArray &text)
{
    QCOMPARE(publishText(m_real.broker().port(), m_real.ownerToken(), "weather", text).status, 200);
}

void TestWebhookCallsAnEndpoint::aSignedRequestArrives()
{
    publish("Sun tomorrow");
    QTRY_COMPARE_WITH_TIMEOUT(m_endpoint->requests().size(), 1, RealWindow::kPatienceMs);
    const QByteArray request = m_endpoint->requests().first();
    QVERIFY(request.startsWith("POST /hook HTTP/1.1\r\n"));
    for (const char *field : {"webhook-id: msg_", "webhook-timestamp: ", "webhook-signature: v1,",
                              "momento-signature: "})
        QVERIFY2(request.contains(field), field);
    QVERIFY(request.contains("\"text\":\"Sun tomorrow\""));
}

void TestWebhookCallsAnEndpoint::theAnswerIsInTheLog()
{
    m_real.openPage(u"Deliveries"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_real.column(u"Deliveries"_s, 1), QStringList{u"Delivered"_s},
                              RealWindow::kPatienceMs);
    const auto written = [this](const QString &part) {
        const auto texts = m_real.window().findChildren<QPlainTextEdit *>();
        return std::any_of(texts.begin(), texts.end(), [&](const QPlainTextEdit *text) {
            return text->toPlainText().contains(part);
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(written(u"POST /hook HTTP/1.1"_s), RealWindow::kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(written(u"X-Seen: yes"_s), RealWindow::kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(written(u"thank you"_s), RealWindow::kPatienceMs);
    QVERIFY(m_real.hasText(u"200"_s));
}

void TestWebhookCallsAnEndpoint::aRefusalIsShownWithItsCause()
{
    m_endpoint->answer(Answer::status(410));
    publish("Hail");
    const auto states = [this] { return m_real.column(u"Deliveries"_s, 1).join(u' '); };
    QTRY_VERIFY2_WITH_TIMEOUT(states().contains(u"Failed: the endpoint is gone"_s),
                              qPrintable(states()), RealWindow::kPatienceMs);
}

QTEST_MAIN(TestWebhookCallsAnEndpoint)
#include "tst_webhook_calls_an_endpoint.moc"
