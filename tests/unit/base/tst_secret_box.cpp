#include <QTest>

#include "server/base/secret_box.h"

using namespace parley;

namespace {

SecretBox boxOf(char filler)
{
    return *SecretBox::create(std::string(SecretBox::kKeyBytes, filler));
}

} // namespace

class tst_SecretBox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKeyOfAnotherLengthIsRefused_data();
    void aKeyOfAnotherLengthIsRefused();
    void whatIsNotWholeIsDamaged_data();
    void whatIsNotWholeIsDamaged();
    void everyFlippedCharacterIsNoticed();
    void anotherOwnerOpensNothing();
    void anotherKeyIsToldApartFromDamage();
    void whatWasSealedOpens_data();
    void whatWasSealedOpens();
    void theSameSecretNeverLooksTheSame();
    void theFingerprintIsNoPartOfTheKey();

private:
    SystemRandom m_random;
};

void tst_SecretBox::aKeyOfAnotherLengthIsRefused_data()
{
    QTest::addColumn<int>("bytes");
    for (const int bytes : {0, 1, 16, 31, 33, 64})
        QTest::addRow("%d bytes", bytes) << bytes;
}

void tst_SecretBox::aKeyOfAnotherLengthIsRefused()
{
    QFETCH(int, bytes);
    const auto box = SecretBox::create(std::string(static_cast<std::size_t>(bytes), 'k'));
    QVERIFY(!box);
    QCOMPARE(box.error().code, ErrorCode::InvalidArgument);
}

void tst_SecretBox::whatIsNotWholeIsDamaged_data()
{
    QTest::addColumn<QByteArray>("sealed");
    const QByteArray print = QByteArray::fromStdString(boxOf('k').fingerprint());
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("plain text") << QByteArray("whsec_plain");
    QTest::newRow("prefix only") << QByteArray("enc1:");
    QTest::newRow("no fingerprint") << QByteArray("enc1:AAAA");
    QTest::newRow("fingerprint only") << "enc1:" + print;
    QTest::newRow("nothing behind it") << "enc1:" + print + ':';
    QTest::newRow("no base64") << "enc1:" + print + ":$$$$";
    QTest::newRow("one byte too short") << "enc1:" + print + ':' + QByteArray(27, 'x').toBase64();
    QTest::newRow("zeros") << "enc1:" + print + ':' + QByteArray(28, '\0').toBase64();
}

void tst_SecretBox::whatIsNotWholeIsDamaged()
{
    QFETCH(QByteArray, sealed);
    const auto opened = boxOf('k').open(sealed.toStdString(), "whk_1");
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::DataDamaged);
}

void tst_SecretBox::everyFlippedCharacterIsNoticed()
{
    const SecretBox box = boxOf('k');
    const std::string sealed = box.seal("whsec_abc", "whk_1", m_random);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        std::string changed = sealed;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        QVERIFY2(!box.open(changed, "whk_1"), qPrintable(QString::number(i)));
    }
    for (std::size_t length = 0; length < sealed.size(); ++length)
        QVERIFY(!box.open(sealed.substr(0, length), "whk_1"));
}

void tst_SecretBox::anotherOwnerOpensNothing()
{
    const SecretBox box = boxOf('k');
    const auto opened = box.open(box.seal("whsec_abc", "whk_1", m_random), "whk_2");
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::DataDamaged);
}

void tst_SecretBox::anotherKeyIsToldApartFromDamage()
{
    const auto opened = boxOf('o').open(boxOf('k').seal("whsec_abc", "whk_1", m_random), "whk_1");
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::FailedPrecondition);
}

void tst_SecretBox::whatWasSealedOpens_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("one byte") << QByteArray("x");
    QTest::newRow("a secret") << QByteArray("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
    QTest::newRow("zeros inside") << QByteArray("a\0b", 3);
    QTest::newRow("long") << QByteArray(100'000, 'l');
}

void tst_SecretBox::whatWasSealedOpens()
{
    QFETCH(QByteArray, secret);
    const SecretBox box = boxOf('k');
    const std::string sealed = box.seal(secret.toStdString(), "whk_1", m_random);
    QVERIFY(SecretBox::isSealed(sealed));
    QVERIFY(secret.size() < 2 || sealed.find(secret.toStdString()) == std::string::npos);
    const auto opened = box.open(sealed, "whk_1");
    QVERIFY(opened);
    QCOMPARE(QByteArray::fromStdString(*opened), secret);
}

void tst_SecretBox::theSameSecretNeverLooksTheSame()
{
    const SecretBox box = boxOf('k');
    QVERIFY(box.seal("s", "whk_1", m_random) != box.seal("s", "whk_1", m_random));
}

void tst_SecretBox::theFingerprintIsNoPartOfTheKey()
{
    QCOMPARE(boxOf('k').fingerprint().size(), SecretBox::kFingerprintDigits);
    QVERIFY(boxOf('k').fingerprint() != boxOf('l').fingerprint());
    QVERIFY(boxOf('k').fingerprint().find("6b6b") == std::string::npos);
}

QTEST_GUILESS_MAIN(tst_SecretBox)
#include "tst_secret_box.moc"
