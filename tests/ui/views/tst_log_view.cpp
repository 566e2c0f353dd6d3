#include <QAccessible>
#include <QClipboard>
#include <QHeaderView>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QWheelEvent>

#include "tests/ui/views/paint_counter.h"
#include "tests/ui/views/view_samples.h"
#include "ui/views/log_cells.h"
#include "ui/views/log_filter.h"
#include "ui/views/log_view.h"
#include "ui/views/pill.h"

using namespace parley::ui;

class TestLogView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void emptyAndWithoutStore();
    void survivesItsStore();
    void paintsHostileRows();
    void keysMoveAndSelect();
    void upwardEndsFollowingAndEndReturns();
    void wheelDecidesAboutFollowing();
    void pillCountsAndBringsBack();
    void pauseFreezesTheRows();
    void selectionSurvivesEviction();
    void copiesWholeRows();
    void theWordsOfAMessageComeFirst();
    void clearWorksWithoutAConnection();
    void filterFollowsNewRows();
    void hiddenMeansNoPaint();
    void onePaintPerFrame();
    void accessibleTreeIsSafe();
    void accessibleFocusFollowsTheCurrentRow();

private:
    void fill(int rows);
    void show();
    void key(int code, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(m_view.get(), Qt::Key(code), modifiers);
    }

    std::unique_ptr<LogStore> m_store;
    std::unique_ptr<LogView> m_view;
};

void TestLogView::init()
{
    QTest::failOnWarning(
        QRegularExpression(QStringLiteral("^(?!This plugin does not support propagateSizeHints)")));
    m_store = std::make_unique<LogStore>(LogStore::Limits{.rows = 1000});
    m_view = std::make_unique<LogView>();
    m_view->resize(1000, 400);
    m_view->setStore(m_store.get());
}

void TestLogView::cleanup()
{
    m_view.reset();
    m_store.reset();
}

void TestLogView::fill(int rows)
{
    for (int i = 0; i < rows; ++i)
        m_store->append(sampleRow(i));
}

void TestLogView::show()
{
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TestLogView::emptyAndWithoutStore()
{
    m_view->setStore(nullptr);
    show();
    for (const int code : {Qt::Key_Up, Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Home,
                           Qt::Key_End, Qt::Key_Return})
        key(code);
    key(Qt::Key_A, Qt::ControlModifier);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, {50, 50});
    m_view->grab();
    m_view->setFilter(*LogFilter::parse(QStringLiteral("x")));
    m_view->clear();
    m_view->undoClear();
    QCOMPARE(m_view->currentRow(), quint64(0));
    QCOMPARE(m_view->shownRows(), quint64(0));
    QVERIFY(m_view->selectedText().isEmpty());
}

void TestLogView::survivesItsStore()
{
    fill(100);
    show();
    m_store.reset();
    QCOMPARE(m_view->store(), nullptr);
    QCOMPARE(m_view->shownRows(), quint64(0));
    m_view->grab();
}

void TestLogView::paintsHostileRows()
{
    fillLog(*m_store);
    m_view->resize(300, 1600); // columns narrower than their text
    show();
    const auto narrow = m_view->grab().toImage();
    m_view->header()->resizeSection(0, 40);
    m_view->resize(3000, 1600);
    QVERIFY(m_view->grab().toImage() != narrow);
}

void TestLogView::keysMoveAndSelect()
{
    fill(100);
    show();
    QSignalSpy moved(m_view.get(), &LogView::currentRowChanged);
    key(Qt::Key_Home);
    QCOMPARE(m_view->currentRow(), quint64(1));
    key(Qt::Key_Down);
    key(Qt::Key_Down, Qt::ShiftModifier);
    key(Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(m_view->selectedRows(10), (QList<quint64>{2, 3, 4}));
    key(Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(m_view->selectedRows(10), (QList<quint64>{2, 3}));
    key(Qt::Key_PageDown);
    QVERIFY(m_view->currentRow() > 10);
    QCOMPARE(m_view->selectedRows(10).size(), 1);
    key(Qt::Key_End);
    QCOMPARE(m_view->currentRow(), quint64(100));
    key(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(m_view->selectedRows(1000).size(), 100);
    QCOMPARE(m_view->selectedRows(7).size(), 7);
    QVERIFY(moved.count() >= 6);
    QCOMPARE(moved.constLast().at(0).toULongLong(), quint64(100));
}

void TestLogView::upwardEndsFollowingAndEndReturns()
{
    fill(100);
    show();
    QSignalSpy followed(m_view.get(), &LogView::followChanged);
    QVERIFY(m_view->isFollowing());
    key(Qt::Key_Up); // the current row is on screen: nothing scrolls, and following ends all the
                     // same
    QVERIFY(!m_view->isFollowing());
    key(Qt::Key_End);
    QVERIFY(m_view->isFollowing());
    key(Qt::Key_PageUp);
    QVERIFY(!m_view->isFollowing());
    key(Qt::Key_End);
    key(Qt::Key_Up);
    key(Qt::Key_Down);
    QVERIFY(!m_view->isFollowing());
    key(Qt::Key_Down); // past the bottom
    QVERIFY(m_view->isFollowing());
    QCOMPARE(followed.count(), 6);
}

void TestLogView::wheelDecidesAboutFollowing()
{
    fill(100);
    show();
    const auto wheel = [this](int angle) {
        QWheelEvent event({50, 50}, m_view->viewport()->mapToGlobal(QPointF(50, 50)), {},
                          {0, angle}, {}, {}, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_view->viewport(), &event);
    };
    wheel(120);
    QVERIFY(!m_view->isFollowing());
    wheel(-120);
    QVERIFY(m_view->isFollowing());
    m_view->verticalScrollBar()->setValue(3);
    QVERIFY(!m_view->isFollowing());
    m_view->verticalScrollBar()->triggerAction(QAbstractSlider::SliderToMaximum);
    QVERIFY(m_view->isFollowing());
}

void TestLogView::pillCountsAndBringsBack()
{
    fill(100);
    show();
    auto *pill = m_view->findChild<Pill *>();
    QVERIFY(pill && !pill->isVisible());
    m_view->verticalScrollBar()->setValue(0);
    QSignalSpy fresh(m_view.get(), &LogView::newRowsChanged);
    fill(1); // one frame for all of what comes together
    fill(4);
    QTRY_COMPARE(m_view->newRows(), quint64(5));
    QCOMPARE(fresh.count(), 1);
    QVERIFY(pill->isVisible());
    QVERIFY(pill->text().contains(QStringLiteral("5 new")));
    QTest::mouseClick(pill, Qt::LeftButton);
    QVERIFY(m_view->isFollowing());
    QCOMPARE(m_view->newRows(), quint64(0));
    QVERIFY(!pill->isVisible());
}

void TestLogView::pauseFreezesTheRows()
{
    fill(100);
    show();
    m_view->setCurrentRow(100);
    QSignalSpy paused(m_view.get(), &LogView::pausedChanged);
    key(Qt::Key_Space);
    QVERIFY(m_view->isPaused());
    fill(5000); // row 100 is evicted by now
    QTRY_COMPARE(m_view->newRows(), quint64(5000));
    QVERIFY(!m_store->row(100));
    QVERIFY(m_view->row(100));
    QCOMPARE(m_view->currentRow(), quint64(100));
    QCOMPARE(m_view->shownRows(), quint64(100));
    key(Qt::Key_Space);
    QCOMPARE(m_view->shownRows(), quint64(1000));
    QCOMPARE(paused.count(), 2);
}

void TestLogView::selectionSurvivesEviction()
{
    fill(1000);
    show();
    m_view->setCurrentRow(990);
    key(Qt::Key_Down, Qt::ShiftModifier);
    fill(500);
    QTRY_COMPARE(m_view->row(500).has_value(), false);
    QCOMPARE(m_view->selectedRows(10), (QList<quint64>{990, 991}));
    QCOMPARE(m_view->currentRow(), quint64(991));
    fill(1000);
    QTRY_COMPARE(m_view->currentRow(), quint64(0));
    QVERIFY(m_view->selectedRows(10).isEmpty());
}

void TestLogView::copiesWholeRows()
{
    LogRow row = sampleRow(1);
    row.payload = QByteArray(5000, 'x');
    m_store->append(row);
    m_store->appendGap(0, {}, QStringLiteral("t"), 12);
    show();
    key(Qt::Key_A, Qt::ControlModifier);
    key(Qt::Key_C, Qt::ControlModifier);
    const auto lines = QGuiApplication::clipboard()->text().split(u'\n');
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines[0].count(u'\t'), 5);
    QVERIFY(lines[0].contains(QString(5000, u'x'))); // not what was cut for the screen
    QVERIFY(lines[0].startsWith(QStringLiteral("2026-11-23T12:01:03.258Z")));
    QVERIFY(lines[1].contains(QStringLiteral("12 missing")));
}

void TestLogView::theWordsOfAMessageComeFirst()
{
    LogRowView row;
    const QByteArray chat
        = "{\"hops\":[{\"text\":\"no\"}],\"text\":\"hola \\u00bfqu\\u00e9 tal?\"}";
    row.payload = chat;
    LogCells cells;
    QCOMPARE(cells.text(row, LogColumn::Payload), QStringLiteral("hola ¿qué tal?"));
    QVERIFY(cells.spoken(row).endsWith(QStringLiteral("hola ¿qué tal?")));
    QVERIFY(cells.line(row).contains(QString::fromUtf8(chat))); // the clipboard has all of it
    const QByteArray other = "{\"price\":7}";
    row.payload = other;
    QCOMPARE(cells.text(row, LogColumn::Payload), QString::fromUtf8(other));
    row.binary = true;
    row.payload = chat;
    QVERIFY(cells.text(row, LogColumn::Payload).startsWith(QStringLiteral("7b 22")));
}

void TestLogView::clearWorksWithoutAConnection()
{
    fill(10);
    show();
    m_view->clear();
    QCOMPARE(m_view->shownRows(), quint64(0));
    QVERIFY(m_view->canUndoClear());
    m_view->grab();
    m_view->undoClear();
    QCOMPARE(m_view->shownRows(), quint64(10));
    QVERIFY(!m_view->canUndoClear());
}

void TestLogView::filterFollowsNewRows()
{
    fill(100);
    show();
    m_view->setFilter(*LogFilter::parse(QStringLiteral("celsius")));
    QTRY_COMPARE(m_view->shownRows(), quint64(20));
    fill(50);
    QTRY_COMPARE(m_view->shownRows(), quint64(30));
    m_view->setFilter(*LogFilter::parse(QStringLiteral("nowhere")));
    QTRY_COMPARE(m_view->shownRows(), quint64(0));
    m_view->setFilter({});
    QCOMPARE(m_view->shownRows(), quint64(150));
}

void TestLogView::hiddenMeansNoPaint()
{
    fill(10);
    show();
    PaintCounter paints(m_view->viewport());
    fill(10);
    QTRY_VERIFY(paints.count() > 0);
    m_view->hide();
    paints.reset();
    QSignalSpy appended(m_store.get(), &LogStore::rowsAppended);
    QTimer more;
    connect(&more, &QTimer::timeout, this, [this] { fill(20); });
    more.start(1);
    QTRY_VERIFY(appended.count() >= 2000);
    more.stop();
    QCOMPARE(paints.count(), 0);
    const auto counted = m_store->appendedRows();
    show();
    QTRY_VERIFY(paints.count() > 0);
    QCOMPARE(m_view->row(counted)->number, counted);
}

void TestLogView::onePaintPerFrame()
{
    show();
    PaintCounter paints(m_view->viewport());
    fill(900);
    QTRY_COMPARE(m_view->shownRows(), quint64(900));
    QCoreApplication::processEvents();
    QVERIFY(paints.count() <= 2); // and not one per row
}

void TestLogView::accessibleTreeIsSafe()
{
    fill(100);
    m_store->appendGap(0, {}, QStringLiteral("t"), 12);
    show();
    auto *table = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(table && table->tableInterface());
    QCOMPARE(table->role(), QAccessible::Table);
    auto *cells = table->tableInterface();
    QCOMPARE(cells->rowCount(), 101);
    QCOMPARE(cells->columnCount(), 6);
    QCOMPARE(table->childCount(), 606);
    for (const int wrong : {-1, 606, 1'000'000, INT_MIN, INT_MAX})
        QVERIFY(!table->child(wrong));
    QVERIFY(!cells->cellAt(-1, -1) && !cells->cellAt(101, 0) && !cells->cellAt(0, 6));
    QVERIFY(cells->columnDescription(-1).isEmpty() && cells->columnDescription(6).isEmpty());
    QVERIFY(!cells->isRowSelected(-1) && !cells->selectRow(101));
    QVERIFY(table->focusChild());
    for (const int index : {0, 5, 300, 605}) {
        auto *cell = table->child(index);
        QVERIFY(cell && cell->isValid());
        QCOMPARE(cell, table->child(index)); // the same one each time
        QCOMPARE(table->indexOfChild(cell), index);
        QCOMPARE(cell->parent(), table);
        QCOMPARE(cell->tableCellInterface()->rowIndex(), index / 6);
        QCOMPARE(cell->text(QAccessible::Name).isEmpty(), false);
    }
    QCOMPARE(cells->cellAt(0, 1)->text(QAccessible::Name), QStringLiteral("friends-publish"));
    QVERIFY(cells->cellAt(100, 5)->text(QAccessible::Name).contains(QStringLiteral("12 missing")));
    auto *evicted = table->child(0);
    fill(1000);
    QTRY_VERIFY(!evicted->isValid());
    QVERIFY(evicted->text(QAccessible::Name).isEmpty());
    QVERIFY(evicted->rect().isEmpty());
    m_view->setStore(nullptr);
    QCOMPARE(table->childCount(), 0);
    QVERIFY(!table->focusChild() && !table->child(0));
}

void TestLogView::accessibleFocusFollowsTheCurrentRow()
{
    fill(100);
    show();
    auto *table = QAccessible::queryAccessibleInterface(m_view.get());
    QAccessible::setActive(true);
    key(Qt::Key_Home);
    key(Qt::Key_Down, Qt::ShiftModifier);
    QAccessible::setActive(false);
    auto *focus = table->focusChild();
    QVERIFY(focus);
    QCOMPARE(focus->tableCellInterface()->rowIndex(), 1);
    QVERIFY(focus->text(QAccessible::Name).contains(QStringLiteral("friends-subscribe-english")));
    QCOMPARE(table->tableInterface()->selectedRows(), (QList<int>{0, 1}));
    QCOMPARE(table->tableInterface()->selectedCellCount(), 12);
    QVERIFY(m_view->viewport()->rect().contains(
        m_view->viewport()->mapFromGlobal(focus->rect().topLeft())));
    QVERIFY(table->tableInterface()->selectRow(50));
    QCOMPARE(m_view->currentRow(), quint64(51));
}

QTEST_MAIN(TestLogView)
#include "tst_log_view.moc"
