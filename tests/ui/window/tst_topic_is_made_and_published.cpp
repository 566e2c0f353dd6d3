#include <QPlainTextEdit>
#include <QTabBar>
#include <QTabWidget>

#include "tests/support/fake_broker/fake_broker.h"
#include "tests/support/raw_http.h"
#include "tests/ui/window/real_window.h"
#include "ui/views/log_store.h"
#include "ui/views/log_view.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;

// A topic made by hand: published to, seen in its messages and in the live log, and who reads it.
class TestTopicIsMadeAndPublished : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aBadNameSaysWhy();
    void aTopicIsMade();
    void aMessageIsPublished();
    void theLiveLogHasIt();
    void whoReadsItIsShown();
    void aDeleteCanBeUndone();
    void aDeleteIsDoneWhereItWasAsked();

private:
    QTabWidget *topicTabs() const; // messages, subscribers, webhooks

    RealWindow m_real;
};

void TestTopicIsMadeAndPublished::initTestCase()
{
    failOnQtWarnings();
    const QString problem = m_real.open();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    m_real.openPage(u"Live"_s); // so that it watches from now on
    m_real.openPage(u"Topics"_s);
    QVERIFY(m_real.click(u"New topic"_s));
    QTRY_VERIFY(m_real.dialog());
}

QTabWidget *TestTopicIsMadeAndPublished::topicTabs() const
{
    const auto all = m_real.window().findChildren<QTabWidget *>();
    for (QTabWidget *tabs : all)
        if (tabs->isVisible() && tabs->tabText(0) == u"Messages"_s)
            return tabs;
    return nullptr;
}

void TestTopicIsMadeAndPublished::aBadNameSaysWhy()
{
    auto *name = qobject_cast<QLineEdit *>(m_real.field(u"Name"_s));
    QVERIFY(name);
    QTest::keyClicks(name, u"two words"_s);
    QVERIFY(!m_real.hasButton(u"Make topic"_s));
    QVERIFY(m_real.hasText(u"topic"_s));
    name->clear();
}

void TestTopicIsMadeAndPublished::aTopicIsMade()
{
    QTest::keyClicks(m_real.field(u"Name"_s), u"weather"_s);
    QVERIFY(m_real.click(u"Make topic"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_real.column(u"Topics"_s, 0), QStringList{u"weather"_s},
                              RealWindow::kPatienceMs);
    QTRY_VERIFY(!m_real.dialog());
}

void TestTopicIsMadeAndPublished::aMessageIsPublished()
{
    QTRY_VERIFY(m_real.named<QPlainTextEdit>(u"Message to publish"_s));
    auto *text = m_real.named<QPlainTextEdit>(u"Message to publish"_s);
    QTest::keyClicks(text, u"Rain in the afternoon"_s);
    QTest::keyClick(text, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_real.hasText(u"published as "_s), RealWindow::kPatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_real.column(u"Last messages"_s, 3),
                              QStringList{u"Rain in the afternoon"_s}, RealWindow::kPatienceMs);
}

void TestTopicIsMadeAndPublished::theLiveLogHasIt()
{
    m_real.openPage(u"Live"_s);
    auto *view = m_real.window().findChild<ui::LogView *>();
    QVERIFY(view);
    QTRY_COMPARE_WITH_TIMEOUT(view->shownRows(), quint64(1), RealWindow::kPatienceMs);
    QTest::keyClick(view, Qt::Key_Home);
    QTRY_VERIFY(view->currentRow() != 0);
    QTest::keyClick(view, Qt::Key_Down);
    QVERIFY2(view->selectedText().contains(u"Rain in the afternoon"_s),
             qPrintable(view->selectedText()));
}

void TestTopicIsMadeAndPublished::whoReadsItIsShown()
{
    client::SocketClient reader;
    auto *subscription
        = reader.subscribe({u"default"_s, u"weather"_s}, client::Start::latest(), &reader);
    reader.open({QUrl(QString::fromStdString(m_real.broker().url())), m_real.ownerToken()});
    QTRY_VERIFY_WITH_TIMEOUT(subscription->isActive(), RealWindow::kPatienceMs);
    m_real.openPage(u"Topics"_s);
    QTabWidget *const tabs = topicTabs();
    QVERIFY(tabs);
    QTRY_COMPARE_WITH_TIMEOUT(tabs->tabText(1), u"Subscribers 1"_s, RealWindow::kPatienceMs);
    QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {}, tabs->tabBar()->tabRect(1).center());
    QTRY_COMPARE_WITH_TIMEOUT(m_real.column(u"Subscribers"_s, 0).size(), 1,
                              RealWindow::kPatienceMs);
}

void TestTopicIsMadeAndPublished::aDeleteCanBeUndone()
{
    QVERIFY(topicTabs());
    QTRY_COMPARE_WITH_TIMEOUT(topicTabs()->tabText(1), u"Subscribers 0"_s, RealWindow::kPatienceMs);
    QVERIFY(m_real.click(u"Delete this topic"_s));
    QTRY_COMPARE(m_real.column(u"Topics"_s, 0), QStringList());
    QVERIFY(m_real.click(u"Undo"_s));
    QTRY_COMPARE(m_real.column(u"Topics"_s, 0), QStringList{u"weather"_s});
}

// Another broker is opened within the seconds of "Undo": the one that was asked deletes, and not
// the one that happens to be there when they are over.
void TestTopicIsMadeAndPublished::aDeleteIsDoneWhereItWasAsked()
{
    FakeBroker other;
    QVERIFY(other.listen());
    const QUrl url(QString::fromStdString(m_real.broker().url()));
    QVERIFY(makeTopic(quint16(url.port()), m_real.ownerToken(), "zebra")); // the next in the list
    QTRY_COMPARE_WITH_TIMEOUT(m_real.column(u"Topics"_s, 0),
                              (QStringList{u"weather"_s, u"zebra"_s}), RealWindow::kPatienceMs);
    QVERIFY(m_real.click(u"Delete this topic"_s));
    QTRY_COMPARE(m_real.column(u"Topics"_s, 0), QStringList{u"zebra"_s});
    QVERIFY(m_real.hasButton(u"Undo"_s));
    m_real.window().setBroker(other.url(), FakeBroker::token());
    QVERIFY(!m_real.hasButton(u"Undo"_s));
    const auto status = [&](const QByteArray &topic) {
        return ask(quint16(url.port()), m_real.ownerToken(), "GET", "/v1/topics/default/" + topic)
            .status;
    };
    QTRY_COMPARE_WITH_TIMEOUT(status("weather"), 404, RealWindow::kPatienceMs);
    QCOMPARE(status("zebra"), 200); // the one that was asked for, not the one shown since
    QCOMPARE(other.count("DELETE /v1/topics/default/weather"), 0);
}

QTEST_MAIN(TestTopicIsMadeAndPublished)
#include "tst_topic_is_made_and_published.moc"
