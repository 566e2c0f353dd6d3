#include <QTest>

#include "server/functions/ordered_outbox.h"

using namespace parley::functions;

class TestOrderedOutbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void settledTwiceIsIgnored();
    void unknownTicketIsIgnored();
    void sendsInOrderOfEntering();
    void lanesDoNotWaitForEachOther();
    void leavingFreesTheLane();
    void mayEnterWhileSending();
};

void TestOrderedOutbox::settledTwiceIsIgnored()
{
    OrderedOutbox outbox;
    int sent = 0;
    const auto ticket = outbox.enter("a");
    outbox.ready(ticket, [&] { ++sent; });
    outbox.ready(ticket, [&] { ++sent; });
    outbox.leave(ticket);
    QCOMPARE(sent, 1);
    QVERIFY(outbox.isEmpty());
}

void TestOrderedOutbox::unknownTicketIsIgnored()
{
    OrderedOutbox outbox;
    outbox.leave(7);
    outbox.ready(0, [] { QFAIL("sent"); });
    QVERIFY(outbox.isEmpty());
}

void TestOrderedOutbox::sendsInOrderOfEntering()
{
    OrderedOutbox outbox;
    QString sent;
    const auto first = outbox.enter("a");
    const auto second = outbox.enter("a");
    const auto third = outbox.enter("a");
    outbox.ready(third, [&] { sent += u'3'; });
    outbox.ready(second, [&] { sent += u'2'; });
    QCOMPARE(sent, QString());
    outbox.ready(first, [&] { sent += u'1'; });
    QCOMPARE(sent, QStringLiteral("123"));
    QVERIFY(outbox.isEmpty());
}

void TestOrderedOutbox::lanesDoNotWaitForEachOther()
{
    OrderedOutbox outbox;
    bool sent = false;
    const auto slow = outbox.enter("a");
    outbox.ready(outbox.enter("b"), [&] { sent = true; });
    QVERIFY(sent);
    outbox.leave(slow);
    QVERIFY(outbox.isEmpty());
}

void TestOrderedOutbox::leavingFreesTheLane()
{
    OrderedOutbox outbox;
    bool sent = false;
    const auto first = outbox.enter("a");
    outbox.ready(outbox.enter("a"), [&] { sent = true; });
    QVERIFY(!sent);
    outbox.leave(first);
    QVERIFY(sent);
}

void TestOrderedOutbox::mayEnterWhileSending()
{
    OrderedOutbox outbox;
    QString sent;
    const auto first = outbox.enter("a");
    outbox.ready(first, [&] {
        sent += u'1';
        outbox.ready(outbox.enter("a"), [&] { sent += u'2'; });
    });
    QCOMPARE(sent, QStringLiteral("12"));
    QVERIFY(outbox.isEmpty());
}

QTEST_APPLESS_MAIN(TestOrderedOutbox)
#include "tst_ordered_outbox.moc"
