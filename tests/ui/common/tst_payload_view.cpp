#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
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
        auto *tabs = view.findChild<QTabWidget *>();
        tabs->setCurrentIndex(1);
        auto *tree = view.findChild<QTreeWidget *>();
        QVERIFY(tree->topLevelItem(0)->childCount() <= PayloadView::kMaxTreeNodes);
        QCOMPARE(tree->topLevelItemCount(), 2); // and a line that says there is more
    }

    void whatIsNotJsonSaysSo()
    {
        PayloadView view;
        view.setPayload("hello", true);
        view.findChild<QTabWidget *>()->setCurrentIndex(1);
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

private:
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
