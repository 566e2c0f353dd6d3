#include "tests/ui/window/real_window.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;

// One click on an empty broker, and every page has something to show.
class TestFirstRunStartsTheDemo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void anEmptyBrokerOffersTheDemo();
    void topicsOfTheRoomAreThere();
    void theWebhookCallsTheRoom();
    void tokensArePublishOnlyAndOneLanguage();
    void peopleTalkAndDeliveriesFollow();

private:
    RealWindow m_real;
};

void TestFirstRunStartsTheDemo::initTestCase()
{
    failOnQtWarnings();
    const QString problem = m_real.open();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestFirstRunStartsTheDemo::anEmptyBrokerOffersTheDemo()
{
    QVERIFY(m_real.click(u"Start the demo room"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_real.hasText(u"# friends"_s), RealWindow::kPatienceMs);
    QVERIFY(m_real.hasButton(u"Send"_s)); // the chat of the room is open
}

void TestFirstRunStartsTheDemo::topicsOfTheRoomAreThere()
{
    m_real.openPage(u"Topics"_s);
    const QStringList wanted{u"friends-publish"_s, u"friends-subscribe-english"_s,
                             u"friends-subscribe-japanese"_s, u"friends-subscribe-spanish"_s};
    const auto shown = [this] {
        QStringList names = m_real.column(u"Topics"_s, 0);
        names.removeIf([](const QString &name) { // each member's own, and who is here
            return name.contains(u"-notices-"_s) || name.endsWith(u"-presence"_s);
        });
        names.sort();
        return names;
    };
    QTRY_COMPARE_WITH_TIMEOUT(shown(), wanted, RealWindow::kPatienceMs);
}

void TestFirstRunStartsTheDemo::theWebhookCallsTheRoom()
{
    m_real.openPage(u"Webhooks"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_real.column(u"Webhooks"_s, 0), QStringList{u"Room friends"_s},
                              RealWindow::kPatienceMs);
    QCOMPARE(m_real.column(u"Webhooks"_s, 2), QStringList{u"friends-publish"_s});
    QCOMPARE(m_real.column(u"Webhooks"_s, 5), QStringList{u"function room"_s});
}

void TestFirstRunStartsTheDemo::tokensArePublishOnlyAndOneLanguage()
{
    m_real.openPage(u"Tokens"_s);
    const auto rightsOf = [this](const QString &label) {
        const qsizetype row = m_real.column(u"Tokens"_s, 0).indexOf(label);
        return row < 0 ? QString() : m_real.column(u"Tokens"_s, 3).at(row).section(u", "_s, 0, 1);
    }; // behind it: who is here, and what became of one's messages
    QTRY_COMPARE_WITH_TIMEOUT(rightsOf(u"Demo person Ana (demo)"_s),
                              u"publish to friends-publish, read friends-subscribe-spanish"_s,
                              RealWindow::kPatienceMs);
    QCOMPARE(rightsOf(u"Demo person Yuki (demo)"_s),
             u"publish to friends-publish, read friends-subscribe-japanese"_s);
}

void TestFirstRunStartsTheDemo::peopleTalkAndDeliveriesFollow()
{
    m_real.openPage(u"Deliveries"_s);
    const auto delivered
        = [this] { return m_real.column(u"Deliveries"_s, 1).filter(u"Delivered"_s).size(); };
    QTRY_VERIFY_WITH_TIMEOUT(delivered() >= 2, RealWindow::kPatienceMs);
    for (const QString &page : m_real.window().pageNames()) {
        m_real.window().showPage(page);
        QTRY_VERIFY2_WITH_TIMEOUT(m_real.window().pageHasData(page), qPrintable(page),
                                  RealWindow::kPatienceMs);
    }
}

QTEST_MAIN(TestFirstRunStartsTheDemo)
#include "tst_first_run_starts_the_demo.moc"
