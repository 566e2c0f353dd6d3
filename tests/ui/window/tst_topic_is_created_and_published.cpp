#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTabWidget>
#include <QTest>

#include "server/client/admin_client.h"
#include "server/client/socket_client.h"
#include "tests/ui/window/real_window.h"
#include "ui/views/log_view.h"

using namespace parley;
using parley::test::RealWindow;

class TestTopicIsCreatedAndPublished final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { parley::test::failOnWarnings(); }

    void aTopicIsMadeWrittenToAndWatched()
    {
        RealWindow real;
        QVERIFY(real.start());
        auto *window = &real.window();
        QVERIFY(real.open(QStringLiteral("Topics")));
        QVERIFY(real.click(window, QStringLiteral("Make the first topic")));
        makeTopic(real);

        auto *topics = real.table(window, QStringLiteral("Topics"));
        QVERIFY(real.clickRow(topics, QStringLiteral("weather")));
        client::SocketClient reader;
        reader.subscribe({QStringLiteral("default"), QStringLiteral("weather")},
                         client::Start::latest(), &reader);
        reader.open({real.owner().url, readersSecret(real)});
        QVERIFY(real.waitFor(
            [&] { return real.says(window, QStringLiteral("will reach 1 subscriber")); }));

        publish(real);
        auto *messages = real.table(window, QStringLiteral("Last messages"));
        QVERIFY(real.rowWith(messages, QStringLiteral("sunny spells")) >= 0);
        seeWhoReads(real);
        seeItLive(real);
    }

private:
    static void makeTopic(RealWindow &real)
    {
        auto *dialog = real.dialog();
        auto *name = real.widget<QLineEdit>(dialog, QStringLiteral("Name"));
        QVERIFY(name != nullptr);
        QTest::keyClicks(name, QStringLiteral("weather"));
        QVERIFY(real.click(dialog, QStringLiteral("Make topic")));
    }

    // Of a token that may read and has a name for people.
    static QByteArray readersSecret(RealWindow &real)
    {
        client::AdminClient admin;
        admin.setAddress(real.owner());
        client::TokenRequest request;
        request.label = QStringLiteral("Weather station");
        client::GrantInfo grant;
        grant.role = QStringLiteral("subscribe");
        grant.topic = QStringLiteral("weather");
        request.grants = {grant};
        QByteArray secret;
        admin.issueToken(request, &admin, [&secret](const Result<client::IssuedToken> &issued) {
            secret = issued ? issued->secret : QByteArray("refused");
        });
        (void)real.waitFor([&secret] { return !secret.isEmpty(); });
        return secret;
    }

    static void publish(RealWindow &real)
    {
        auto *window = &real.window();
        auto *text = real.widget<QPlainTextEdit>(window, QStringLiteral("Message to publish"));
        QVERIFY(text != nullptr);
        QTest::mouseClick(text->viewport(), Qt::LeftButton);
        QTest::keyClicks(text, QStringLiteral("sunny spells"));
        QVERIFY(real.click(window, QStringLiteral("Publish")));
        QVERIFY(real.waitFor([&] { return real.says(window, QStringLiteral("published as")); }));
    }

    static void seeWhoReads(RealWindow &real)
    {
        auto *window = &real.window();
        QTabBar *bar = nullptr;
        int tab = -1;
        QVERIFY(real.waitFor([&] {
            for (auto *each : window->findChildren<QTabBar *>()) {
                for (int i = 0; each->isVisible() && i < each->count(); ++i) {
                    if (each->tabText(i) == QStringLiteral("Subscribers 1")) {
                        bar = each;
                        tab = i;
                    }
                }
            }
            return bar != nullptr;
        }));
        QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(tab).center());
        auto *readers = real.table(window, QStringLiteral("Subscribers"));
        QVERIFY(real.rowWith(readers, QStringLiteral("Weather station")) >= 0);
    }

    static void seeItLive(RealWindow &real)
    {
        auto *window = &real.window();
        QVERIFY(real.click(window, QStringLiteral("Follow live")));
        auto *log = window->findChild<ui::LogView *>();
        QTRY_VERIFY(log->isVisible() && log->shownRows() == 1); // of this topic only
        QTest::mouseClick(log->viewport(), Qt::LeftButton, {}, QPoint(40, 8));
        QVERIFY(log->currentRow() != 0);
        const auto row = log->row(log->currentRow());
        QVERIFY(row.has_value());
        QCOMPARE(row->topic, QStringLiteral("weather"));
        QCOMPARE(row->payload.toByteArray(), QByteArray("sunny spells"));
        QVERIFY(real.waitFor([&] { return real.says(window, QStringLiteral("sunny spells")); }));
    }
};

QTEST_MAIN(TestTopicIsCreatedAndPublished)
#include "tst_topic_is_created_and_published.moc"
