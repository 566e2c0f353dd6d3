#include <QTest>

#include "server/base/digest.h"
#include "server/base/encoding.h"
#include "server/client/webhook_verifier.h"

using namespace parley;
using namespace parley::client;

// The signatures of Standard Webhooks, from the receiver's side.
class tst_WebhookVerifier final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secretsThatAreNone_data();
    void secretsThatAreNone();
    void deliveries_data();
    void deliveries();
};

namespace {

// From the specification's own example.
const std::string kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string kId = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr std::int64_t kTime = 1614265330;
const std::string kBody = R"({"test": 2432232314})";
const std::string kSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

} // namespace

void tst_WebhookVerifier::secretsThatAreNone_data()
{
    QTest::addColumn<QByteArray>("secret");

    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("prefix alone") << QByteArray("whsec_");
    QTest::newRow("no prefix") << QByteArray("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    QTest::newRow("a private key") << QByteArray("whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    QTest::newRow("no base64") << QByteArray("whsec_????");
    QTest::newRow("short") << QByteArray("whsec_AAAA");
    QTest::newRow("long") << "whsec_" + QByteArray(65, 'x').toBase64();
    QTest::newRow("a line end") << QByteArray::fromStdString(kSecret) + "\n";
}

void tst_WebhookVerifier::secretsThatAreNone()
{
    QFETCH(QByteArray, secret);
    QVERIFY(!WebhookVerifier::from(secret.toStdString()));
}

void tst_WebhookVerifier::deliveries_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("timestamp");
    QTest::addColumn<QByteArray>("signature");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("later"); // seconds between the sender's clock and ours
    QTest::addColumn<bool>("isRight");

    const auto id = QByteArray::fromStdString(kId);
    const auto time = QByteArray::number(qint64(kTime));
    const auto body = QByteArray::fromStdString(kBody);
    const auto good = QByteArray::fromStdString(kSignature);
    QTest::newRow("another body") << id << time << good << body + " " << 0 << false;
    QTest::newRow("another id") << QByteArray("msg_other") << time << good << body << 0 << false;
    QTest::newRow("another time") << id << QByteArray::number(qint64(kTime) + 1) << good << body
                                  << 0 << false;
    QTest::newRow("no id") << QByteArray() << time << good << body << 0 << false;
    QTest::newRow("an id with a dot") << QByteArray("a.b") << time << good << body << 0 << false;
    QTest::newRow("no time") << id << QByteArray() << good << body << 0 << false;
    QTest::newRow("a time with a sign") << id << "+" + time << good << body << 0 << false;
    QTest::newRow("a time with a fraction") << id << time + ".5" << good << body << 0 << false;
    QTest::newRow("a time beyond 64 bits")
        << id << QByteArray(30, '9') << good << body << 0 << false;
    QTest::newRow("no signature") << id << time << QByteArray() << body << 0 << false;
    QTest::newRow("half a signature") << id << time << good.left(20) << body << 0 << false;
    QTest::newRow("a longer signature") << id << time << good + "A" << body << 0 << false;
    QTest::newRow("without its version") << id << time << good.mid(3) << body << 0 << false;
    QTest::newRow("version v1a") << id << time << "v1a," + good.mid(3) << body << 0 << false;
    QTest::newRow("behind sixteen others")
        << id << time << QByteArray("v1,x ").repeated(16) + good << body << 0 << false;
    QTest::newRow("too old") << id << time << good << body << 301 << false;
    QTest::newRow("of the future") << id << time << good << body << -301 << false;
    QTest::newRow("right") << id << time << good << body << 0 << true;
    QTest::newRow("five minutes old") << id << time << good << body << 300 << true;
    QTest::newRow("five minutes early") << id << time << good << body << -300 << true;
    QTest::newRow("among others") << id << time << "v1a,xyz v1,AAAA  " + good + " v2,b" << body << 0
                                  << true;
}

void tst_WebhookVerifier::deliveries()
{
    QFETCH(QByteArray, id);
    QFETCH(QByteArray, timestamp);
    QFETCH(QByteArray, signature);
    QFETCH(QByteArray, body);
    QFETCH(int, later);
    QFETCH(bool, isRight);
    const auto verifier = WebhookVerifier::from(kSecret);
    QVERIFY(verifier);
    const auto view = [](const QByteArray &bytes) {
        return std::string_view(bytes.constData(), std::size_t(bytes.size()));
    };
    const auto checked = verifier->check({view(id), view(timestamp), view(signature), view(body)},
                                         fromEpochMilliseconds((kTime + later) * 1000));
    QCOMPARE(bool(checked), isRight);
}

QTEST_GUILESS_MAIN(tst_WebhookVerifier)
#include "tst_webhook_verifier.moc"
