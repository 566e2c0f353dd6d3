#include <QListWidget>
#include <QTest>

#include "tests/ui/window/real_window.h"

using parley::test::RealWindow;

class TestFirstRunStartsTheDemo final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { parley::test::failOnWarnings(); }

    void oneClickMakesARoomThatTalks()
    {
        RealWindow real;
        QVERIFY(real.start());
        auto *window = &real.window();
        QVERIFY(real.click(window, QStringLiteral("Start the demo room")));

        auto *rooms = real.widget<QListWidget>(window, QStringLiteral("Rooms")); // the chat opens
        QVERIFY(rooms != nullptr);
        QTRY_COMPARE(rooms->count(), 1);
        QCOMPARE(rooms->item(0)->text(), QStringLiteral("# friends"));
        QVERIFY(real.waitFor([&] { return real.says(window, QStringLiteral("You are Me")); }));

        QVERIFY(real.open(QStringLiteral("Topics")));
        auto *topics = real.table(window, QStringLiteral("Topics"));
        for (const auto *name : {"friends-publish", "friends-subscribe-english",
                                 "friends-subscribe-spanish", "friends-subscribe-japanese"})
            QVERIFY2(real.rowWith(topics, QString::fromLatin1(name)) >= 0, name);

        QVERIFY(real.open(QStringLiteral("Webhooks")));
        auto *webhooks = real.table(window, QStringLiteral("Webhooks"));
        QVERIFY(real.rowWith(webhooks, QStringLiteral("function room")) >= 0);

        QVERIFY(real.open(QStringLiteral("Tokens")));
        auto *tokens = real.table(window, QStringLiteral("Tokens"));
        for (const auto *person : {"Ana (demo)", "Ben (demo)", "Yuki (demo)"})
            QVERIFY2(real.rowWith(tokens, QString::fromLatin1(person)) >= 0, person);

        QVERIFY(real.open(QStringLiteral("Deliveries"))); // somebody said something
        auto *deliveries = real.table(window, QStringLiteral("Deliveries"));
        QVERIFY(real.rowWith(deliveries, QStringLiteral("delivered")) >= 0);

        QVERIFY(real.open(QStringLiteral("Overview"))); // no second offer
        QVERIFY(real.waitFor([&] { return !real.says(window, QStringLiteral("is empty")); }));
    }
};

QTEST_MAIN(TestFirstRunStartsTheDemo)
#include "tst_first_run_starts_the_demo.moc"
