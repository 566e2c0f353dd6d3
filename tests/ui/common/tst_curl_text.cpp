#include <QProcess>
#include <QTest>

#include "ui/common/curl_text.h"

using namespace parley;
using namespace parley::ui;

class TestCurlText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aShellReadsBackWhatWasQuoted_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << QStringLiteral("hello");
        QTest::newRow("empty") << QString();
        QTest::newRow("quotes") << QStringLiteral("it's \"quoted\"");
        QTest::newRow("command") << QStringLiteral("$(touch /tmp/x) `id` ; rm -rf / #");
        QTest::newRow("backslashes and lines") << QStringLiteral("a\\b\n'c'");
        QTest::newRow("other scripts") << QStringLiteral("日本語 😀");
    }

    void aShellReadsBackWhatWasQuoted()
    {
        QFETCH(QString, text);
        QProcess shell;
        shell.start(QStringLiteral("/bin/sh"),
                    {QStringLiteral("-c"), QStringLiteral("printf %s ") + shellQuoted(text)});
        QVERIFY(shell.waitForFinished());
        QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()), text);
    }

    void publishLeavesTheTokenOut()
    {
        const auto text
            = publishCurl(QUrl(QStringLiteral("http://127.0.0.1:8080")),
                          {QStringLiteral("default"), QStringLiteral("a/b")}, "hi", true);
        QVERIFY(text.contains(QLatin1String("$PARLEY_TOKEN")));
        QVERIFY(text.contains(QLatin1String("'http://127.0.0.1:8080/v1/publish/default/a/b'")));
    }

    void bytesGoThroughBase64()
    {
        const auto text = publishCurl(QUrl(QStringLiteral("http://127.0.0.1:8080")),
                                      {QStringLiteral("default"), QStringLiteral("a")},
                                      QByteArray("\0\xff'", 3), false);
        QVERIFY(text.contains(QLatin1String("AP8n")));
        QVERIFY(text.contains(QLatin1String("octet-stream")));
    }

    void requestsKeepNoCredentials()
    {
        const auto head
            = QStringLiteral("POST /x HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer s3cret\r\n"
                             "Cookie: s3cret\r\nwebhook-signature: v1,s3cret\r\n"
                             "momento-signature: s3cret\r\nContent-Length: 2\r\n"
                             "webhook-id: msg_1\r\n");
        const auto text = requestCurl(QStringLiteral("https://a/x"), head, "{}");
        QVERIFY(!text.contains(QLatin1String("s3cret")));
        QVERIFY(!text.contains(QLatin1String("Content-Length")));
        QVERIFY(text.contains(QLatin1String("'webhook-id: msg_1'")));
    }

    void aProofTakesThePlaceOfTheOneThatWasSent()
    {
        const auto head = QStringLiteral("POST /x HTTP/1.1\r\nAuthorization: Bearer s3cret\r\n"
                                         "webhook-id: msg_1\r\nWebhook-Timestamp: 1\r\n"
                                         "webhook-signature: v1,old\r\nx-kind: a\r\n\r\n");
        QCOMPARE(proofOf(head),
                 (QStringList{QStringLiteral("webhook-id: msg_1"),
                              QStringLiteral("Webhook-Timestamp: 1"),
                              QStringLiteral("webhook-signature: v1,old")}));
        const auto sent = requestCurl(QStringLiteral("https://a/x"), head, "{}", proofOf(head));
        QVERIFY(sent.contains(QLatin1String("'webhook-signature: v1,old'")));
        QVERIFY(!sent.contains(QLatin1String("s3cret")));
        const auto fresh = requestCurl(QStringLiteral("https://a/x"), head, "{}",
                                       {QStringLiteral("webhook-id: msg_1"),
                                        QStringLiteral("webhook-timestamp: 2"),
                                        QStringLiteral("webhook-signature: v1,new")});
        QCOMPARE(fresh,
                 QStringLiteral("curl -X POST -H 'x-kind: a' -H 'webhook-id: msg_1' "
                                "-H 'webhook-timestamp: 2' -H 'webhook-signature: v1,new' "
                                "--data-binary '{}' 'https://a/x'"));
    }
};

QTEST_GUILESS_MAIN(TestCurlText)
#include "tst_curl_text.moc"
