#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTest>
#include <QTreeWidget>

#include "ui/common/payload_view.h"

using namespace parley::ui;

class TestPayloadView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void longTextIsCutAndSaysSo()
    {
        PayloadView view;
        view.setPayload(QByteArray(300'000, 'x'), true);
        auto *text = pane(view, QStringLiteral("Payload as text"));
        QCOMPARE(text->toPlainText().size(), PayloadView::kShownBytes);
        auto *all = view.findChild<QPushButton *>();
        QVERIFY(!all->isHidden());
        all->click();
        QCOMPARE(text->toPlainText().size(), qsizetype(300'000));
    }

    void aFirstPartIsLabelled()
    {
        PayloadView view;
        view.setPayload("abc", true, 9000);
        bool said = false;
        for (const auto *label : view.findChildren<QLabel *>())
            said = said || (!label->isHidden() && label->text().contains(QLatin1String("First")));
        QVERIFY(said);
    }

    void binaryNeverReachesTheText()
    {
        PayloadView view;
        view.setPayload(QByteArray("\0\xff<b>", 5), false);
        QVERIFY(pane(view, QStringLiteral("Payload as text"))->toPlainText().isEmpty());
        QVERIFY(pane(view, QStringLiteral("Payload as bytes"))
                    ->toPlainText()
                    .contains(QLatin1String("00 ff 3c 62 3e")));
    }

    void treesAreBounded()
    {
        PayloadView view;
        view.setPayload('[' + QByteArray("1,").repeated(20'000) + "1]", true);
        showTree(view);
        auto *tree = view.findChild<QTreeWidget *>();
        QVERIFY(tree->topLevelItem(0)->childCount() <= PayloadView::kMaxTreeNodes);
        QCOMPARE(tree->topLevelItemCount(), 2); // and a line that says there is more
    }

    void whatIsNotJsonSaysSo()
    {
        PayloadView view;
        view.setPayload("hello", true);
        showTree(view);
        QVERIFY(view.findChild<QTreeWidget *>()->topLevelItem(0)->text(0).contains(
            QLatin1String("not JSON")));
    }

    void hexShowsPlacesAndCharacters()
    {
        const auto text = hexText("Hello, world! \x01\xff and more");
        QVERIFY(text.startsWith(QLatin1String("00000000  48 65 6c 6c 6f")));
        QVERIFY(text.contains(QLatin1String("Hello, world! ..")));
        QVERIFY(text.contains(QLatin1String("00000010")));
        QVERIFY(hexText({}).isEmpty());
    }

    void jsonOpensAsATree()
    {
        PayloadView view;
        auto *tabs = view.findChild<QTabWidget *>();
        view.setPayload("{\"text\":\"hola\"}", true);
        QCOMPARE(tabs->currentWidget(), view.findChild<QTreeWidget *>());
        view.setPayload("{ not JSON", true);
        QCOMPARE(tabs->tabText(tabs->currentIndex()), QStringLiteral("Text"));
        view.setPayload("\x01", false);
        QCOMPARE(tabs->tabText(tabs->currentIndex()), QStringLiteral("Hex"));
    }

    void theChosenPaneStays()
    {
        PayloadView view;
        view.show();
        auto *tabs = view.findChild<QTabWidget *>();
        view.setPayload("{\"text\":\"hola\"}", true);
        const int text = tabs->indexOf(pane(view, QStringLiteral("Payload as text")));
        QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {},
                          tabs->tabBar()->tabRect(text).center());
        view.setPayload("{\"text\":\"adios\"}", true);
        QCOMPARE(tabs->currentIndex(), text);
        QCOMPARE(pane(view, QStringLiteral("Payload as text"))->toPlainText(),
                 QStringLiteral("{\"text\":\"adios\"}"));
    }

    void aMessageWithinAMessageIsOpenedUp()
    {
        PayloadView view;
        view.setPayload("{\"text\":\"{\\\"text\\\":\\\"hola\\\"}\"}", true);
        const auto *outer = view.findChild<QTreeWidget *>()->topLevelItem(0)->child(0);
        QCOMPARE(outer->childCount(), 1);
        QCOMPARE(outer->child(0)->text(1), QStringLiteral("hola"));
    }

private:
    static void showTree(const PayloadView &view)
    {
        auto *tabs = view.findChild<QTabWidget *>();
        tabs->setCurrentWidget(view.findChild<QTreeWidget *>());
    }

    static QPlainTextEdit *pane(const PayloadView &view, const QString &name)
    {
        for (auto *each : view.findChildren<QPlainTextEdit *>()) {
            if (each->accessibleName() == name)
                return each;
        }
        return nullptr;
    }
};

QTEST_MAIN(TestPayloadView)
#include "tst_payload_view.moc"
