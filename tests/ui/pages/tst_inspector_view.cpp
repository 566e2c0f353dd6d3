#include <QCheckBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>

#include "tests/support/fake_broker/demo_data.h"
#include "tests/ui/pages/page_probe.h"
#include "ui/inspector/inspector_view.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;
using parley::test::FakeBroker;
using parley::test::PageProbe;

// The broker's own endpoint: set, watched and cleared.
class TestInspectorView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void showsWhatArrived();
    void answersAsSet();
    void aBadHeaderIsNotSent();
    void whatIsTypedStays();
    void clearingCanBeUndone();
    void saysWhyItIsNotThere();
    void offersItsAddress();

private:
    // Two more looks at the broker: what the first brought has been taken by the second.
    bool lookTwice()
    {
        for (int look = 0; look < 2; ++look) {
            const int before = m_probe->broker.count("GET /v1/inspector/requests");
            m_view->refresh();
            if (!QTest::qWaitFor(
                    [&] { return m_probe->broker.count("GET /v1/inspector/requests") > before; }))
                return false;
        }
        return true;
    }
    QTableView *table() const { return PageProbe::named<QTableView>(*m_view, u"Requests"_s); }
    QPlainTextEdit *headers() const
    {
        return qobject_cast<QPlainTextEdit *>(PageProbe::field(*m_view, u"Headers"_s));
    }

    std::unique_ptr<PageProbe> m_probe;
    std::unique_ptr<InspectorView> m_view;
};

void TestInspectorView::init()
{
    m_view.reset();
    m_probe = std::make_unique<PageProbe>();
    QVERIFY(m_probe->open());
    test::fillWithDemoData(m_probe->broker);
    m_view = std::make_unique<InspectorView>(m_probe->context(), nullptr);
    m_view->resize(1200, 800);
    m_view->show();
    QTRY_COMPARE(table()->model()->rowCount(), 9);
}

void TestInspectorView::showsWhatArrived()
{
    auto *head = PageProbe::named<QPlainTextEdit>(*m_view, u"Head of the request"_s);
    QTRY_VERIFY(head->toPlainText().startsWith(u"POST /orders/in HTTP/1.1"_s));
    QVERIFY(head->toPlainText().contains(u"webhook-attempt: 9"_s)); // the newest
    table()->selectRow(8);
    QTRY_VERIFY(head->toPlainText().contains(u"webhook-attempt: 1"_s));
    QVERIFY(lookTwice());
    QCOMPARE(table()->currentIndex().row(), 8); // nothing moves under the reader
}

void TestInspectorView::answersAsSet()
{
    m_probe->broker.answer("PUT /v1/inspector", [](const FakeBroker::Request &request) {
        auto json = request.json();
        json.insert(u"address"_s, u"http://127.0.0.1:43117"_s);
        return FakeBroker::Response{200, QJsonDocument(json).toJson(), {}};
    });
    auto *status = qobject_cast<QSpinBox *>(PageProbe::field(*m_view, u"Status"_s));
    QVERIFY(status);
    QTRY_COMPARE(status->value(), 503);
    auto *apply = PageProbe::button(*m_view, u"Apply"_s);
    QVERIFY(!apply->isEnabled());
    status->setValue(410);
    headers()->setPlainText(u"Retry-After: 7\nX-Why: 試験\n"_s);
    QVERIFY(apply->isEnabled());
    apply->click();
    QTRY_COMPARE(m_probe->broker.count("PUT /v1/inspector"), 1);
    const auto json = m_probe->lastTo("PUT /v1/inspector").json();
    QCOMPARE(json[u"status"_s].toInt(), 410);
    QCOMPARE(json[u"headers"_s].toArray().size(), 2);
    QVERIFY(json[u"on"_s].toBool());
    QTRY_VERIFY(!apply->isEnabled()); // it is as it was typed
    PageProbe::button(*m_view, u"Listen"_s)->click();
    QTRY_COMPARE(m_probe->broker.count("PUT /v1/inspector"), 2);
    QVERIFY(!m_probe->lastTo("PUT /v1/inspector").json()[u"on"_s].toBool());
}

void TestInspectorView::aBadHeaderIsNotSent()
{
    auto *apply = PageProbe::button(*m_view, u"Apply"_s);
    QTRY_VERIFY(!headers()->toPlainText().isEmpty());
    for (const auto &typed : {u"no colon"_s, u": empty"_s, u"Bad Name: x"_s, u"Host: x"_s}) {
        headers()->setPlainText(typed);
        QVERIFY2(!apply->isEnabled(), qPrintable(typed));
    }
    PageProbe::button(*m_view, u"Listen"_s)->click();
    QVERIFY(lookTwice());
    QCOMPARE(m_probe->broker.count("PUT /v1/inspector"), 0);
}

void TestInspectorView::whatIsTypedStays()
{
    QTRY_VERIFY(!headers()->toPlainText().isEmpty());
    headers()->setPlainText(u"X-Mine: 1"_s);
    QVERIFY(lookTwice());
    QCOMPARE(headers()->toPlainText(), u"X-Mine: 1"_s);
}

void TestInspectorView::clearingCanBeUndone()
{
    m_probe->broker.answer("DELETE /v1/inspector/requests", "", 204);
    PageProbe::button(*m_view, u"Clear"_s)->click();
    QTRY_COMPARE(table()->model()->rowCount(), 0);
    QVERIFY(lookTwice());
    QCOMPARE(table()->model()->rowCount(), 0);
    m_probe->undo.undoNow();
    QTRY_COMPARE(table()->model()->rowCount(), 9);
    PageProbe::button(*m_view, u"Clear"_s)->click();
    m_probe->undo.commitNow();
    QTRY_COMPARE(m_probe->broker.count("DELETE /v1/inspector/requests"), 1);
}

void TestInspectorView::saysWhyItIsNotThere()
{
    m_probe->broker.answer("GET /v1/inspector", [](const auto &) {
        return FakeBroker::error(403, 102, u"this token may not read webhooks"_s);
    });
    m_view->refresh();
    QTRY_VERIFY(PageProbe::hasText(*m_view, u"This token may not read webhooks."_s));
}

void TestInspectorView::offersItsAddress()
{
    QSignalSpy wanted(m_view.get(), &InspectorView::webhookRequested);
    QTRY_VERIFY(PageProbe::button(*m_view, u"Make a webhook to it…"_s)->isEnabled());
    PageProbe::button(*m_view, u"Make a webhook to it…"_s)->click();
    QCOMPARE(wanted.first().first().toString(), u"http://127.0.0.1:43117/"_s);
}

QTEST_MAIN(TestInspectorView)
#include "tst_inspector_view.moc"
