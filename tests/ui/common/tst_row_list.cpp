#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "ui/common/row_list.h"

using namespace Qt::StringLiterals;
using namespace parley::ui;

class PlainRow final : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

Q_SIGNALS:
    void changed();
    void removeRequested();
};

class PlainList final : public RowList<PlainRow>
{
    Q_OBJECT

public:
    static constexpr std::size_t kMost = 2;

    PlainList() : RowList(u"+ Add one"_s, kMost, nullptr) {}

    void addEmpty() override { append(new PlainRow(this)); }
    using RowList::clear;
    using RowList::rows;
};

// Rows one below the other, whatever is in them.
class TestRowList final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLinkAddsAsManyAsThereMayBe()
    {
        PlainList list;
        auto *link = list.findChild<QPushButton *>();
        for (std::size_t i = 0; i < 2 * PlainList::kMost; ++i)
            link->click();
        QCOMPARE(list.rows().size(), qsizetype(PlainList::kMost));
        QVERIFY(!link->isEnabled());
        Q_EMIT list.rows().constFirst()->removeRequested();
        QVERIFY(link->isEnabled());
    }

    void whatIsOverTheMostStaysAndOnlyTheLastOfItFreesTheLink()
    {
        PlainList list;
        for (std::size_t i = 0; i < PlainList::kMost + 1; ++i)
            list.addEmpty(); // as a broker that allows more would fill it
        Q_EMIT list.rows().constFirst()->removeRequested();
        QVERIFY(!list.findChild<QPushButton *>()->isEnabled());
        Q_EMIT list.rows().constFirst()->removeRequested();
        QVERIFY(list.findChild<QPushButton *>()->isEnabled());
    }

    void everyChangeIsTold()
    {
        PlainList list;
        const QSignalSpy changed(&list, &PlainList::changed);
        list.addEmpty();
        Q_EMIT list.rows().constFirst()->changed();
        Q_EMIT list.rows().constFirst()->removeRequested();
        QCOMPARE(changed.size(), 3);
        QVERIFY(list.rows().isEmpty());
    }

    void aRowMayAskTwiceAndWithinItsOwnSignal()
    {
        PlainList list;
        list.addEmpty();
        list.addEmpty();
        QPointer first(list.rows().constFirst());
        connect(first, &PlainRow::changed, first, &PlainRow::removeRequested);
        Q_EMIT first->changed();
        QVERIFY(first && first->isHidden()); // it goes when its signal is over
        Q_EMIT first->removeRequested();
        QCOMPARE(list.rows().size(), 1);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(first.isNull());
        list.clear();
        QVERIFY(list.rows().isEmpty());
    }
};

QTEST_MAIN(TestRowList)
#include "tst_row_list.moc"
