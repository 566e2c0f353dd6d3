#include <QAccessible>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>

#include "tests/support/fake_broker/demo_data.h"
#include "tests/ui/pages/page_probe.h"
#include "ui/webhooks/success_ring.h"
#include "ui/webhooks/webhook_dialog.h"
#include "ui/webhooks/webhooks_view.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;
using parley::test::FakeBroker;
using parley::test::PageProbe;

// The list of webhooks and the one at its side.
class TestWebhooksView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anOlderBrokerHasNoFigures();
    void theHealthIsShown();
    void theRingCanBeRead();
    void aBrokenOneSaysWhatComesNext();
    void aDisabledOneIsTestedThenEnabled();
    void aFailedTestEnablesNothing();
    void pausingSaysWhyNot();
    void aFailedDeleteBringsItBack();
    void enterEdits();
    void readOnlyChangesNothing();

private:
    bool choose(const QString &name);

    std::unique_ptr<PageProbe> m_probe;
    std::unique_ptr<WebhooksView> m_view;
};

void TestWebhooksView::init()
{
    m_view.reset();
    m_probe = std::make_unique<PageProbe>();
    QVERIFY(m_probe->open());
    test::fillWithDemoData(m_probe->broker);
    m_view = std::make_unique<WebhooksView>(m_probe->context(), nullptr);
    m_view->resize(1200, 800);
    m_view->show();
    QTRY_VERIFY(m_view->hasData());
}

bool TestWebhooksView::choose(const QString &name)
{
    auto *table = PageProbe::named<QTableView>(*m_view, u"Webhooks"_s);
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        if (table->model()->index(row, 0).data().toString() != name)
            continue;
        table->selectRow(row);
        return true;
    }
    return false;
}

void TestWebhooksView::anOlderBrokerHasNoFigures()
{
    m_probe->broker.answer("GET /v1/webhooks/health",
                           [](const auto &) { return FakeBroker::error(404, 103, u"no"_s); });
    WebhooksView view(m_probe->context(), nullptr);
    view.show();
    QTRY_VERIFY(view.hasData());
    QTRY_VERIFY(PageProbe::hasText(view, u"Room friends"_s) || PageProbe::hasText(view, u"Mail"_s));
    QVERIFY(!PageProbe::hasText(view, u"No."_s)); // what is not there is no problem
}

void TestWebhooksView::theHealthIsShown()
{
    QVERIFY(choose(u"Shop backend"_s));
    QTRY_VERIFY(PageProbe::hasText(*m_view, u"41 ms"_s));
    QTRY_VERIFY(PageProbe::hasText(*m_view, u"open, in 4 min"_s));
    QVERIFY(PageProbe::hasText(*m_view, u"Messages of “orders” go to"_s));
    const auto *table = PageProbe::named<QTableView>(*m_view, u"Webhooks"_s);
    QStringList states;
    for (int row = 0; row < table->model()->rowCount(); ++row)
        states.append(table->model()->index(row, 1).data().toString());
    states.sort();
    QCOMPARE(states,
             (QStringList{u"active"_s, u"active"_s, u"broken"_s, u"disabled"_s, u"paused"_s}));
}

void TestWebhooksView::theRingCanBeRead()
{
    QVERIFY(choose(u"Shop backend"_s));
    auto *ring = m_view->findChild<SuccessRing *>();
    QTRY_COMPARE(ring->hourCount(), 24);
    auto *interface = QAccessible::queryAccessibleInterface(ring);
    QVERIFY(interface);
    QCOMPARE(interface->role(), QAccessible::List);
    QVERIFY(interface->text(QAccessible::Name).contains(u"attempts succeeded"_s));
    QCOMPARE(interface->childCount(), 24);
    for (const int index : {-1, 24, 1000})
        QVERIFY(!interface->child(index));
    auto *hour = interface->child(23);
    QVERIFY(hour && hour->isValid());
    QCOMPARE(interface->child(23), hour);
    QCOMPARE(interface->indexOfChild(hour), 23);
    QVERIFY(hour->text(QAccessible::Name).contains(u"failed"_s));
    QVERIFY(!hour->rect().isEmpty());
    QCOMPARE(interface->childAt(hour->rect().center().x(), hour->rect().center().y()), hour);
    ring->setHealth({});
    QVERIFY(!hour->isValid());
    QVERIFY(hour->text(QAccessible::Name).isEmpty());
    QCOMPARE(interface->childCount(), 0);
    QCOMPARE(ring->hourAt(QPoint(0, 0)), -1);
}

void TestWebhooksView::aBrokenOneSaysWhatComesNext()
{
    QVERIFY(choose(u"Shop backend"_s));
    QTRY_VERIFY(PageProbe::hasText(*m_view, u"failed 10 times in a row"_s));
    QVERIFY(!PageProbe::button(*m_view, u"Test, then re-enable"_s)); // it comes back by itself
}

void TestWebhooksView::aDisabledOneIsTestedThenEnabled()
{
    m_probe->broker.answer(
        "PATCH /v1/webhooks/whk_old",
        R"({"id":"whk_old","name":"Weather archive","namespace":"default","topic":"weather","url":"http://archive.example.org/weather","state":"active"})");
    QVERIFY(choose(u"Weather archive"_s));
    QTRY_VERIFY(PageProbe::hasText(*m_view, u"It is disabled: 5 deliveries in a row"_s));
    PageProbe::button(*m_view, u"Test, then re-enable"_s)->click();
    QTRY_COMPARE(m_probe->broker.count("PATCH /v1/webhooks/whk_old"), 1);
    QCOMPARE(m_probe->lastTo("PATCH /v1/webhooks/whk_old").json()[u"state"_s].toString(),
             u"active"_s);
    QTRY_VERIFY(PageProbe::hasText(*m_view, u"204"_s)); // the attempt is there to be looked at
}

void TestWebhooksView::aFailedTestEnablesNothing()
{
    m_probe->broker.answer(
        "POST /v1/webhooks/whk_old/test",
        R"({"attempt":{"number":1,"startedAt":1,"outcome":"connection_refused","outcomeText":"nobody listens there"}})");
    QVERIFY(choose(u"Weather archive"_s));
    QTRY_VERIFY(PageProbe::button(*m_view, u"Test, then re-enable"_s));
    PageProbe::button(*m_view, u"Test, then re-enable"_s)->click();
    QTRY_VERIFY(PageProbe::hasText(*m_view, u"so it stays disabled"_s));
    QCOMPARE(m_probe->broker.count("PATCH /v1/webhooks/whk_old"), 0);
    QVERIFY(PageProbe::button(*m_view, u"Test, then re-enable"_s)->isEnabled());
}

void TestWebhooksView::pausingSaysWhyNot()
{
    m_probe->broker.answer("PATCH /v1/webhooks/whk_room", [](const auto &) {
        return FakeBroker::error(503, 203, u"the disk is behind"_s);
    });
    QVERIFY(choose(u"Room friends"_s));
    QTRY_VERIFY(PageProbe::button(*m_view, u"Pause"_s));
    PageProbe::button(*m_view, u"Pause"_s)->click();
    QTRY_VERIFY(PageProbe::hasText(*m_view, u"The disk is behind"_s));
    QVERIFY(PageProbe::button(*m_view, u"Pause"_s)->isEnabled());
    QCOMPARE(m_probe->lastTo("PATCH /v1/webhooks/whk_room").body,
             QByteArray(R"({"state":"paused"})"));
}

void TestWebhooksView::aFailedDeleteBringsItBack()
{
    m_probe->broker.answer("DELETE /v1/webhooks/whk_room", [](const auto &) {
        return FakeBroker::error(503, 203, u"the disk is behind"_s);
    });
    QVERIFY(choose(u"Room friends"_s));
    auto *table = PageProbe::named<QTableView>(*m_view, u"Webhooks"_s);
    const int before = table->model()->rowCount();
    PageProbe::button(*m_view, u"Delete this webhook"_s)->click();
    QTRY_COMPARE(table->model()->rowCount(), before - 1);
    QCOMPARE(m_probe->broker.count("DELETE /v1/webhooks/whk_room"), 0);
    m_probe->undo.commitNow();
    QTRY_COMPARE(table->model()->rowCount(), before);
    QVERIFY(PageProbe::hasText(*m_view, u"The disk is behind"_s));
}

void TestWebhooksView::enterEdits()
{
    QVERIFY(choose(u"Room friends"_s));
    auto *table = PageProbe::named<QTableView>(*m_view, u"Webhooks"_s);
    QTest::keyClick(table, Qt::Key_Return);
    QTRY_VERIFY(m_view->findChild<WebhookDialog *>());
    QVERIFY(m_view->findChild<WebhookDialog *>()->windowTitle().contains(u"Room friends"_s));
}

void TestWebhooksView::readOnlyChangesNothing()
{
    m_probe->guard.setRules(true, false);
    QVERIFY(choose(u"Weather archive"_s));
    QTRY_VERIFY(PageProbe::hasText(*m_view, u"It is disabled"_s));
    for (const auto &words : {u"Edit…"_s, u"Enable"_s, u"Test, then re-enable"_s,
                              u"Send test event"_s, u"Delete this webhook"_s})
        QVERIFY2(!PageProbe::button(*m_view, words), qPrintable(words));
    m_view->openNew();
    QVERIFY(!m_view->findChild<WebhookDialog *>());
}

QTEST_MAIN(TestWebhooksView)
#include "tst_webhooks_view.moc"
