#include <QScrollBar>
#include <QTabBar>
#include <QTableView>
#include <QTest>

#include "tests/support/fake_broker/demo_data.h"
#include "tests/ui/window/real_window.h"
#include "ui/shell/main_window.h"
#include "ui/shell/page_set.h"

using namespace parley;
using parley::test::FakeBroker;

// At the size that the window opens with, and with names of 64 letters.
class TestNoColumnIsCut final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_broker.listen());
        test::fillWithDemoData(m_broker);
        ui::AppContext context;
        context.brokerUrl = m_broker.url();
        context.ownerToken = FakeBroker::token();
        ui::applyFonts();
        m_window = std::make_unique<ui::MainWindow>(context);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void cleanupTestCase() { m_window.reset(); }

    void everyTableFitsItsPane_data()
    {
        QTest::addColumn<QString>("page");
        for (const auto *page : {"overview", "topics", "tokens", "webhooks", "deliveries", "audit"})
            QTest::newRow(page) << QString::fromLatin1(page);
    }

    void everyTableFitsItsPane()
    {
        test::failOnQtWarnings();
        QFETCH(QString, page);
        m_window->showPage(page);
        QTRY_VERIFY(!shownTables().isEmpty());
        QTRY_VERIFY(rows() > 0);
        for (const auto *table : shownTables()) {
            QTRY_VERIFY2(table->horizontalScrollBar()->maximum() == 0,
                         qPrintable(table->accessibleName()));
            QVERIFY2(!table->accessibleName().isEmpty(), "a table without a name");
        }
    }

    void theTemplatesFitToo()
    {
        test::failOnQtWarnings();
        m_window->showPage(QStringLiteral("tokens"));
        for (auto *tabs : m_window->findChildren<QTabBar *>()) {
            if (tabs->accessibleName() == QLatin1String("Tokens or templates"))
                tabs->setCurrentIndex(1);
        }
        QTRY_COMPARE(shownTables().size(), 1);
        const auto *table = shownTables().constFirst();
        QCOMPARE(table->accessibleName(), QStringLiteral("Templates"));
        QTRY_VERIFY(rows() > 0);
        QTRY_COMPARE(table->horizontalScrollBar()->maximum(), 0);
    }

    void theFocusIsOnThePage()
    {
        test::failOnQtWarnings();
        const auto *pages = m_window->findChild<ui::PageSet *>();
        for (const auto &name : m_window->pageNames()) {
            m_window->showPage(name);
            const auto *page = pages->currentWidget();
            QTRY_VERIFY2(QApplication::focusWidget() == page
                             || page->isAncestorOf(QApplication::focusWidget()),
                         qPrintable(name));
        }
    }

private:
    QList<QTableView *> shownTables() const
    {
        QList<QTableView *> shown;
        for (auto *table : m_window->findChildren<QTableView *>()) {
            if (table->isVisible())
                shown.append(table);
        }
        return shown;
    }

    int rows() const
    {
        int rows = 0;
        for (const auto *table : shownTables())
            rows += table->model()->rowCount();
        return rows;
    }

    FakeBroker m_broker;
    std::unique_ptr<ui::MainWindow> m_window;
};

QTEST_MAIN(TestNoColumnIsCut)
#include "tst_no_column_is_cut.moc"
