#include <QAccessible>
#include <QClipboard>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include "tests/ui/views/paint_counter.h"
#include "tests/ui/views/view_samples.h"
#include "ui/views/chat_view.h"
#include "ui/views/pill.h"

using namespace parley::ui;

namespace {

ChatEntry message(int number, bool mine = false)
{
    ChatEntry entry;
    entry.id = QString::number(number);
    entry.senderName = entry.senderId = QStringLiteral("ana");
    entry.text = QStringLiteral("message number %1").arg(number);
    entry.timeMs = kSampleTime + number;
    entry.mine = mine;
    return entry;
}

QList<ChatEntry> messages(int first, int count)
{
    QList<ChatEntry> made;
    for (int i = first; i < first + count; ++i)
        made.append(message(i));
    return made;
}

} // namespace

class TestChatView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void emptyAndWithoutModel();
    void survivesItsModel();
    void paintsEveryState();
    void paintsHostileText();
    void prependKeepsThePicture();
    void followsAtTheBottomOnly();
    void myOwnMessageComesIntoSight();
    void keysMoveAndToggle();
    void linksAreTold();
    void editAndRetryAreTold();
    void copiesMessageOrSelection();
    void selectionEndsWhenTheTextChanges();
    void historyIsWantedOnce();
    void seenOnlyInAnActiveWindow();
    void hiddenMeansNoPaint();

private:
    void show();
    void key(int code) { QTest::keyClick(m_view.get(), Qt::Key(code)); }
    QPoint find(const QString &id,
                Qt::CursorShape shape); // a place with that cursor; (-1, -1): none

    std::unique_ptr<ChatModel> m_model;
    std::unique_ptr<ChatView> m_view;
};

void TestChatView::init()
{
    QTest::failOnWarning(
        QRegularExpression(QStringLiteral("^(?!This plugin does not support propagateSizeHints)")));
    m_model = std::make_unique<ChatModel>();
    m_view = std::make_unique<ChatView>();
    m_view->resize(600, 400);
    m_view->setModel(m_model.get());
}

void TestChatView::cleanup()
{
    m_view.reset();
    m_model.reset();
}

void TestChatView::show()
{
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

QPoint TestChatView::find(const QString &id, Qt::CursorShape shape)
{
    auto *item = QAccessible::queryAccessibleInterface(m_view.get())->child(m_model->indexOf(id));
    const QRect area(m_view->viewport()->mapFromGlobal(item->rect().topLeft()),
                     item->rect().size());
    for (int y = area.top() + 2; y < area.bottom(); y += 4) {
        for (int x = area.left() + 2; x < area.right(); x += 4) {
            QTest::mouseMove(m_view->viewport(), {x, y});
            if (m_view->viewport()->cursor().shape() == shape)
                return {x, y};
        }
    }
    return {-1, -1};
}

void TestChatView::emptyAndWithoutModel()
{
    show();
    for (const int code : {Qt::Key_Up, Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Home,
                           Qt::Key_End, Qt::Key_O, Qt::Key_E, Qt::Key_R, Qt::Key_Return})
        key(code);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, {50, 50});
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, {50, 50});
    m_view->scrollToMessage(QStringLiteral("x"));
    m_view->scrollToBottom();
    m_view->copy();
    m_view->grab();
    m_view->setModel(nullptr);
    key(Qt::Key_Home);
    m_view->setCurrentIndex(3);
    m_view->grab();
    QCOMPARE(m_view->currentIndex(), -1);
}

void TestChatView::survivesItsModel()
{
    m_model->append(messages(0, 50));
    show();
    m_view->setCurrentIndex(5);
    m_model.reset();
    QCOMPARE(m_view->model(), nullptr);
    m_view->grab();
    key(Qt::Key_Up);
}

void TestChatView::paintsEveryState()
{
    m_model->append(sampleChat());
    m_model->setUnreadMarker(m_model->at(3).id, 4);
    m_view->resize(500, 2000);
    show();
    const auto translated = m_view->grab().toImage();
    m_model->setRoomShowsOriginal(true);
    QTRY_VERIFY(m_view->grab().toImage() != translated);
    m_view->setLayoutDirection(Qt::RightToLeft);
    m_view->grab();
    m_view->resize(1, 1);
    m_view->grab();
}

void TestChatView::paintsHostileText()
{
    auto entry = message(1);
    for (const auto &text :
         {QString(), QString(1024 * 1024, u'x'), QStringLiteral("\n").repeated(16'000), zalgo(),
          QString(QChar(0xD800)), QStringLiteral("\u202Eabc\u2066\u2066\u2066"),
          QString(5000, QChar(0x0301)),
          QStringLiteral("👩‍👩‍👧‍👦").repeated(1000)}) {
        entry.id += u'x';
        entry.text = text;
        entry.senderName = text;
        m_model->append(entry);
    }
    show();
    for (int i = 0; i < m_model->count(); ++i) {
        m_view->setCurrentIndex(i);
        m_view->grab();
        QCOMPARE(m_view->currentIndex(), i);
    }
}

void TestChatView::prependKeepsThePicture()
{
    m_model->append(messages(1000, 100));
    show();
    m_view->scrollToMessage(QStringLiteral("1050"));
    QCoreApplication::processEvents();
    auto *item = QAccessible::queryAccessibleInterface(m_view.get())->child(m_view->currentIndex());
    const auto before = item->rect();
    QVERIFY(!before.isEmpty());
    QCOMPARE(m_model->prependPage(messages(0, 500)), 500);
    QSignalSpy news(m_view.get(), &ChatView::newMessagesChanged);
    m_model->append(messages(2000, 3));
    QTRY_COMPARE(news.count(), 1); // a frame went by
    QCOMPARE(item->rect(), before);
    QCOMPARE(m_view->newMessages(), 3);
}

void TestChatView::followsAtTheBottomOnly()
{
    m_model->append(messages(0, 100));
    show();
    QVERIFY(m_view->isFollowing());
    QSignalSpy followed(m_view.get(), &ChatView::followChanged);
    m_view->verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub);
    QVERIFY(!m_view->isFollowing());
    const auto value = m_view->verticalScrollBar()->value();
    ChatEntry service = message(200);
    service.kind = ChatKind::System;
    m_model->append(service);
    m_model->append(message(201));
    auto *pill = m_view->findChild<Pill *>();
    QTRY_VERIFY(pill->isVisible());
    QCOMPARE(m_view->newMessages(), 1); // service lines are not news
    QCOMPARE(m_view->verticalScrollBar()->value(), value);
    QTest::mouseClick(pill, Qt::LeftButton);
    QVERIFY(m_view->isFollowing());
    QCOMPARE(m_view->newMessages(), 0);
    QCOMPARE(followed.count(), 2);
}

void TestChatView::myOwnMessageComesIntoSight()
{
    m_model->append(messages(0, 100));
    show();
    m_view->verticalScrollBar()->setValue(0);
    QVERIFY(!m_view->isFollowing());
    m_model->append(message(500, true));
    QTRY_VERIFY(m_view->isFollowing());
}

void TestChatView::keysMoveAndToggle()
{
    m_model->append(sampleChat());
    show();
    key(Qt::Key_Home);
    QCOMPARE(m_view->currentIndex(), 0);
    key(Qt::Key_O); // a day has no original
    key(Qt::Key_Down);
    QVERIFY(!m_model->showsOriginal(m_model->at(1)));
    key(Qt::Key_O);
    QVERIFY(m_model->showsOriginal(m_model->at(1)));
    key(Qt::Key_End);
    QCOMPARE(m_view->currentIndex(), m_model->count() - 1);
    key(Qt::Key_Down);
    QCOMPARE(m_view->currentIndex(), m_model->count() - 1);
    key(Qt::Key_Up);
    QCOMPARE(m_view->currentIndex(), m_model->count() - 2);
}

void TestChatView::linksAreTold()
{
    auto entry = message(1);
    entry.text = QStringLiteral("https://example.org/a_(b) and ftp://no.org");
    m_model->append(entry);
    show();
    QSignalSpy activated(m_view.get(), &ChatView::linkActivated);
    const auto place = find(QStringLiteral("1"), Qt::PointingHandCursor);
    QVERIFY(place.x() >= 0);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(activated.count(), 1);
    QCOMPARE(activated.at(0).at(0).toUrl(), QUrl(QStringLiteral("https://example.org/a_(b)")));
    key(Qt::Key_Return);
    QCOMPARE(activated.count(), 2);
}

void TestChatView::editAndRetryAreTold()
{
    auto failed = message(1, true);
    failed.state = ChatState::Failed;
    m_model->append(failed);
    m_model->append(message(2, true));
    show();
    QSignalSpy edit(m_view.get(), &ChatView::editRequested);
    QSignalSpy retry(m_view.get(), &ChatView::retryRequested);
    const auto place = find(QStringLiteral("1"), Qt::PointingHandCursor);
    QVERIFY(place.x() >= 0);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(edit.count() + retry.count(), 1);
    key(Qt::Key_E);
    key(Qt::Key_R);
    QCOMPARE(edit.count() + retry.count(), 3);
    key(Qt::Key_Down); // a published one offers neither
    key(Qt::Key_E);
    key(Qt::Key_R);
    QCOMPARE(edit.count() + retry.count(), 3);
    QCOMPARE(edit.constLast().at(0).toString(), QStringLiteral("1"));
}

void TestChatView::copiesMessageOrSelection()
{
    m_model->append(message(7));
    show();
    m_view->setCurrentIndex(1);
    QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("message number 7"));
    const auto place = find(QStringLiteral("7"), Qt::IBeamCursor);
    QVERIFY(place.x() >= 0);
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, place + QPoint(6, 4));
    QCOMPARE(m_view->selectedText(), QStringLiteral("message"));
    QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("message"));
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, place);
    QTest::mouseMove(m_view->viewport(), place + QPoint(500, 0));
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, place + QPoint(500, 0));
    QVERIFY(m_view->selectedText().endsWith(QStringLiteral("number 7")));
}

void TestChatView::selectionEndsWhenTheTextChanges()
{
    m_model->append(message(7));
    show();
    const auto place = find(QStringLiteral("7"), Qt::IBeamCursor);
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, place + QPoint(6, 4));
    QVERIFY(!m_view->selectedText().isEmpty());
    auto masked = message(7);
    masked.text = QStringLiteral("m");
    m_model->append(masked);
    QVERIFY(m_view->selectedText().isEmpty());
    m_view->grab();
}

void TestChatView::historyIsWantedOnce()
{
    m_model->append(messages(1000, 200));
    show();
    QSignalSpy wanted(m_view.get(), &ChatView::historyWanted);
    QCOMPARE(wanted.count(), 0);
    m_view->verticalScrollBar()->setValue(0);
    m_view->verticalScrollBar()->setValue(50);
    m_view->verticalScrollBar()->setValue(0);
    QCOMPARE(wanted.count(), 1);
    m_model->prependPage(messages(800, 100));
    QTRY_VERIFY(m_view->verticalScrollBar()->value() > 1000);
    m_view->verticalScrollBar()->setValue(0);
    QTRY_COMPARE(wanted.count(), 2);
}

void TestChatView::seenOnlyInAnActiveWindow()
{
    m_model->append(messages(0, 100));
    QSignalSpy seen(m_view.get(), &ChatView::seen);
    QWidget other;
    m_view->show();
    other.show();
    other.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    QCoreApplication::processEvents(); // the view is shown and not active
    QCOMPARE(seen.count(), 0);
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    QTRY_VERIFY(seen.count() > 0);
    QStringList ids;
    for (const auto &told : seen)
        ids.append(told.at(0).toString());
    QVERIFY(ids.contains(QStringLiteral("99")));
    QVERIFY(!ids.contains(QStringLiteral("0"))); // it was never on screen
    QCOMPARE(QSet<QString>(ids.begin(), ids.end()).size(), ids.size());
}

void TestChatView::hiddenMeansNoPaint()
{
    m_model->append(messages(0, 10));
    show();
    m_view->hide();
    PaintCounter paints(m_view->viewport());
    int number = 100;
    QTimer more;
    connect(&more, &QTimer::timeout, this, [&] { m_model->append(message(number++)); });
    more.start(1);
    QTRY_VERIFY(number > 200);
    more.stop();
    QCOMPARE(paints.count(), 0);
    show();
    QTRY_VERIFY(paints.count() > 0);
    QVERIFY(m_view->isFollowing());
}

QTEST_MAIN(TestChatView)
#include "tst_chat_view.moc"
