#include <QTest>

#include "server/protocol/envelope.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

// The texts are those of README.md, section 5.
class tst_Envelope : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writes_data();
    void writes();
};

void tst_Envelope::writes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");

    const TopicKey key{NamespaceName::standard(), *TopicName::parse("weather")};
    const Error error{ErrorCode::NotFound, "no \"sport\""};
    const QByteArray errorText(
        R"({"code":103,"name":"not_found","message":"no \"sport\"","retryable":false})");
    const QByteArray named(R"("namespace":"default","topic":"weather")");
    const auto row = [](const char *name, const std::string &text, const QByteArray &expected) {
        QTest::newRow(name) << bytes(text) << expected;
    };
    Token token;
    token.id = "tok_1";
    token.publisherId = "Ana";
    row("authenticated", authenticatedReply(1, token),
        R"({"type":"authenticated","id":1,"tokenId":"tok_1","publisherId":"Ana","admin":false,"validUntil":null})");
    token.scope.admin = true;
    token.validUntil = fromEpochMilliseconds(1795464000000);
    row("authenticated, expires, no id", authenticatedReply(std::nullopt, token),
        R"({"type":"authenticated","tokenId":"tok_1","publisherId":"Ana","admin":true,"validUntil":1795464000000})");
    row("subscribed", subscribedReply(2, key, {3, 0}, 7),
        R"({"type":"subscribed","id":2,)" + named + R"(,"page":3,"sequence":0,"last":7})");
    row("unsubscribed", unsubscribedReply(5, key),
        R"({"type":"unsubscribed","id":5,)" + named + '}');
    row("ack stored", ackReply(3, {3, 2}, AckKind::Stored),
        R"({"type":"ack","id":3,"page":3,"sequence":2,"ack":"stored"})");
    row("ack accepted", ackReply(0, {9007199254740991, 1}, AckKind::Accepted),
        R"({"type":"ack","id":0,"page":9007199254740991,"sequence":1,"ack":"accepted"})");
    row("error", errorReply(6, error), R"({"type":"error","id":6,"error":)" + errorText + '}');
    row("error of a command without id", errorReply(std::nullopt, error),
        R"({"type":"error","error":)" + errorText + '}');
    row("pong", pongReply(8), R"({"type":"pong","id":8})");
    row("pong without id", pongReply(std::nullopt), R"({"type":"pong"})");
    row("gap", gapPush(key, {3, 17}, {4, 1}),
        R"({"type":"gap",)" + named
            + R"(,"after":{"page":3,"sequence":17},"next":{"page":4,"sequence":1}})");
    row("closed", closedPush(key, error),
        R"({"type":"closed",)" + named + R"(,"error":)" + errorText + '}');
    row("heartbeat", heartbeatPush(fromEpochMilliseconds(1795464000000)),
        R"({"type":"heartbeat","time":1795464000000})");
    row("HTTP body", errorBody({ErrorCode::Busy, "b"}),
        R"({"error":{"code":203,"name":"busy","message":"b","retryable":true}})");
}

void tst_Envelope::writes()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(text, expected);
}

QTEST_APPLESS_MAIN(tst_Envelope)
#include "tst_envelope.moc"
