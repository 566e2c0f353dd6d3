#include <array>

#include <QTest>

#include "server/base/encoding.h"
#include "server/webhooks/signer.h"

using namespace parley;

namespace {

const std::string kA = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const std::string kB = "whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
const char kId[] = "msg_01JDCN0000000000000000000A";
const char kStandardBody[] = R"({"type":"topic.message","timestamp":"2024-11-23T00:00:00Z",)"
                             R"("data":{"text":"こんにちは 🌸"}})";
const char kMomentoBody[]
    = R"({"cache":"chat","topic":"chat-publish","event_timestamp":1732320000000,)"
      R"("publish_timestamp":1732320000007,"topic_sequence_number":1,"token_id":"",)"
      R"("text":"こんにちは 🌸"})";

Signer signerWith(std::vector<std::string> secrets, std::string momento = {})
{
    return *Signer::from(secrets, std::move(momento));
}

} // namespace

class TestSigner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesSecrets_data();
    void refusesSecrets();
    void signsAsStandardWebhooks_data();
    void signsAsStandardWebhooks();
    void signsAsMomento_data();
    void signsAsMomento();
    void leavesMomentoOutWithoutSecret();
    void signsWithEd25519();
    void refusesEd25519Keys_data();
    void refusesEd25519Keys();
    void signsWithWhatIsLive();
    void makesUsableSecrets();
};

void TestSigner::refusesSecrets_data()
{
    QTest::addColumn<QStringList>("secrets");
    QTest::newRow("none") << QStringList();
    QTest::newRow("six") << QStringList(6, QString::fromStdString(kA));
    QTest::newRow("no prefix") << QStringList{QString::fromStdString(kA.substr(6))};
    QTest::newRow("other prefix") << QStringList{QString::fromStdString("whsk_" + kA.substr(6))};
    QTest::newRow("not base64") << QStringList{QStringLiteral("whsec_!!!!")};
    QTest::newRow("URL alphabet") << QStringList{
        QStringLiteral("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh-_")};
    QTest::newRow("23 bytes") << QStringList{
        QString::fromStdString("whsec_" + base64(std::string(23, 'x')))};
    QTest::newRow("65 bytes") << QStringList{
        QString::fromStdString("whsec_" + base64(std::string(65, 'x')))};
    QTest::newRow("second is wrong") << QStringList{QString::fromStdString(kA), QString()};
}

void TestSigner::refusesSecrets()
{
    QFETCH(const QStringList, secrets);
    std::vector<std::string> list;
    for (const QString &secret : secrets)
        list.push_back(secret.toStdString());
    const auto signer = Signer::from(list, {});
    QVERIFY(!signer);
    QCOMPARE(signer.error().code, ErrorCode::InvalidArgument);
    for (const std::string &secret : list)
        QVERIFY(secret.empty() || signer.error().message.find(secret) == std::string::npos);
}

void TestSigner::signsAsStandardWebhooks_data()
{
    QTest::addColumn<QStringList>("secrets");
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<qint64>("timestamp");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("signature");
    const QString a = QString::fromStdString(kA);
    const QString b = QString::fromStdString(kB);
    const qint64 t = 1732320000;
    QTest::newRow("svix's public vector")
        << QStringList{QStringLiteral("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")}
        << QByteArray("msg_p5jXN8AQM9LWM0D4loKWxJek") << qint64{1614265330}
        << QByteArray(R"({"test": 2432232314})")
        << QByteArray("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    QTest::newRow("rotation, UTF-8")
        << QStringList{a, b} << QByteArray(kId) << t << QByteArray(kStandardBody)
        << QByteArray("v1,Om4ytO4HxuFBpo5nWYHVerGq5a1Eqxca5aiWnNdIDhk= "
                      "v1,FNAGtGoU6OAoH7Z/QOEA+9yMd4Jp69PSy5NNJ9SrvVI=");
    QTest::newRow("after the rotation")
        << QStringList{a} << QByteArray(kId) << t << QByteArray(kStandardBody)
        << QByteArray("v1,Om4ytO4HxuFBpo5nWYHVerGq5a1Eqxca5aiWnNdIDhk=");
    QTest::newRow("empty body") << QStringList{a} << QByteArray(kId) << t << QByteArray("")
                                << QByteArray("v1,n9YEkx5g1GlK1ShXla+b1IhG0V50e0UHXPsVwZ0CQYE=");
    QTest::newRow("escaped NUL") << QStringList{a} << QByteArray(kId) << t
                                 << QByteArray(R"({"text":"a\u0000b"})")
                                 << QByteArray("v1,hFj0cFr0rNIKIyIdg3/PMLYV4NiKFud3HAF7yCVcW+s=");
}

void TestSigner::signsAsStandardWebhooks()
{
    QFETCH(const QStringList, secrets);
    QFETCH(const QByteArray, id);
    QFETCH(const qint64, timestamp);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, signature);
    std::vector<std::string> list;
    for (const QString &secret : secrets)
        list.push_back(secret.toStdString());
    const auto signatures = signerWith(list).sign(id.toStdString(), timestamp, body.toStdString());
    QCOMPARE(QByteArray::fromStdString(signatures.standard), signature);
}

void TestSigner::signsAsMomento_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("signature");
    QTest::newRow("documented") << QByteArray(
        "1234567890") << QByteArray(R"({"text":"some text", "another_field": "another field" })")
                                << QByteArray("b43f72787eb66410ff110295b036ef828e5686af21b414ce092f"
                                              "02c05deea3da");
    QTest::newRow("UTF-8") << QByteArray("1234567890") << QByteArray(kMomentoBody)
                           << QByteArray("b7706348f2ccea7b64325b1d696c03cb97b2be89c4e40649656b0378a"
                                         "d0ab840");
    QTest::newRow("empty body") << QByteArray("1234567890") << QByteArray("")
                                << QByteArray("59d953a11c9670613ffa87ba1946ee25e3d2b0ed8085dcd13f7b"
                                              "84938f4b62f0");
    QTest::newRow("key of one block") << QByteArray(136, 'k') << QByteArray("x")
                                      << QByteArray("99dfecb8b0a7279cb11fc3d87e3fb45b0346bb02fa38ae"
                                                    "033319aa8a7e6ce1f6");
    QTest::newRow("key over one block") << QByteArray(137, 'k') << QByteArray("x")
                                        << QByteArray("b46e2d06cf07c74cd5e35b46e9847d87696a489c9368"
                                                      "a953e96f00c27b701221");
}

void TestSigner::signsAsMomento()
{
    QFETCH(const QByteArray, secret);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, signature);
    const auto signatures = signerWith({kA}, secret.toStdString()).sign(kId, 1, body.toStdString());
    QCOMPARE(QByteArray::fromStdString(signatures.momento), signature);
}

void TestSigner::leavesMomentoOutWithoutSecret()
{
    QVERIFY(signerWith({kA}).sign(kId, 1, "x").momento.empty());
}

void TestSigner::signsWithEd25519()
{
    // The sheet's golden vector: the seed is the bytes 00 to 1f.
    const std::string key = "whsk_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const auto signer = Signer::from(std::array{kA}, {}, key);
    QVERIFY(signer);
    const std::string signatures = signer->sign(kId, 1732320000, kStandardBody).standard;
    QVERIFY(signatures.starts_with("v1,"));
    QVERIFY(signatures.ends_with(" v1a,lRBIQp30B3YRb3ChhC4pA8lUHlTDeYsdsQsUH77/wP0lKLch74CvVO2GtJZ"
                                 "lkRo2wJNlcFfDVlNgPEbmdaSqAw=="));
}

void TestSigner::refusesEd25519Keys_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("another prefix") << QByteArray(kA.c_str());
    QTest::newRow("not base64") << QByteArray("whsk_!!!!");
    QTest::newRow("31 bytes") << "whsk_" + QByteArray(31, 'x').toBase64();
    QTest::newRow("33 bytes") << "whsk_" + QByteArray(33, 'x').toBase64();
}

void TestSigner::refusesEd25519Keys()
{
    QFETCH(const QByteArray, key);
    QVERIFY(!Signer::from(std::array{kA}, {}, key.toStdString()));
}

void TestSigner::signsWithWhatIsLive()
{
    const UtcTime now = fromEpochMilliseconds(1732320000000);
    WebhookCredentials credentials;
    credentials.secret = kA;
    credentials.olderSecrets = {{kB, now, now + std::chrono::milliseconds(1)}, {"ended", now, now}};
    const auto both = Signer::from(credentials, now);
    QVERIFY(both); // what has ended is not even looked at
    const auto count = [&](const Signer &signer) {
        return QByteArray::fromStdString(signer.sign(kId, 1, "{}").standard).count("v1,");
    };
    QCOMPARE(count(*both), 2);
    QCOMPARE(count(*Signer::from(credentials, now + std::chrono::milliseconds(1))), 1);
}

void TestSigner::makesUsableSecrets()
{
    SystemRandom random;
    const std::string secret = makeWebhookSecret(random);
    QVERIFY(secret.starts_with("whsec_"));
    QCOMPARE(fromBase64(secret.substr(6))->size(), std::size_t{32});
    QVERIFY(Signer::from(std::array{secret}, makeMomentoSecret(random)));
    QVERIFY(secret != makeWebhookSecret(random));
    QCOMPARE(makeMomentoSecret(random).size(), std::size_t{43});
}

QTEST_APPLESS_MAIN(TestSigner)
#include "tst_signer.moc"
