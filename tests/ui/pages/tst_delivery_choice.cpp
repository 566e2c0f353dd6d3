#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>
#include <QUrlQuery>

#include "tests/support/fake_broker/demo_data.h"
#include "tests/ui/pages/page_probe.h"
#include "ui/deliveries/attempt_view.h"
#include "ui/deliveries/deliveries_page.h"
#include "ui/deliveries/delivery_filter_bar.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;
using parley::test::PageProbe;

namespace {

client::WebhookInfo webhookOf(const QString &id)
{
    client::WebhookInfo webhook;
    webhook.id = id;
    webhook.name = u"Shop"_s;
    return webhook;
}

client::AttemptInfo answered(const QString &address, const QString &head, const QByteArray &body)
{
    client::AttemptInfo attempt;
    attempt.outcome = u"ok"_s;
    attempt.httpStatus = 200;
    attempt.address = address;
    attempt.responseHead = head;
    attempt.responseBody = body;
    return attempt;
}

} // namespace

// Which deliveries are asked for when another page leads here, and what is said of an answer.
class TestDeliveryChoice final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWebhookIsAskedForBeforeItsNameIsKnown();
    void aWebhookThatIsGoneIsNotAskedFor();
    void aPersonsChoiceWins();
    void whatAnAnswerSaysOfItsHead_data();
    void whatAnAnswerSaysOfItsHead();
    void anAttemptAloneHasNothingToCompare();
};

void TestDeliveryChoice::aWebhookIsAskedForBeforeItsNameIsKnown()
{
    PageProbe probe;
    QVERIFY(probe.open());
    test::fillWithDemoData(probe.broker);
    probe.broker.silence("GET /v1/webhooks");
    DeliveriesPage page(probe.context(), nullptr);
    page.show();
    page.showWebhook(u"whk_shop"_s);
    QTRY_VERIFY(probe.broker.count("GET /v1/deliveries") > 0);
    QCOMPARE(QUrlQuery(probe.lastTo("GET /v1/deliveries").query).queryItemValue(u"webhook"_s),
             u"whk_shop"_s);
}

void TestDeliveryChoice::aWebhookThatIsGoneIsNotAskedFor()
{
    DeliveryFilterBar bar(nullptr);
    bar.setWebhooks({webhookOf(u"whk_1"_s)});
    bar.setWebhook(u"whk_1"_s);
    QCOMPARE(bar.query()->webhookId, u"whk_1"_s);
    QSignalSpy changed(&bar, &DeliveryFilterBar::queryChanged);
    bar.setWebhooks({webhookOf(u"whk_1"_s)});
    QCOMPARE(changed.count(), 0); // the same as before
    bar.setWebhooks({webhookOf(u"whk_2"_s)});
    QCOMPARE(changed.count(), 1);
    QVERIFY(bar.query()->webhookId.isEmpty());
    QVERIFY(bar.isEmpty());
}

void TestDeliveryChoice::aPersonsChoiceWins()
{
    DeliveryFilterBar bar(nullptr);
    bar.setWebhook(u"whk_1"_s); // not known yet
    QCOMPARE(bar.query()->webhookId, u"whk_1"_s);
    QVERIFY(!bar.isEmpty());
    bar.clear();
    QVERIFY(bar.query()->webhookId.isEmpty());
}

void TestDeliveryChoice::whatAnAnswerSaysOfItsHead_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("head");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("said");
    QTest::addColumn<bool>("canForget");
    QTest::newRow("forgotten") << u"127.0.0.1:80"_s << QString() << QByteArray() << u"forgotten"_s
                               << false;
    QTest::newRow("a function") << u"function"_s << QString() << QByteArray("{}")
                                << u"without a head"_s << true;
    QTest::newRow("an endpoint") << u"127.0.0.1:80"_s << u"HTTP/1.1 200 OK"_s << QByteArray("{}")
                                 << u"200 OK"_s << true;
}

void TestDeliveryChoice::whatAnAnswerSaysOfItsHead()
{
    QFETCH(QString, address);
    QFETCH(QString, head);
    QFETCH(QByteArray, body);
    QFETCH(QString, said);
    QFETCH(bool, canForget);
    AttemptView view(nullptr);
    view.setAttempt(answered(address, head, body));
    const auto *text = PageProbe::named<QPlainTextEdit>(view, u"Response: head"_s);
    QVERIFY(text);
    QVERIFY2(text->toPlainText().contains(said), qPrintable(text->toPlainText()));
    QCOMPARE(view.forgetButton()->isEnabled(), canForget);
}

void TestDeliveryChoice::anAttemptAloneHasNothingToCompare()
{
    AttemptView view(nullptr);
    view.setAlone();
    view.setAttempt(answered(u"127.0.0.1:80"_s, u"HTTP/1.1 200 OK"_s, "{}"));
    QStringList shown;
    for (int i = 0; i < view.tabs()->count(); ++i)
        if (view.tabs()->isTabVisible(i))
            shown.append(view.tabs()->tabText(i));
    QCOMPARE(shown, (QStringList{u"Request"_s, u"Response"_s, u"Timing"_s}));
    QVERIFY(view.forgetButton()->isHidden());
}

QTEST_MAIN(TestDeliveryChoice)
#include "tst_delivery_choice.moc"
