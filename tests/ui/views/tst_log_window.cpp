#include <QTest>

#include "tests/ui/views/view_samples.h"
#include "ui/views/log_cursor.h"
#include "ui/views/log_store.h"
#include "ui/views/log_window.h"

using namespace parley::ui;

class TestLogWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rangesJoinAndSplit();
    void evictionUnderTheSelection();
    void followsUntilScrolledUp();
    void anchorStaysWhileRowsComeAndGo();
    void pausedRowsNeverVanish();
    void newestFirstIsTheMirror();
    void clearHidesAndCanBeUndone();
    void filterComesInPieces();

private:
    static void fill(LogStore &store, int rows);
    static quint64 topRow(const LogWindow &window) { return window.shown().at(window.top()); }
};

void TestLogWindow::fill(LogStore &store, int rows)
{
    for (int i = 0; i < rows; ++i)
        store.append(sampleRow(i));
}

void TestLogWindow::rangesJoinAndSplit()
{
    RowRanges ranges;
    ranges.add(5, 7);
    ranges.add(9, 9);
    QCOMPARE(ranges.rangeCount(), std::size_t(2));
    ranges.toggle(8);
    QCOMPARE(ranges.rangeCount(), std::size_t(1));
    QCOMPARE(ranges.count(), quint64(5));
    ranges.remove(6, 6);
    QVERIFY(ranges.contains(5) && !ranges.contains(6) && ranges.contains(7));
    ranges.add(1, 1'000'000);
    QCOMPARE(ranges.rangeCount(), std::size_t(1));
    ranges.remove(1, 1'000'000);
    QVERIFY(ranges.isEmpty());
    ranges.remove(3, 4);
    QVERIFY(ranges.isEmpty() && !ranges.contains(3));
}

void TestLogWindow::evictionUnderTheSelection()
{
    LogCursor cursor;
    cursor.moveTo(10, LogCursor::Mode::Select);
    cursor.moveTo(20, LogCursor::Mode::Extend);
    cursor.evictBefore(15);
    QCOMPARE(cursor.selection().first(), quint64(15));
    QCOMPARE(cursor.current(), quint64(20));
    cursor.moveTo(18, LogCursor::Mode::Extend); // the anchor moved to what is left
    QCOMPARE(cursor.selection().count(), quint64(4));
    cursor.evictBefore(100);
    QVERIFY(cursor.selection().isEmpty());
    QCOMPARE(cursor.current(), quint64(0));
}

void TestLogWindow::followsUntilScrolledUp()
{
    LogStore store;
    LogWindow window;
    window.setPageRows(10);
    window.update(store.snapshot());
    QCOMPARE(window.count(), quint64(0));
    fill(store, 100);
    window.update(store.snapshot());
    QCOMPARE(window.top(), quint64(90));
    QCOMPARE(window.newRows(), quint64(0));
    window.scrollTo(89);
    QVERIFY(!window.isFollowing());
    fill(store, 5);
    window.update(store.snapshot());
    QCOMPARE(window.top(), quint64(89));
    QCOMPARE(window.newRows(), quint64(5));
    window.scrollTo(1'000'000);
    QVERIFY(window.isFollowing());
    QCOMPARE(window.top(), quint64(95));
    QCOMPARE(window.newRows(), quint64(0));
}

void TestLogWindow::anchorStaysWhileRowsComeAndGo()
{
    LogStore store({.rows = 100});
    LogWindow window;
    window.setPageRows(10);
    fill(store, 100);
    window.update(store.snapshot());
    window.scrollTo(50);
    QCOMPARE(topRow(window), quint64(51));
    fill(store, 30);
    window.update(store.snapshot());
    QCOMPARE(topRow(window), quint64(51));
    QCOMPARE(window.top(), quint64(20));
    fill(store, 40); // now it is evicted: the oldest that is left stands there
    window.update(store.snapshot());
    QCOMPARE(topRow(window), quint64(71));
}

void TestLogWindow::pausedRowsNeverVanish()
{
    LogStore store({.rows = 100});
    LogWindow window;
    window.setPageRows(10);
    fill(store, 100);
    window.update(store.snapshot());
    window.setPaused(true, store.snapshot());
    const auto top = topRow(window);
    fill(store, 1000);
    window.update(store.snapshot());
    QCOMPARE(topRow(window), top);
    QVERIFY(window.rows().row(top));
    QVERIFY(!store.row(top));
    QCOMPARE(window.newRows(), quint64(1000));
    window.setPaused(false, store.snapshot());
    QCOMPARE(topRow(window), quint64(1091)); // it followed before the pause
    QCOMPARE(window.newRows(), quint64(0));
}

void TestLogWindow::newestFirstIsTheMirror()
{
    LogStore store;
    LogWindow window;
    window.setPageRows(10);
    window.setNewestFirst(true);
    fill(store, 100);
    window.update(store.snapshot());
    QCOMPARE(topRow(window), quint64(100));
    window.scrollTo(5);
    QVERIFY(!window.isFollowing());
    QCOMPARE(topRow(window), quint64(95));
    fill(store, 7);
    window.update(store.snapshot());
    QCOMPARE(topRow(window), quint64(95));
    QCOMPARE(window.top(), quint64(12));
    QCOMPARE(window.newRows(), quint64(7));
    window.scrollTo(0);
    QVERIFY(window.isFollowing());
}

void TestLogWindow::clearHidesAndCanBeUndone()
{
    LogStore store;
    LogWindow window;
    fill(store, 50);
    window.update(store.snapshot());
    window.hideAll();
    QCOMPARE(window.count(), quint64(0));
    fill(store, 3);
    window.update(store.snapshot());
    QCOMPARE(window.count(), quint64(3));
    QVERIFY(window.canUnhide());
    window.unhide();
    QCOMPARE(window.count(), quint64(53));
    QVERIFY(!window.canUnhide());
}

void TestLogWindow::filterComesInPieces()
{
    LogStore store;
    LogWindow window;
    window.setPageRows(2);
    fill(store, 100);
    window.update(store.snapshot());
    window.scrollTo(40);
    window.setFiltered(true);
    QCOMPARE(window.count(), quint64(0));
    window.addMatches({5, 10, 20}, 31);
    window.addMatches({40, 41, 60, 80, 90}, 101);
    QCOMPARE(window.count(), quint64(8));
    QCOMPARE(topRow(window), quint64(41)); // the row that was at the top before
    QCOMPARE(window.searchedTo(), quint64(101));
    QCOMPARE(window.shown().positionOf(60), std::optional<quint64>(5));
    QVERIFY(!window.shown().positionOf(61));
    window.setFiltered(false);
    QCOMPARE(window.count(), quint64(100));
    QCOMPARE(topRow(window), quint64(41));
}

QTEST_GUILESS_MAIN(TestLogWindow)
#include "tst_log_window.moc"
