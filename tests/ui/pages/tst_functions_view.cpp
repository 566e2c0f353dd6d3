#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTableView>

#include "tests/support/fake_broker/demo_data.h"
#include "tests/ui/pages/page_probe.h"
#include "ui/functions/code_editor.h"
#include "ui/functions/function_form.h"
#include "ui/functions/functions_view.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;
using parley::test::FakeBroker;
using parley::test::PageProbe;

// Functions written, run, saved and deleted.
class TestFunctionsView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void names_data();
    void names();
    void whatComesWithParleyIsTold();
    void aNewOneIsSaved();
    void aNewOneTakesNobodysPlace();
    void aRunShowsAllThatItDid();
    void aFailureIsShown();
    void theLastBodyIsFetched();
    void whatIsNotSavedWaits();
    void aCalledOneIsNotDeleted();
    void aDeleteCanBeUndone();
    void tabIndentsAndShiftTabLeaves();

private:
    // Two more looks at the broker: what the first brought has been taken by the second.
    bool lookTwice()
    {
        for (int look = 0; look < 2; ++look) {
            const int before = m_probe->broker.count("GET /v1/functions");
            m_view->refresh();
            if (!QTest::qWaitFor(
                    [&] { return m_probe->broker.count("GET /v1/functions") > before; }))
                return false;
        }
        return true;
    }
    bool choose(const QString &name);
    CodeEditor *code() const { return m_view->findChild<CodeEditor *>(); }
    QTableView *table() const { return PageProbe::named<QTableView>(*m_view, u"Functions"_s); }

    std::unique_ptr<PageProbe> m_probe;
    std::unique_ptr<FunctionsView> m_view;
};

void TestFunctionsView::init()
{
    m_view.reset();
    m_probe = std::make_unique<PageProbe>();
    QVERIFY(m_probe->open());
    test::fillWithDemoData(m_probe->broker);
    m_view = std::make_unique<FunctionsView>(m_probe->context(), nullptr);
    m_view->resize(1200, 800);
    m_view->show();
    QTRY_COMPARE(table()->model()->rowCount(), 4);
}

bool TestFunctionsView::choose(const QString &name)
{
    for (int row = 0; row < table()->model()->rowCount(); ++row) {
        if (!table()->model()->index(row, 0).data().toString().startsWith(name))
            continue;
        table()->selectRow(row);
        return true;
    }
    return false;
}

void TestFunctionsView::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("usual") << u"count-words"_s << true;
    QTest::newRow("a letter") << u"a"_s << true;
    QTest::newRow("nothing") << QString() << false;
    QTest::newRow("capitals") << u"Count"_s << false;
    QTest::newRow("a digit first") << u"1st"_s << false;
    QTest::newRow("a path") << u"../x"_s << false;
    QTest::newRow("too long") << u"a"_s.repeated(65) << false;
    QTest::newRow("another script") << u"数える"_s << false;
    QTest::newRow("a line break behind it") << u"count\n"_s << false;
}

void TestFunctionsView::names()
{
    QFETCH(const QString, name);
    QFETCH(const bool, accepted);
    QCOMPARE(functionNameProblem(name).isEmpty(), accepted);
}

void TestFunctionsView::whatComesWithParleyIsTold()
{
    QVERIFY(choose(u"room"_s));
    QTRY_VERIFY(PageProbe::hasText(*m_view, u"Moderates a room's messages"_s));
    QSignalSpy wanted(m_view.get(), &FunctionsView::webhookRequested);
    PageProbe::button(*m_view, u"Make a webhook that calls it…"_s)->click();
    QCOMPARE(wanted.first().first().toString(), u"function:room"_s);
}

void TestFunctionsView::aNewOneIsSaved()
{
    m_probe->broker.answer("PUT /v1/functions/greet", R"({"name":"greet","builtIn":false})", 201);
    m_view->openNew();
    QTRY_VERIFY(code()->isVisible());
    QVERIFY(code()->toPlainText().contains(u"function handle(event)"_s));
    PageProbe::button(*m_view, u"Save"_s)->click();
    QVERIFY(PageProbe::hasText(*m_view, u"Give it a name."_s));
    auto *name = qobject_cast<QLineEdit *>(PageProbe::field(*m_view, u"Name"_s));
    QVERIFY(name);
    name->setText(u"greet"_s);
    m_probe->broker.answer("GET /v1/functions",
                           R"({"functions":[{"name":"greet","builtIn":false}],"engines":[]})");
    m_probe->broker.answer("GET /v1/functions/greet",
                           R"({"name":"greet","builtIn":false,"source":"x"})");
    QVERIFY(!PageProbe::hasText(*m_view, u"Give it a name."_s));
    PageProbe::button(*m_view, u"Save"_s)->click();
    QTRY_COMPARE(m_probe->broker.count("PUT /v1/functions/greet"), 1);
    const auto json = m_probe->lastTo("PUT /v1/functions/greet").json();
    QVERIFY(json[u"source"_s].toString().contains(u"handle"_s));
    QTRY_VERIFY(PageProbe::hasText(*m_view, u"greet"_s));
    QTRY_COMPARE(table()->currentIndex().siblingAtColumn(0).data().toString(), u"greet"_s);
}

void TestFunctionsView::aNewOneTakesNobodysPlace()
{
    m_view->openNew();
    auto *name = qobject_cast<QLineEdit *>(PageProbe::field(*m_view, u"Name"_s));
    QVERIFY(name);
    name->setText(u"count-words"_s);
    PageProbe::button(*m_view, u"Save"_s)->click();
    QVERIFY(PageProbe::hasText(*m_view, u"There is a function of this name already."_s));
    QCOMPARE(m_probe->broker.count("PUT /v1/functions/count-words"), 0);
}

void TestFunctionsView::aRunShowsAllThatItDid()
{
    QVERIFY(choose(u"count-words"_s));
    QTRY_VERIFY(PageProbe::button(*m_view, u"Run"_s));
    PageProbe::button(*m_view, u"Run"_s)->click();
    QTRY_VERIFY(PageProbe::hasText(*m_view, u"✓ 200 in 1.8 ms"_s));
    const auto text = [&](const QString &name) {
        return PageProbe::named<QPlainTextEdit>(*m_view, name)->toPlainText();
    };
    QCOMPARE(text(u"Answer"_s), uR"({"words":41})"_s);
    QCOMPARE(text(u"Log"_s), u"friends-publish 41"_s);
    QVERIFY(text(u"Would publish"_s).startsWith(u"friends-notes: "_s));
    const auto json = m_probe->lastTo("POST /v1/functions/count-words/test").json();
    QVERIFY(json[u"source"_s].toString().contains(u"handle"_s)); // as it stands, saved or not
}

void TestFunctionsView::aFailureIsShown()
{
    m_probe->broker.answer(
        "POST /v1/functions/count-words/test",
        R"json({"status":500,"body":"","error":"TypeError: <b>x</b> (line 3)","log":[],"messages":[],"milliseconds":0.2})json");
    QVERIFY(choose(u"count-words"_s));
    QTRY_VERIFY(PageProbe::button(*m_view, u"Run"_s));
    PageProbe::button(*m_view, u"Run"_s)->click();
    QTRY_VERIFY(PageProbe::hasText(*m_view, u"✕ TypeError: <b>x</b> (line 3)"_s)); // as text
    m_probe->broker.answer("POST /v1/functions/count-words/test", [](const auto &) {
        return FakeBroker::error(503, 203, u"too many tests at once"_s);
    });
    PageProbe::button(*m_view, u"Run"_s)->click();
    QTRY_VERIFY(PageProbe::hasText(*m_view, u"Too many tests at once."_s));
    QVERIFY(PageProbe::button(*m_view, u"Run"_s)->isEnabled());
}

void TestFunctionsView::theLastBodyIsFetched()
{
    QVERIFY(choose(u"count-words"_s));
    QTRY_VERIFY(PageProbe::button(*m_view, u"Last real message"_s));
    PageProbe::button(*m_view, u"Last real message"_s)->click();
    QTRY_VERIFY(PageProbe::hasText(*m_view, u"No webhook calls this function yet"_s));
    m_probe->broker.answer(
        "GET /v1/webhooks",
        R"({"webhooks":[{"id":"whk_1","namespace":"default","topic":"t","url":"function:count-words","state":"active"}]})");
    m_probe->broker.answer(
        "GET /v1/deliveries",
        R"({"deliveries":[{"id":"msg_1","webhookId":"whk_1","namespace":"default","topic":"t","page":1,"sequence":1,"createdAt":1,"state":"delivered"}],"next":""})");
    m_probe->broker.answer(
        "GET /v1/deliveries/msg_1",
        R"({"id":"msg_1","webhookId":"whk_1","namespace":"default","topic":"t","page":1,"sequence":1,"createdAt":1,"state":"delivered","body":"{\"text\":\"real\"}"})");
    PageProbe::button(*m_view, u"Last real message"_s)->click();
    auto *body = PageProbe::named<QPlainTextEdit>(*m_view, u"Body that it is called with"_s);
    QTRY_COMPARE(body->toPlainText(), uR"({"text":"real"})"_s);
}

void TestFunctionsView::whatIsNotSavedWaits()
{
    QVERIFY(choose(u"count-words"_s));
    QTRY_VERIFY(code()->toPlainText().contains(u"words"_s));
    code()->setPlainText(u"function handle() { return 'mine'; }"_s);
    QVERIFY(choose(u"mirror"_s));
    QTRY_VERIFY(code()->toPlainText().contains(u"Counts the words"_s));
    QVERIFY(choose(u"count-words"_s));
    QTRY_VERIFY(code()->toPlainText().contains(u"mine"_s));
    QVERIFY(PageProbe::button(*m_view, u"Save"_s)->isEnabled());
    QVERIFY(table()->currentIndex().siblingAtColumn(0).data().toString().endsWith(u"•"_s));
    QVERIFY(lookTwice()); // another look at the broker does not take it away
    QVERIFY(code()->toPlainText().contains(u"mine"_s));
}

void TestFunctionsView::aCalledOneIsNotDeleted()
{
    m_probe->broker.answer(
        "GET /v1/webhooks",
        R"({"webhooks":[{"id":"whk_1","namespace":"default","topic":"t","url":"function:count-words","state":"active"}]})");
    m_view->refresh();
    QVERIFY(choose(u"count-words"_s));
    QTRY_COMPARE(table()->currentIndex().siblingAtColumn(2).data().toString(), u"1"_s);
    QTRY_VERIFY(PageProbe::button(*m_view, u"Delete"_s));
    PageProbe::button(*m_view, u"Delete"_s)->click();
    QVERIFY(PageProbe::hasText(*m_view, u"Webhooks call it"_s));
    QVERIFY(!m_probe->undo.isPending());
}

void TestFunctionsView::aDeleteCanBeUndone()
{
    m_probe->broker.answer("DELETE /v1/functions/count-words", "", 204);
    QVERIFY(choose(u"count-words"_s));
    QTRY_VERIFY(PageProbe::button(*m_view, u"Delete"_s));
    PageProbe::button(*m_view, u"Delete"_s)->click();
    QTRY_COMPARE(table()->model()->rowCount(), 3);
    m_probe->undo.undoNow();
    QTRY_COMPARE(table()->model()->rowCount(), 4);
    QCOMPARE(m_probe->broker.count("DELETE /v1/functions/count-words"), 0);
    QTRY_VERIFY(choose(u"count-words"_s));
    QTRY_VERIFY(PageProbe::button(*m_view, u"Delete"_s));
    PageProbe::button(*m_view, u"Delete"_s)->click();
    m_probe->undo.commitNow();
    QTRY_COMPARE(m_probe->broker.count("DELETE /v1/functions/count-words"), 1);
}

void TestFunctionsView::tabIndentsAndShiftTabLeaves()
{
    QVERIFY(choose(u"count-words"_s));
    QTRY_VERIFY(code()->isVisible());
    code()->setPlainText(QString());
    m_view->activateWindow();
    code()->setFocus();
    QTRY_VERIFY(code()->hasFocus());
    QTest::keyClick(code(), Qt::Key_Tab);
    QCOMPARE(code()->toPlainText(), u"    "_s);
    QTest::keyClicks(code(), u"if (x) {"_s);
    QTest::keyClick(code(), Qt::Key_Return);
    QCOMPARE(code()->textCursor().positionInBlock(), 8);
    QTest::keyClick(code(), Qt::Key_Backtab, Qt::ShiftModifier);
    QTRY_VERIFY(!code()->hasFocus());
    QVERIFY(code()->marginWidth() > 0);
}

QTEST_MAIN(TestFunctionsView)
#include "tst_functions_view.moc"
