#include <QTest>

#include "ui/topics/payload_format.h"
#include "ui/models/webhook_target.h"
#include "ui/common/broker_url.h"

using namespace parley;
using namespace parley::ui;

// What people type, before anything is sent.
class TestPayloadFormat final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void payloads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("format");
        QTest::addColumn<bool>("accepted");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("text") << QStringLiteral("é") << 0 << true << QByteArray("\xc3\xa9");
        QTest::newRow("empty text") << QString() << 0 << true << QByteArray();
        QTest::newRow("JSON as typed")
            << QStringLiteral("{ \"a\" : 1 }") << 1 << true << QByteArray("{ \"a\" : 1 }");
        QTest::newRow("cut JSON") << QStringLiteral("[1,") << 1 << false << QByteArray();
        QTest::newRow("empty JSON") << QString() << 1 << false << QByteArray();
        QTest::newRow("hex") << QStringLiteral("00 FF\n0a") << 2 << true
                             << QByteArray("\0\xff\n", 3);
        QTest::newRow("half a byte") << QStringLiteral("0") << 2 << false << QByteArray();
        QTest::newRow("no hex") << QStringLiteral("zz") << 2 << false << QByteArray();
        QTest::newRow("base64") << QStringLiteral("AAEC/w==") << 3 << true
                                << QByteArray("\0\1\2\xff", 4);
        QTest::newRow("no base64") << QStringLiteral("***") << 3 << false << QByteArray();
    }

    void payloads()
    {
        QFETCH(QString, text);
        QFETCH(int, format);
        QFETCH(bool, accepted);
        QFETCH(QByteArray, bytes);
        const auto payload = typedPayload(text, static_cast<PayloadFormat>(format));
        QCOMPARE(bool(payload), accepted);
        if (accepted)
            QCOMPARE(payload->bytes, bytes);
        else
            QVERIFY(!payload.error().message.empty());
    }

    void webhookAddresses_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("https") << QStringLiteral("https://example.org/hook") << true;
        QTest::newRow("http with a port") << QStringLiteral("http://127.0.0.1:9000/") << true;
        QTest::newRow("function") << QStringLiteral("function:echo") << true;
        QTest::newRow("no function") << QStringLiteral("function:") << false;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("file") << QStringLiteral("file:///etc/passwd") << false;
        QTest::newRow("javascript") << QStringLiteral("javascript:alert(1)") << false;
        QTest::newRow("no host") << QStringLiteral("http:///x") << false;
        QTest::newRow("password inside") << QStringLiteral("https://a:b@example.org/") << false;
        QTest::newRow("blank") << QStringLiteral("https://exa mple.org/") << false;
        QTest::newRow("too long") << QStringLiteral("https://example.org/")
                + QString(3000, QLatin1Char('a'))
                                  << false;
    }

    void webhookAddresses()
    {
        QFETCH(QString, url);
        QFETCH(bool, accepted);
        QCOMPARE(webhookUrlProblem(url).isEmpty(), accepted);
    }

    void brokers_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("here") << QStringLiteral("http://127.0.0.1:8080") << true;
        QTest::newRow("here by name") << QStringLiteral("http://localhost:8080") << true;
        QTest::newRow("far with TLS") << QStringLiteral("https://broker.example.org") << true;
        QTest::newRow("far in the clear") << QStringLiteral("http://broker.example.org") << false;
        QTest::newRow("looks like here") << QStringLiteral("http://127.0.0.1.example.org") << false;
        QTest::newRow("other scheme") << QStringLiteral("ws://127.0.0.1") << false;
        QTest::newRow("empty") << QString() << false;
    }

    void brokers()
    {
        QFETCH(QString, url);
        QFETCH(bool, accepted);
        QCOMPARE(brokerUrlProblem(QUrl(url)).isEmpty(), accepted);
    }
};

QTEST_GUILESS_MAIN(TestPayloadFormat)
#include "tst_payload_format.moc"
