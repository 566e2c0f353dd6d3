#include <algorithm>
#include <set>

#include <QTest>

#include "server/types/language.h"
#include "server/types/topic_name.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_Language : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tableIsSound();
    void foundByCodeAndWord_data();
    void foundByCodeAndWord();
};

void tst_Language::tableIsSound()
{
    const auto all = languages();
    QVERIFY(!all.empty());
    QVERIFY(std::is_sorted(all.begin(), all.end(),
                           [](const auto &a, const auto &b) { return a.code < b.code; }));
    std::set<std::string_view> codes;
    std::set<std::string_view> words;
    for (const Language &language : all) {
        QVERIFY(codes.insert(language.code).second);
        QVERIFY(words.insert(language.word).second);
        QVERIFY(TopicName::parse(std::string("x-subscribe-") + std::string(language.word)));
        QVERIFY(!language.englishName.empty());
        const QByteArray native = bytes(language.nativeName);
        QCOMPARE(QString::fromUtf8(native).toUtf8(), native);
        QVERIFY(!native.isEmpty());
    }
}

void tst_Language::foundByCodeAndWord_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("word"); // "" when unknown

    QTest::newRow("empty") << QByteArray("") << QByteArray("");
    QTest::newRow("upper case") << QByteArray("JA") << QByteArray("");
    QTest::newRow("region") << QByteArray("pt-BR") << QByteArray("");
    QTest::newRow("prefix") << QByteArray("e") << QByteArray("");
    QTest::newRow("English") << QByteArray("en") << QByteArray("english");
    QTest::newRow("Japanese") << QByteArray("ja") << QByteArray("japanese");
}

void tst_Language::foundByCodeAndWord()
{
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, word);

    const auto language = languageByCode(code.toStdString());
    QCOMPARE(bool(language), !word.isEmpty());
    if (!language)
        return;
    QCOMPARE(bytes(language->word), word);
    QCOMPARE(bytes(languageByWord(word.toStdString())->code), code);
}

QTEST_APPLESS_MAIN(tst_Language)
#include "tst_language.moc"
