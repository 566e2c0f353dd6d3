#include <QPlainTextEdit>
#include <QTabBar>
#include <QTabWidget>

#include "tests/support/raw_http.h"
#include "tests/ui/window/real_window.h"
#include "ui/common/payload_view.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;

// A function written in the window runs for a message that was published, and the inspector shows
// what another webhook sends: with nothing but the window and the broker.
class TestAFunctionIsWrittenAndCalled : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aFunctionIsWritten();
    void aWebhookCallsIt();
    void itsAnswerIsInTheLog();
    void theInspectorListens();
    void whatIsSentStandsThere();
    void theLastOnesStandWithTheWebhook();

private:
    void showTab(int index);
    void makeWebhook(const QString &topic); // of the form that is open
    void publish(const char *topic, const QByteArray &text);
    bool isShown(const QByteArray &part) const; // in a payload that can be seen

    RealWindow m_real;
};

void TestAFunctionIsWrittenAndCalled::initTestCase()
{
    failOnQtWarnings();
    const QString problem = m_real.open();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    for (const char *topic : {"words", "parcels"})
        QVERIFY(makeTopic(m_real.broker().port(), m_real.ownerToken(), topic));
    m_real.openPage(u"Webhooks"_s);
}

void TestAFunctionIsWrittenAndCalled::showTab(int index)
{
    auto *tabs = m_real.named<QTabBar>(u"Webhooks, functions or inspector"_s);
    QVERIFY(tabs);
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(index).center());
    QCOMPARE(tabs->currentIndex(), index);
}

void TestAFunctionIsWrittenAndCalled::publish(const char *topic, const QByteArray &text)
{
    QCOMPARE(publishText(m_real.broker().port(), m_real.ownerToken(), topic, text).status, 200);
}

bool TestAFunctionIsWrittenAndCalled::isShown(const QByteArray &part) const
{
    const auto views = m_real.window().findChildren<ui::PayloadView *>();
    return std::any_of(views.begin(), views.end(), [&](const ui::PayloadView *view) {
        return view->isVisible() && view->payload().contains(part);
    });
}

void TestAFunctionIsWrittenAndCalled::aFunctionIsWritten()
{
    showTab(1);
    QVERIFY(m_real.click(u"New function"_s));
    auto *name = qobject_cast<QLineEdit *>(m_real.field(u"Name"_s));
    QVERIFY(name);
    QTest::keyClicks(name, u"count-words"_s);
    auto *code = m_real.named<QPlainTextEdit>(u"Code"_s);
    QVERIFY(code);
    code->setPlainText(
        u"function handle(event) { return { words: event.text.split(' ').length }; }"_s);
    QVERIFY(m_real.click(u"Save"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.column(u"Functions"_s, 0).contains(u"count-words"_s),
                             RealWindow::kPatienceMs);
}

void TestAFunctionIsWrittenAndCalled::makeWebhook(const QString &topic)
{
    QTRY_VERIFY(m_real.dialog() && m_real.dialog()->findChild<QTabWidget *>());
    auto *parts = m_real.dialog()->findChild<QTabWidget *>()->tabBar();
    QTest::keyClick(parts, Qt::Key_Right);
    QTRY_VERIFY(m_real.field(u"Topic"_s));
    auto *field = qobject_cast<QComboBox *>(m_real.field(u"Topic"_s));
    QVERIFY(field);
    field->setEditText(topic);
    QVERIFY(m_real.click(u"Make webhook"_s));
    QVERIFY(m_real.click(u"Done"_s));
    QTRY_VERIFY(!m_real.dialog());
}

void TestAFunctionIsWrittenAndCalled::aWebhookCallsIt()
{
    QVERIFY(m_real.click(u"Make a webhook…"_s));
    makeWebhook(u"words"_s);
    publish("words", "one two three");
}

void TestAFunctionIsWrittenAndCalled::itsAnswerIsInTheLog()
{
    m_real.openPage(u"Deliveries"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_real.column(u"Deliveries"_s, 1), QStringList{u"Delivered"_s},
                              RealWindow::kPatienceMs);
    auto *attempt = m_real.named<QTabWidget>(u"Parts of the attempt"_s);
    QVERIFY(attempt);
    attempt->setCurrentIndex(1); // its response
    QTRY_VERIFY_WITH_TIMEOUT(isShown(R"("words":3)"), RealWindow::kPatienceMs);
}

void TestAFunctionIsWrittenAndCalled::theInspectorListens()
{
    m_real.openPage(u"Webhooks"_s);
    showTab(2);
    QTRY_VERIFY(m_real.hasButton(u"Listen"_s));
    QTest::keyClick(m_real.button(u"Listen"_s), Qt::Key_Space);
    auto *address = m_real.named<QLineEdit>(u"Address of the inspector"_s);
    QVERIFY(address);
    QTRY_VERIFY_WITH_TIMEOUT(address->text().startsWith(u"http://127.0.0.1:"_s),
                             RealWindow::kPatienceMs);
    QVERIFY(m_real.click(u"Make a webhook to it…"_s));
    QTRY_VERIFY(m_real.dialog());
    auto *level = qobject_cast<QComboBox *>(m_real.field(u"Reach"_s));
    QVERIFY(level);
    QTest::keyClick(level, Qt::Key_End);
    makeWebhook(u"parcels"_s);
}

void TestAFunctionIsWrittenAndCalled::whatIsSentStandsThere()
{
    publish("parcels", "one for Ana");
    showTab(2);
    QTRY_COMPARE_WITH_TIMEOUT(m_real.column(u"Requests"_s, 1).size(), 1, RealWindow::kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(isShown("one for Ana"), RealWindow::kPatienceMs);
    auto *head = m_real.named<QPlainTextEdit>(u"Head of the request"_s);
    QVERIFY(head);
    QVERIFY(head->toPlainText().contains(u"webhook-signature: v1,"_s));
}

// A webhook's own list, from which one comes to the delivery.
void TestAFunctionIsWrittenAndCalled::theLastOnesStandWithTheWebhook()
{
    showTab(0);
    auto *parts = m_real.named<QTabWidget>(u"Parts of the webhook"_s);
    QVERIFY(parts);
    parts->setCurrentIndex(1);
    auto *hooks = m_real.named<QTableView>(u"Webhooks"_s);
    QVERIFY(hooks);
    for (int row = 0; row < hooks->model()->rowCount(); ++row)
        if (hooks->model()->index(row, 2).data().toString() == u"parcels"_s)
            hooks->selectRow(row);
    const QString name = u"Deliveries of this webhook"_s;
    QTRY_COMPARE_WITH_TIMEOUT(m_real.column(name, 1), QStringList{u"Delivered"_s},
                              RealWindow::kPatienceMs);
    auto *table = m_real.named<QTableView>(name);
    table->setFocus();
    table->selectRow(0);
    QTest::keyClick(table, Qt::Key_Return);
    QTRY_VERIFY(m_real.named<QTableView>(u"Attempts"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.hasText(u"parcels "_s), RealWindow::kPatienceMs);
}

QTEST_MAIN(TestAFunctionIsWrittenAndCalled)
#include "tst_a_function_is_written_and_called.moc"
