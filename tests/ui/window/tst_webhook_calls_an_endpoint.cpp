#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTest>

#include "server/client/admin_client.h"
#include "tests/support/fake_endpoint/fake_endpoint.h"
#include "tests/ui/window/real_window.h"

using namespace parley;
using parley::test::Answer;
using parley::test::FakeEndpoint;
using parley::test::RealWindow;

class TestWebhookCallsAnEndpoint final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { parley::test::failOnWarnings(); }

    void aSignedPostArrivesAndItsAnswerIsShown()
    {
        FakeEndpoint endpoint;
        endpoint.answer(Answer::status(200, {}, "thank you kindly"));
        RealWindow real;
        QVERIFY(real.start());
        makeTopic(real);
        auto *window = &real.window();
        QVERIFY(real.open(QStringLiteral("Webhooks")));
        QVERIFY(real.click(window, QStringLiteral("New webhook")));
        fillIn(real, QString::fromStdString(endpoint.url()));
        auto *webhooks = real.table(window, QStringLiteral("Webhooks"));
        QVERIFY(real.rowWith(webhooks, QStringLiteral("my program")) >= 0);

        QVERIFY(real.open(QStringLiteral("Topics")));
        QVERIFY(real.waitFor([&] { return real.says(window, QStringLiteral("1 webhook")); }));
        publish(real);
        QTRY_COMPARE(endpoint.requests().size(), 1);
        const auto request = endpoint.requests().constFirst();
        QVERIFY(request.startsWith("POST /hook "));
        for (const auto *field :
             {"webhook-id: msg_", "webhook-timestamp: ", "webhook-signature: v1,", "clear skies"})
            QVERIFY2(request.contains(field), field);
        seeTheDelivery(real);
        QCOMPARE(endpoint.requests().size(), 1); // nothing is sent twice
    }

private:
    static void makeTopic(RealWindow &real)
    {
        client::AdminClient admin;
        admin.setAddress(real.owner());
        bool made = false;
        admin.makeTopic({QStringLiteral("default"), QStringLiteral("weather")},
                        QStringLiteral("memory"), &admin,
                        [&made](const auto &topic) { made = bool(topic); });
        QVERIFY(real.waitFor([&made] { return made; }));
    }

    static void fillIn(RealWindow &real, const QString &url)
    {
        auto *dialog = real.dialog();
        auto *name = real.widget<QLineEdit>(dialog, QStringLiteral("Name"));
        auto *topic = real.widget<QComboBox>(dialog, QStringLiteral("Topic"));
        auto *target = real.widget<QComboBox>(dialog, QStringLiteral("Calls"));
        auto *level = real.widget<QComboBox>(dialog, QStringLiteral("Reach"));
        QVERIFY(name != nullptr && topic != nullptr && target != nullptr && level != nullptr);
        QTRY_VERIFY(topic->count() == 1 && target->count() > 0); // the choices have come
        QTest::keyClicks(name, QStringLiteral("my program"));
        topic->lineEdit()->selectAll();
        QTest::keyClicks(topic->lineEdit(), QStringLiteral("weather"));
        target->lineEdit()->selectAll();
        QTest::keyClicks(target->lineEdit(), url);
        QTest::keyClicks(level, QStringLiteral("local"));
        QCOMPARE(level->currentText(), QStringLiteral("local"));
        QVERIFY(real.click(dialog, QStringLiteral("Make webhook")));
        QVERIFY(real.click(dialog, QStringLiteral("Done")));
    }

    static void publish(RealWindow &real)
    {
        auto *window = &real.window();
        auto *text = real.widget<QPlainTextEdit>(window, QStringLiteral("Message to publish"));
        QVERIFY(text != nullptr);
        QTest::keyClicks(text, QStringLiteral("clear skies"));
        QTest::keyClick(text, Qt::Key_Return, Qt::ControlModifier);
    }

    static void seeTheDelivery(RealWindow &real)
    {
        auto *window = &real.window();
        QVERIFY(real.open(QStringLiteral("Deliveries")));
        auto *deliveries = real.table(window, QStringLiteral("Deliveries"));
        QVERIFY(real.rowWith(deliveries, QStringLiteral("delivered")) >= 0);
        QVERIFY(real.clickRow(deliveries, QStringLiteral("my program")));
        auto *attempts = real.table(window, QStringLiteral("Attempts"));
        QVERIFY(real.rowWith(attempts, QStringLiteral("200")) >= 0);
        QCOMPARE(attempts->model()->rowCount(), 1);
        for (auto *bar : window->findChildren<QTabBar *>()) {
            for (int i = 0; bar->isVisible() && i < bar->count(); ++i) {
                if (bar->tabText(i) == QStringLiteral("Response"))
                    QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(i).center());
            }
        }
        QVERIFY(
            real.waitFor([&] { return real.says(window, QStringLiteral("thank you kindly")); }));
    }
};

QTEST_MAIN(TestWebhookCallsAnEndpoint)
#include "tst_webhook_calls_an_endpoint.moc"
