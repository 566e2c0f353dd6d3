#include <QTest>

#include "ui/models/signature_check.h"

using namespace Qt::StringLiterals;
using namespace parley::ui;
using Kind = parley::ui::SignatureVerdict::Kind;

Q_DECLARE_METATYPE(parley::ui::SignatureVerdict::Kind)

// The vectors are those of the signer's tests, checked with other libraries there.
class TestSignatureCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headsAreRead();
    void secretsAreJudged_data();
    void secretsAreJudged();
    void aChangedBodyIsToldApart_data();
    void aChangedBodyIsToldApart();
    void momentoKeysOfAnyLength_data();
    void momentoKeysOfAnyLength();
    void anOldOneIsValidAndOld();

private:
    static constexpr qint64 kTime = 1732320000;
    const QByteArray m_body = "{\"type\":\"topic.message\",\"timestamp\":\"2024-11-23T00:00:00Z\","
                              "\"data\":{\"text\":\"こんにちは 🌸\"}}";
    const QByteArray m_new = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const QByteArray m_old = "whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    SignedRequest request() const
    {
        return {.id = "msg_01JDCN0000000000000000000A",
                .timestamp = "1732320000",
                .signatures = "v1,Om4ytO4HxuFBpo5nWYHVerGq5a1Eqxca5aiWnNdIDhk= "
                              "v1,FNAGtGoU6OAoH7Z/QOEA+9yMd4Jp69PSy5NNJ9SrvVI=",
                .body = m_body};
    }
};

void TestSignatureCheck::headsAreRead()
{
    const auto read
        = SignedRequest::from(u"POST / HTTP/1.1\r\nWebhook-ID: a\r\nwebhook-timestamp:7\n"
                              "webhook-signature:  v1,x v1,y \r\nmomento-signature: ff"_s,
                              "b");
    QCOMPARE(read.id, QByteArray("a"));
    QCOMPARE(read.signedString(), QByteArray("a.7.b"));
    QCOMPARE(read.signatures, QByteArray("v1,x v1,y"));
    QCOMPARE(read.momento, QByteArray("ff"));
    for (const QString &odd : {u""_s, u":"_s, u"\n\n"_s, u"webhook-id"_s})
        QVERIFY(SignedRequest::from(odd, {}).id.isEmpty() || odd == u"webhook-id"_s);
}

void TestSignatureCheck::secretsAreJudged_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<Kind>("kind");
    QTest::newRow("none") << QByteArray(" ") << Kind::NoSecret;
    QTest::newRow("new") << m_new << Kind::Valid;
    QTest::newRow("old, with blanks") << '\n' + m_old + ' ' << Kind::Valid;
    QTest::newRow("another") << QByteArray("whsec_AAAA") << Kind::Wrong;
    QTest::newRow("not base64") << QByteArray("whsec_AA*A") << Kind::BadSecret;
    QTest::newRow("only the prefix") << QByteArray("whsec_") << Kind::BadSecret;
    QTest::newRow("of Momento") << QByteArray("1234567890") << Kind::NoSignature;
}

void TestSignatureCheck::secretsAreJudged()
{
    QFETCH(QByteArray, secret);
    QFETCH(Kind, kind);
    const auto verdict = checkSignature(request(), secret, m_body, kTime);
    QCOMPARE(int(verdict.kind), int(kind));
    QVERIFY(!verdict.isOld && !verdict.sentence().isEmpty());
}

void TestSignatureCheck::aChangedBodyIsToldApart_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isReserialised");
    QTest::newRow("members in another order")
        << QByteArray("{\"timestamp\":\"2024-11-23T00:00:00Z\",\"type\":\"topic.message\","
                      "\"data\":{\"text\":\"こんにちは 🌸\"}}")
        << true;
    QTest::newRow("a blank") << m_body + ' ' << true;
    QTest::newRow("escapes") << QByteArray(m_body).replace("こ", "\\u3053") << true;
    QTest::newRow("another text") << QByteArray(m_body).replace("🌸", "x") << false;
    QTest::newRow("not JSON") << QByteArray("x") << false;
}

void TestSignatureCheck::aChangedBodyIsToldApart()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, isReserialised);
    SignedRequest changed = request();
    changed.body = body;
    const auto verdict = checkSignature(changed, m_new, m_body, kTime);
    QCOMPARE(int(verdict.kind), int(Kind::BodyChanged));
    QCOMPARE(verdict.isReserialised, isReserialised);
    QCOMPARE(verdict.sentence().contains(u"re-serialised"_s), isReserialised);
    changed.timestamp = "1732320001";
    QCOMPARE(int(checkSignature(changed, m_new, m_body, kTime).kind), int(Kind::Wrong));
}

void TestSignatureCheck::momentoKeysOfAnyLength_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("signature");
    QTest::newRow("documented")
        << QByteArray("1234567890")
        << QByteArray("{\"text\":\"some text\", \"another_field\": \"another field\" }")
        << QByteArray("b43f72787eb66410ff110295b036ef828e5686af21b414ce092f02c05deea3da");
    QTest::newRow("as long as a block")
        << QByteArray(136, 'k') << QByteArray("x")
        << QByteArray("99dfecb8b0a7279cb11fc3d87e3fb45b0346bb02fa38ae033319aa8a7e6ce1f6");
    QTest::newRow("longer")
        << QByteArray(137, 'k') << QByteArray("x")
        << QByteArray("b46e2d06cf07c74cd5e35b46e9847d87696a489c9368a953e96f00c27b701221");
}

void TestSignatureCheck::momentoKeysOfAnyLength()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, signature);
    SignedRequest request{.momento = signature, .body = body};
    QCOMPARE(int(checkSignature(request, key, body, 0).kind), int(Kind::Valid));
    request.body += '\n';
    QCOMPARE(int(checkSignature(request, key, body, 0).kind), int(Kind::BodyChanged));
}

void TestSignatureCheck::anOldOneIsValidAndOld()
{
    for (const qint64 away : {-301, 301}) {
        const auto verdict = checkSignature(request(), m_new, m_body, kTime + away);
        QCOMPARE(int(verdict.kind), int(Kind::Valid));
        QVERIFY(verdict.isOld);
    }
    QVERIFY(!checkSignature(request(), m_new, m_body, kTime + 300).isOld);
}

QTEST_GUILESS_MAIN(TestSignatureCheck)
#include "tst_signature_check.moc"
