#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "tests/support/raw_http.h"
#include "tests/system/operation_table.h"

using namespace parley::test;

// Every operation of the wire, by every kind of token: it is done where one of its keys is held,
// and refused for want of a right where none is. Fails when any cell of that table flips.
class TestEveryOperationAsksForItsRight : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void token_data();
    void token();
    void theTableIsNotOneSided();

private:
    BrokerProcess m_broker;
    int m_done = 0;
    int m_denied = 0;
};

namespace {

using Keys = QSet<QByteArray>;

const Keys kNothing{"any"};

QByteArray grantOf(const QByteArray &role, const QByteArray &where)
{
    return R"({"grants":[{"role":")" + role + R"(",)" + where + "}]}";
}

Keys keysOf(const QByteArray &role) // on garden/north
{
    Keys keys = kNothing;
    if (role == "publish" || role == "both")
        keys += "publish";
    if (role == "subscribe" || role == "both")
        keys += {"live", "kept"};
    if (role == "history")
        keys += "kept";
    if (role == "manage")
        keys += "manage";
    return keys;
}

// Held where the grant reaches garden/nowhere too.
Keys widely(const QByteArray &role)
{
    Keys keys = keysOf(role);
    if (keys.contains("kept"))
        keys += "nowhere";
    if (keys.contains("manage"))
        keys += "manages nowhere";
    return keys;
}

void addGrantRows(const QByteArray &role)
{
    const auto row = [&](const char *where, const QByteArray &members, const Keys &keys) {
        QTest::newRow((role + " on " + where).constData()) << grantOf(role, members) << keys;
    };
    Keys elsewhere = kNothing;
    if (role == "manage")
        elsewhere += "manages something";
    const QByteArray here = R"("namespace":"default",)";
    row("the name", here + R"("topic":"garden/north")", keysOf(role));
    row("a prefix", here + R"("topicPrefix":"garden/")", widely(role));
    row("all topics", here + R"("allTopics":true)", widely(role));
    row("all namespaces", R"("allNamespaces":true,"topic":"garden/north")", keysOf(role));
    row("everything", R"("allNamespaces":true,"allTopics":true)", widely(role));
    row("a shorter name", here + R"("topic":"garden")", elsewhere);
    row("a longer name", here + R"("topic":"garden/north1")", elsewhere);
    row("other case", here + R"("topic":"Garden/north")", elsewhere);
    row("a longer prefix", here + R"("topicPrefix":"garden/north/")", elsewhere);
    row("another namespace", R"("namespace":"other","allTopics":true)", elsewhere);
}

void addAreaRows()
{
    for (const QByteArray area :
         {"namespaces", "topics", "webhooks", "tokens", "logs", "moderation"})
        for (const QByteArray access : {"read", "write"}) {
            Keys keys = kNothing + Keys{"anything administrative", area + ".read"};
            if (access == "write")
                keys += area + ".write";
            QTest::newRow((area + " " + access).constData())
                << QByteArray(R"({"admin":{")" + area + R"(":")" + access + R"("}})") << keys;
        }
}

} // namespace

void TestEveryOperationAsksForItsRight::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "garden/north"));
}

void TestEveryOperationAsksForItsRight::token_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<Keys>("keys");
    for (const QByteArray role : {"publish", "subscribe", "both", "history", "manage"})
        addGrantRows(role);
    addAreaRows();
    QTest::newRow("webhooks write, and reads")
        << QByteArray(R"({"admin":{"webhooks":"write"},"grants":[{"role":"subscribe",)"
                      R"("namespace":"default","topic":"garden/north"}]})")
        << kNothing
            + Keys{"anything administrative", "webhooks.read", "webhooks.write", "live", "kept",
                   "webhooks.write and live"};
    QTest::newRow("tokens write, and publishes")
        << QByteArray(R"({"admin":{"tokens":"write"},"grants":[{"role":"publish",)"
                      R"("namespace":"default","topic":"garden/north"}]})")
        << kNothing
            + Keys{"anything administrative", "tokens.read", "tokens.write", "publish",
                   "tokens.write and publish"};
    QTest::newRow("what a room is made of")
        << QByteArray(R"({"admin":{"topics":"write","webhooks":"write","tokens":"write"}})")
        << kNothing
            + Keys{"anything administrative",
                   "topics.read",
                   "topics.write",
                   "webhooks.read",
                   "webhooks.write",
                   "tokens.read",
                   "tokens.write",
                   "topics.write and webhooks.write and tokens.write"};
    QTest::newRow("a shop's key") << QByteArray(R"({"templates":["chat-member"]})")
                                  << kNothing + Keys{"sells chat-member"};
    QTest::newRow("a shop's key for something else")
        << QByteArray(R"({"templates":["reader"]})") << kNothing;
    QTest::newRow("disposable") << QByteArray(
        R"({"kind":"disposable","validForSeconds":3600,"grants":[{"role":"both",)"
        R"("namespace":"default","topic":"garden/north"}]})")
                                << keysOf("both");
    Keys all; // but what nobody may
    for (const Operation &operation : allOperations())
        all += operation.keys;
    QTest::newRow("admin") << QByteArray(R"({"admin":true})") << all;
}

void TestEveryOperationAsksForItsRight::token()
{
    QFETCH(const QByteArray, request);
    QFETCH(const Keys, keys);
    const HttpAnswer issued = ask(m_broker.port(), m_broker.ownerToken(), "POST", "/v1/tokens",
                                  QJsonDocument::fromJson(request).object());
    const QByteArray secret = issued.json()[QLatin1String("secret")].toString().toLatin1();
    QVERIFY2(!secret.isEmpty(), issued.body.constData());
    QByteArrayList wrongCells;
    for (const Operation &operation : allOperations()) {
        QByteArray told;
        const Tried tried = tryOperation(m_broker, secret, operation, told);
        const bool mayDo = keys.intersects(operation.keys);
        if (tried != (mayDo ? Tried::Done : Tried::Denied))
            wrongCells += operation.name + (mayDo ? " must be done: " : " must be denied: ") + told;
        ++(mayDo ? m_done : m_denied);
    }
    QVERIFY2(wrongCells.isEmpty(), wrongCells.join("\n  ").constData());
}

void TestEveryOperationAsksForItsRight::theTableIsNotOneSided()
{
    QVERIFY(m_done > 400);
    QVERIFY(m_denied > 2500);
    qInfo("%d cells done, %d denied", m_done, m_denied);
}

QTEST_GUILESS_MAIN(TestEveryOperationAsksForItsRight)
#include "tst_every_operation_asks_for_its_right.moc"
