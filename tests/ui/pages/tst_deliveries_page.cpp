#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QUrl>

#include "tests/support/fake_broker/demo_data.h"
#include "tests/support/fake_broker/fake_broker.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/navigator.h"
#include "ui/common/undo_bar.h"
#include "ui/deliveries/curl_button.h"
#include "ui/deliveries/deliveries_page.h"
#include "ui/deliveries/retention_dialog.h"
#include "ui/models/delivery_model.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;
using parley::test::FakeBroker;

// The Deliveries page by keyboard, in front of a broker that answers or refuses.
class TestDeliveriesPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void lettersActOnTheOneThatIsChosen();
    void theRequestIsCopiedSignedAnew();
    void anAnswerIsForgottenAndComesBack();
    void whatIsKeptCanBeChosen();
    void lettersActOnAllThatAreChosen();
    void lettersInTheFilterLineAreText();
    void filtersAreAskedOfTheBroker();
    void aWrongPatternIsTold();
    void shortPagesAreAskedOn();
    void whatIsNewWaitsWhileOneReads();
    void aPlanComesBeforeManyAreSent();
    void theBrokersRefusalIsShown();

private:
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        m_table->setFocus();
        QTest::keyClick(m_table, key, modifiers);
    }
    bool asked(const QByteArray &method, const QString &path) const
    {
        return std::any_of(
            m_broker->requests().begin(), m_broker->requests().end(),
            [&](const auto &one) { return one.method == method && one.path == path; });
    }
    QString lastQuery() const;
    bool hasText(const QWidget &widget, const QString &part) const;
    QPushButton *button(const QString &part) const; // shown, of any window
    QByteArray eventOf(const QString &id) const;

    std::unique_ptr<FakeBroker> m_broker;
    std::unique_ptr<BrokerLink> m_link;
    Navigator m_navigator;
    UndoBar m_undo;
    ActGuard m_guard;
    std::unique_ptr<DeliveriesPage> m_page;
    QTableView *m_table = nullptr;
};

void TestDeliveriesPage::initTestCase()
{
    QTest::failOnWarning(
        QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s));
}

void TestDeliveriesPage::init()
{
    m_broker = std::make_unique<FakeBroker>();
    QVERIFY(m_broker->listen());
    test::fillWithDemoData(*m_broker);
    m_link = std::make_unique<BrokerLink>();
    m_page = std::make_unique<DeliveriesPage>(PageContext{*m_link, m_navigator, m_undo, m_guard},
                                              nullptr);
    m_link->open({m_broker->url(), FakeBroker::token()});
    m_page->resize(1200, 500);
    m_page->show();
    m_page->refresh();
    for (auto *table : m_page->findChildren<QTableView *>())
        if (table->accessibleName() == u"Deliveries")
            m_table = table;
    QVERIFY(m_table);
    QTRY_VERIFY(m_page->hasData());
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
}

void TestDeliveriesPage::cleanup()
{
    m_page.reset();
    m_link.reset();
    m_broker.reset();
    m_guard.setRules(false, false);
}

QString TestDeliveriesPage::lastQuery() const
{
    QString query;
    for (const auto &request : m_broker->requests())
        if (request.path == u"/v1/deliveries")
            query = QUrl::fromPercentEncoding(request.query.toUtf8());
    return query;
}

bool TestDeliveriesPage::hasText(const QWidget &widget, const QString &part) const
{
    const auto labels = widget.findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
        return label->isVisible() && label->text().contains(part);
    });
}

QPushButton *TestDeliveriesPage::button(const QString &part) const
{
    for (auto *each : m_page->findChildren<QPushButton *>())
        if (each->isVisible() && each->text().contains(part))
            return each;
    return nullptr;
}

QByteArray TestDeliveriesPage::eventOf(const QString &id) const
{
    const QJsonObject delivery{{u"id"_s, id},
                               {u"webhookId"_s, u"whk_shop"_s},
                               {u"namespace"_s, u"default"_s},
                               {u"topic"_s, u"orders"_s},
                               {u"page"_s, 1},
                               {u"sequence"_s, 9000},
                               {u"createdAt"_s, QDateTime::currentMSecsSinceEpoch()},
                               {u"state"_s, u"delivered"_s},
                               {u"attempts"_s, 1}};
    return QJsonDocument(QJsonObject{{u"kind"_s, u"delivery"_s}, {u"delivery"_s, delivery}})
        .toJson(QJsonDocument::Compact);
}

void TestDeliveriesPage::lettersActOnTheOneThatIsChosen()
{
    const QString path = u"/v1/deliveries/msg_01JDB000000000000000000000"_s;
    QVERIFY(hasText(*m_page, u"Retrying 4 of 10, next in 4 min"_s)
            || hasText(*m_page, u"Retrying 4"_s));
    press(Qt::Key_R);
    QTRY_VERIFY(asked("POST", path + u"/retry"_s));
    press(Qt::Key_X);
    QTRY_VERIFY(asked("POST", path + u"/cancel"_s));
    QSignalSpy topics(&m_navigator, &Navigator::topicRequested);
    press(Qt::Key_O);
    QTRY_COMPARE(topics.size(), 1);
    press(Qt::Key_E);
    QTRY_VERIFY(m_page->findChild<QDialog *>());
    m_page->findChild<QDialog *>()->reject();
}

void TestDeliveriesPage::theRequestIsCopiedSignedAnew()
{
    auto *clipboard = QGuiApplication::clipboard();
    m_broker->answer("POST /v1/deliveries/msg_01JDB000000000000000000000/sign",
                     R"({"headers":[{"name":"webhook-signature","value":"v1,fresh"}]})");
    clipboard->clear();
    press(Qt::Key_C);
    QTRY_VERIFY(clipboard->text().startsWith(u"curl -X POST"_s));
    QVERIFY(clipboard->text().contains(u"-H 'webhook-signature: v1,fresh'"_s));
    QCOMPARE(clipboard->text().count(u"webhook-signature"_s), 1);
    // Who may change nothing asks for no signature.
    const auto asked = m_broker->requests().size();
    m_guard.setRules(true, false);
    m_page->refresh();
    clipboard->clear();
    press(Qt::Key_Down);
    press(Qt::Key_Up);
    auto *curl = m_page->findChild<CurlButton *>();
    QTRY_VERIFY(curl->isEnabled()); // its body has come
    press(Qt::Key_C);
    QVERIFY(clipboard->text().startsWith(u"curl -X POST"_s));
    QVERIFY(!clipboard->text().contains(u"signature"_s));
    for (auto i = asked; i < m_broker->requests().size(); ++i)
        QVERIFY(!m_broker->requests().at(i).path.endsWith(u"/sign"_s));
}

void TestDeliveriesPage::anAnswerIsForgottenAndComesBack()
{
    const QByteArray route
        = "DELETE /v1/deliveries/msg_01JDB000000000000000000000/attempts/2/response";
    m_broker->answer(route, "", 204);
    const auto responses = [this] {
        QString all;
        for (auto *text : m_page->findChildren<QPlainTextEdit *>())
            if (text->accessibleName() == u"Response: head")
                all = text->toPlainText();
        return all;
    };
    for (auto *table : m_page->findChildren<QTableView *>())
        if (table->accessibleName() == u"Attempts")
            table->selectRow(1);
    QTRY_VERIFY(responses().startsWith(u"HTTP/1.1 503"_s));
    for (auto *tabs : m_page->findChildren<QTabWidget *>())
        if (tabs->accessibleName() == u"Parts of the attempt")
            tabs->setCurrentIndex(1);
    auto *forget = button(u"Forget this answer"_s);
    QVERIFY(forget);
    forget->click();
    QCOMPARE(responses(), u"It was forgotten."_s);
    QVERIFY(!forget->isEnabled());
    m_undo.undoNow();
    QTRY_VERIFY(responses().startsWith(u"HTTP/1.1 503"_s));
    QCOMPARE(m_broker->count(route), 0);
    forget->click();
    m_undo.commitNow();
    QTRY_COMPARE(m_broker->count(route), 1);
}

void TestDeliveriesPage::whatIsKeptCanBeChosen()
{
    m_broker->answer("GET /v1/deliveries/retention",
                     R"({"days":30,"failedDays":90,"megabytes":1024,"deliveries":1234,)"
                     R"("bytes":5000000,"maxDeliveries":100000})");
    m_broker->answer("PUT /v1/deliveries/retention", [](const auto &) {
        return FakeBroker::error(503, 203, u"the disk is behind"_s);
    });
    QVERIFY(button(u"Kept…"_s));
    button(u"Kept…"_s)->click();
    auto *dialog = m_page->findChild<RetentionDialog *>();
    QVERIFY(dialog);
    QTRY_VERIFY(hasText(*dialog, u"1,234 of at most 100,000"_s));
    const auto fields = dialog->findChildren<QSpinBox *>();
    QCOMPARE(fields.size(), 3);
    auto *save = button(u"Save"_s);
    QVERIFY(save && !save->isEnabled()); // nothing was changed
    fields[0]->setValue(100);
    QVERIFY(hasText(*dialog, u"at least as long"_s));
    QVERIFY(!save->isEnabled());
    fields[1]->setValue(100);
    QVERIFY(save->isEnabled());
    save->click();
    QTRY_VERIFY(hasText(*dialog, u"The disk is behind"_s));
    QVERIFY(save->isEnabled());
    m_broker->answer("PUT /v1/deliveries/retention",
                     R"({"days":100,"failedDays":100,"megabytes":1024,"deliveries":1234,)"
                     R"("bytes":5000000,"maxDeliveries":100000})");
    QPointer open(dialog);
    save->click();
    QTRY_VERIFY(open.isNull());
    const auto sent = m_broker->requests().constLast().json();
    QCOMPARE(sent[u"days"_s].toInt(), 100);
    QCOMPARE(sent[u"megabytes"_s].toInt(), 1024);
}

void TestDeliveriesPage::lettersActOnAllThatAreChosen()
{
    const auto id = [this](int row) {
        return m_table->model()->index(row, 0).data(DeliveryModel::KeyRole).toString();
    };
    const auto route = [&](int row) {
        return QByteArray("POST /v1/deliveries/" + id(row).toLatin1() + "/retry");
    };
    m_broker->answer(route(0), "{}", 202);
    m_broker->answer(
        route(1), [](const auto &) { return FakeBroker::error(409, 104, u"it is being sent"_s); });
    m_broker->answer(route(2), "{}", 202);
    press(Qt::Key_Down, Qt::ShiftModifier);
    press(Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(m_table->selectionModel()->selectedRows().size(), 3);
    press(Qt::Key_R);
    QTRY_VERIFY(hasText(*m_page, u"1 of 3 were refused: It is being sent"_s));
    for (const int row : {0, 1, 2})
        QCOMPARE(m_broker->count(route(row)), 1);
    // Stopped between two.
    m_broker->silence(route(0));
    press(Qt::Key_R);
    QTRY_COMPARE(m_broker->count(route(0)), 2);
    QVERIFY(hasText(*m_page, u"0 of 3 done"_s));
    press(Qt::Key_Escape);
    QVERIFY(!hasText(*m_page, u"of 3 done"_s));
    m_broker->speak(route(0));
    press(Qt::Key_X); // only the one that waits can be given up
    QTRY_VERIFY(asked("POST", u"/v1/deliveries/"_s + id(0) + u"/cancel"_s));
    QCOMPARE(m_broker->count(route(1)), 1);
}

void TestDeliveriesPage::lettersInTheFilterLineAreText()
{
    auto *line = m_page->findChild<QLineEdit *>();
    line->setFocus();
    QTest::keyClicks(line, u"rxe"_s);
    QCOMPARE(line->text(), u"rxe"_s);
    const auto before = m_broker->requests().size();
    m_page->refresh();
    QTRY_VERIFY(m_broker->requests().size() > before); // a request of then would be here
    QVERIFY(!asked("POST", u"/v1/deliveries/msg_01JDB000000000000000000000/retry"_s));
}

void TestDeliveriesPage::filtersAreAskedOfTheBroker()
{
    auto *line = m_page->findChild<QLineEdit *>();
    line->setFocus();
    QTest::keyClicks(line, u"topic:orders {\"n\":[1]} out of order"_s);
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_VERIFY(lastQuery().contains(u"text=out of order"_s));
    QVERIFY(lastQuery().contains(u"topic=orders"_s));
    QVERIFY(lastQuery().contains(u"json={\"n\":[1]}"_s));
    for (auto *chip : m_page->findChildren<QToolButton *>())
        if (chip->text() == u"1 h")
            chip->click();
    QTRY_VERIFY(lastQuery().contains(u"from="_s));
    for (auto *box : m_page->findChildren<QComboBox *>())
        if (box->accessibleName() == u"State") {
            box->setFocus();
            QTest::keyClick(box, Qt::Key_Down);
        }
    QTRY_VERIFY(lastQuery().contains(u"state=dead"_s));
}

void TestDeliveriesPage::aWrongPatternIsTold()
{
    auto *line = m_page->findChild<QLineEdit *>();
    line->setFocus();
    QTest::keyClicks(line, u"{\"n\":"_s);
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_VERIFY(hasText(*m_page, u"not complete JSON"_s));
}

void TestDeliveriesPage::shortPagesAreAskedOn()
{
    int questions = 0;
    m_broker->answer("GET /v1/deliveries", [&questions](const auto &) {
        ++questions;
        return FakeBroker::Response{.body = questions < 4
                                        ? R"({"deliveries":[],"next":"msg_)"
                                            + QByteArray::number(9 - questions) + "\"}"
                                        : QByteArray(R"({"deliveries":[],"next":null})")};
    });
    for (auto *chip : m_page->findChildren<QToolButton *>())
        if (chip->text() == u"15 m")
            chip->click();
    QTRY_COMPARE(questions, 4);
    QTRY_VERIFY(hasText(*m_page, u"No delivery is like that."_s));
}

void TestDeliveriesPage::whatIsNewWaitsWhileOneReads()
{
    QTRY_VERIFY(m_broker->sockets() > 0);
    const int rows = m_table->model()->rowCount();
    const auto publish = [this](const QString &id) {
        m_broker->publish({u"default"_s, u"$events/deliveries"_s}, eventOf(id));
    };
    publish(u"msg_1"_s);
    QTRY_COMPARE(m_table->model()->rowCount(), rows + 1);
    m_table->verticalScrollBar()->setValue(3);
    publish(u"msg_2"_s);
    publish(u"msg_3"_s);
    QTRY_VERIFY(button(u"▲ 2 new"_s));
    QCOMPARE(m_table->model()->rowCount(), rows + 1);
    QTest::mouseClick(button(u"▲ 2 new"_s), Qt::LeftButton);
    QTRY_COMPARE(m_table->model()->rowCount(), rows + 3);
    QCOMPARE(m_table->verticalScrollBar()->value(), 0);
    press(Qt::Key_Space); // pauses at the top too
    publish(u"msg_4"_s);
    QTRY_VERIFY(button(u"▲ 1 new"_s));
    press(Qt::Key_Space);
    QTRY_COMPARE(m_table->model()->rowCount(), rows + 4);
}

void TestDeliveriesPage::aPlanComesBeforeManyAreSent()
{
    m_broker->answer("POST /v1/replays",
                     R"({"id":"rpl_1","state":"planned","count":37,"counted":true,"sample":[]})");
    m_broker->answer("POST /v1/replays/rpl_1/run",
                     R"({"id":"rpl_1","state":"running","count":37,"done":0,"failed":0})");
    m_broker->answer("GET /v1/replays/rpl_1",
                     R"({"id":"rpl_1","state":"done","count":37,"done":36,"failed":1})");
    press(Qt::Key_R, Qt::ShiftModifier);
    QTRY_VERIFY(button(u"Send 37 again"_s));
    QVERIFY(!asked("POST", u"/v1/replays/rpl_1/run"_s));
    const auto plan = std::find_if(m_broker->requests().begin(), m_broker->requests().end(),
                                   [](const auto &one) { return one.path == u"/v1/replays"; });
    QCOMPARE(plan->json()[u"state"_s].toArray(), QJsonArray{u"dead"_s});
    QTest::mouseClick(button(u"Send 37 again"_s), Qt::LeftButton);
    QTRY_VERIFY(hasText(*m_page, u"36 of 37 are queued again, 1 could not be."_s));
}

void TestDeliveriesPage::theBrokersRefusalIsShown()
{
    m_broker->answer("POST /v1/deliveries/msg_01JDB000000000000000000000/retry",
                     R"({"error":{"code":114,"message":"its webhook is not active"}})", 409);
    press(Qt::Key_R);
    QTRY_VERIFY(hasText(*m_page, u"ts webhook is not active"_s));
    m_broker->answer("GET /v1/deliveries",
                     R"({"error":{"code":203,"message":"the disk is behind","retryable":true}})",
                     503);
    for (auto *chip : m_page->findChildren<QToolButton *>())
        if (chip->text() == u"24 h")
            chip->click();
    QTRY_VERIFY(hasText(*m_page, u"The disk is behind"_s));
}

QTEST_MAIN(TestDeliveriesPage)
#include "tst_deliveries_page.moc"
