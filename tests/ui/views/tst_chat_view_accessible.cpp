#include <QAccessible>
#include <QRegularExpression>
#include <QTest>

#include "tests/ui/views/view_samples.h"
#include "ui/views/chat_view.h"

using namespace parley::ui;

// What a screen reader finds in the chat view, also when lines go while it looks.
class TestChatViewAccessible final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void accessibleTreeIsSafe();

private:
    ChatModel m_model;
    ChatView m_view;
};

void TestChatViewAccessible::initTestCase()
{
    QTest::failOnWarning(
        QRegularExpression(QStringLiteral("^(?!This plugin does not support propagateSizeHints)")));
    m_view.resize(600, 400);
    m_view.setModel(&m_model);
}

void TestChatViewAccessible::accessibleTreeIsSafe()
{
    m_model.append(sampleChat());
    m_view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&m_view));
    auto *list = QAccessible::queryAccessibleInterface(&m_view);
    QVERIFY(list);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->childCount(), m_model.count());
    for (const int wrong : {-1, m_model.count(), INT_MIN, INT_MAX})
        QVERIFY(!list->child(wrong));
    QVERIFY(list->focusChild());
    for (int i = 0; i < list->childCount(); ++i) {
        auto *item = list->child(i);
        QVERIFY(item && item->isValid());
        QCOMPARE(list->indexOfChild(item), i);
        QCOMPARE(item->role(), QAccessible::ListItem);
        QVERIFY(!item->text(QAccessible::Name).isEmpty());
    }
    auto *first = list->child(1);
    QVERIFY(first->text(QAccessible::Name)
                .startsWith(QStringLiteral("Ana García, translated from Spanish: Hello")));
    first->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());
    QVERIFY(first->text(QAccessible::Name)
                .startsWith(QStringLiteral("Ana García, original in Spanish: Hola")));
    first->actionInterface()->doAction(QAccessibleActionInterface::setFocusAction());
    QCOMPARE(list->focusChild(), first);
    m_model.remove(m_model.at(1).id);
    QVERIFY(!first->isValid());
    QVERIFY(first->text(QAccessible::Name).isEmpty() && first->rect().isEmpty());
    m_view.setModel(nullptr);
    QCOMPARE(list->childCount(), 0);
    QVERIFY(!list->focusChild() && !list->child(0));
}

QTEST_MAIN(TestChatViewAccessible)
#include "tst_chat_view_accessible.moc"
