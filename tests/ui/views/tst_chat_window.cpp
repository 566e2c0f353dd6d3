#include <QSignalSpy>
#include <QTest>

#include "ui/views/chat_window.h"
#include "ui/views/seen_tracker.h"

using namespace parley::ui;

class TestChatWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void emptyIsHarmless();
    void opensAtTheBottomAndMeasuresAScreen();
    void aShortChatStandsAtTheBottom();
    void prependKeepsThePlace();
    void correctionsAboveKeepThePlace();
    void followEndsAndReturns();
    void everyPlaceCanBeReached();
    void removingTheAnchorIsHarmless();
    void seenAfterASecond();

private:
    ChatWindow m_window;
    int m_height = 30; // true height of every line; estimates say 20
    int m_measured = 0;
};

void TestChatWindow::init()
{
    m_window = {};
    m_height = 30;
    m_measured = 0;
    m_window.setViewportHeight(300);
    m_window.setMeasure([this](int) {
        ++m_measured;
        return m_height;
    });
}

void TestChatWindow::emptyIsHarmless()
{
    m_window.reset({});
    m_window.settle();
    m_window.scrollBy(-100);
    m_window.scrollTo(50);
    m_window.makeVisible(0);
    m_window.centerOn(-1);
    QCOMPARE(m_window.first(), -1);
    QCOMPARE(m_window.last(), -1);
    QCOMPARE(m_window.indexAt(10), -1);
    QCOMPARE(m_window.maximum(), qint64(0));
}

void TestChatWindow::opensAtTheBottomAndMeasuresAScreen()
{
    m_window.reset(std::vector<int>(200'000, 20));
    m_window.settle();
    QCOMPARE(m_window.last(), 199'999);
    QVERIFY(m_measured <= 3 * 300 / 30);
    QCOMPARE(m_window.yOf(199'999) + 30, 300);
    m_measured = 0;
    m_height = 45; // the width changed
    m_window.settle();
    QVERIFY(m_measured <= 3 * 300 / 30);
}

void TestChatWindow::aShortChatStandsAtTheBottom()
{
    m_window.setBottomMargin(10);
    m_window.reset({20, 20});
    m_window.settle();
    QCOMPARE(m_window.yOf(0), 300 - 10 - 60);
    QCOMPARE(m_window.value(), qint64(0));
    QVERIFY(m_window.isAtBottom());
    m_window.scrollBy(-50);
    QVERIFY(m_window.isFollowing()); // there is nowhere to go
    QCOMPARE(m_window.indexAt(0), -1);
    QCOMPARE(m_window.indexAt(299), -1);
    QCOMPARE(m_window.indexAt(231), 0);
}

void TestChatWindow::prependKeepsThePlace()
{
    m_window.reset(std::vector<int>(100, 20));
    m_window.settle();
    m_window.scrollBy(-1000);
    const int first = m_window.first();
    const int y = m_window.firstY();
    m_window.insert(0, std::vector<int>(100, 20));
    m_window.settle();
    QCOMPARE(m_window.first(), first + 100);
    QCOMPARE(m_window.firstY(), y);
    m_window.insert(200, std::vector<int>(5, 20)); // below: nothing moves
    m_window.settle();
    QCOMPARE(m_window.first(), first + 100);
    QVERIFY(!m_window.isFollowing());
}

void TestChatWindow::correctionsAboveKeepThePlace()
{
    m_window.reset(std::vector<int>(1000, 20));
    m_window.settle();
    m_window.scrollTo(m_window.maximum() / 2);
    const int first = m_window.first();
    const int y = m_window.yOf(first + 3);
    m_window.scrollBy(-60); // measures two lines above, which grow by 10 each
    QCOMPARE(m_window.yOf(first + 3), y + 60);
}

void TestChatWindow::followEndsAndReturns()
{
    m_window.reset(std::vector<int>(100, 20));
    m_window.settle();
    QVERIFY(m_window.isFollowing());
    m_window.scrollBy(-1);
    QVERIFY(!m_window.isFollowing());
    m_window.insert(100, {20});
    m_window.settle();
    QVERIFY(m_window.last() < 100);
    m_window.scrollBy(10'000);
    QVERIFY(m_window.isFollowing());
    QCOMPARE(m_window.last(), 100);
    m_window.scrollTo(0);
    QCOMPARE(m_window.first(), 0);
    QCOMPARE(m_window.firstY(), 0);
    m_window.scrollTo(m_window.maximum());
    QVERIFY(m_window.isFollowing());
}

void TestChatWindow::everyPlaceCanBeReached()
{
    m_window.reset(std::vector<int>(500, 20));
    m_window.settle();
    for (const int index : {0, 1, 250, 251, 240, 499, 498, 0}) {
        m_window.makeVisible(index);
        QVERIFY(index >= m_window.first() && index <= m_window.last());
        QVERIFY(m_window.yOf(index) >= 0);
        QVERIFY(m_window.yOf(index) + m_height <= 300);
        m_window.centerOn(index);
        QVERIFY(index >= m_window.first() && index <= m_window.last());
    }
    m_height = 900; // taller than the screen
    m_window.makeVisible(100);
    QCOMPARE(m_window.first(), 100);
    QCOMPARE(m_window.firstY(), 0);
}

void TestChatWindow::removingTheAnchorIsHarmless()
{
    m_window.reset(std::vector<int>(100, 20));
    m_window.settle();
    m_window.scrollTo(600);
    const int first = m_window.first();
    m_window.remove(first, 5);
    m_window.settle();
    QCOMPARE(m_window.first(), first);
    m_window.remove(0, 10);
    m_window.settle();
    QCOMPARE(m_window.first(), first - 10);
    m_window.remove(0, m_window.count());
    m_window.settle();
    QCOMPARE(m_window.first(), -1);
    m_window.insert(0, {20});
    m_window.settle();
    QCOMPARE(m_window.first(), 0);
}

void TestChatWindow::seenAfterASecond()
{
    qint64 now = 0;
    SeenTracker tracker([&now] { return now; });
    QSignalSpy seen(&tracker, &SeenTracker::seen);
    const QString a = QStringLiteral("a");
    const QString b = QStringLiteral("b");
    tracker.setOnScreen({a});
    now = 900;
    tracker.setOnScreen({b}); // a left too early
    now = 1000;
    tracker.setOnScreen({a, b}); // and begins anew
    now = 1900;
    tracker.check();
    QCOMPARE(seen.count(), 1);
    QCOMPARE(seen.at(0).at(0).toString(), b);
    now = 5000;
    tracker.check();
    tracker.setOnScreen({a, b});
    now = 9000;
    tracker.check();
    QCOMPARE(seen.count(), 2); // each once
}

QTEST_GUILESS_MAIN(TestChatWindow)
#include "tst_chat_window.moc"
