#include <QTest>

#include "server/functions/text/language_detector.h"

using namespace parley::functions;

class TestLanguageDetector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void detects_data();
    void detects();
    void knownLanguages_data();
    void knownLanguages();
};

void TestLanguageDetector::detects_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("declared");
    QTest::addColumn<QByteArray>("room");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("by");
    const QByteArray none;
    QTest::newRow("empty") << none << none << QByteArray("en es ja") << QByteArray("en")
                           << QByteArray("prior");
    QTest::newRow("invalid UTF-8")
        << QByteArray("hola \xff\xc3 amigos") << none << QByteArray("en es ja") << QByteArray("en")
        << QByteArray("prior");
    QTest::newRow("only digits") << QByteArray("12345") << none << QByteArray("es en")
                                 << QByteArray("es") << QByteArray("prior");
    QTest::newRow("declared nonsense")
        << QByteArray("¿dónde está la biblioteca?") << QByteArray("<script>")
        << QByteArray("en es ja") << QByteArray("es") << QByteArray("cld2");
    QTest::newRow("declared") << QByteArray("hello") << QByteArray("es-MX")
                              << QByteArray("en es ja") << QByteArray("es")
                              << QByteArray("declared");
    QTest::newRow("language of no room")
        << QByteArray("Wo ist der Bahnhof, bitte?") << none << QByteArray("en es")
        << QByteArray("en") << QByteArray("prior");
    QTest::newRow("English") << QByteArray("The meeting starts in ten minutes") << none
                             << QByteArray("es en ja") << QByteArray("en") << QByteArray("cld2");
    QTest::newRow("Spanish") << QByteArray("La reunión empieza en diez minutos") << none
                             << QByteArray("en es ja") << QByteArray("es") << QByteArray("cld2");
    QTest::newRow("Spanish that passes for Galician")
        << QByteArray("La casa está cerca de la estación.") << none << QByteArray("en es ja")
        << QByteArray("es") << QByteArray("cld2");
    QTest::newRow("Spanish that passes for Portuguese")
        << QByteArray("vale, nos vemos") << none << QByteArray("en es ja") << QByteArray("es")
        << QByteArray("cld2");
    QTest::newRow("Portuguese in a room without it")
        << QByteArray("Obrigado, até amanhã") << none << QByteArray("en es ja") << QByteArray("en")
        << QByteArray("prior");
    QTest::newRow("Portuguese") << QByteArray("A reunião começa em dez minutos") << none
                                << QByteArray("en es pt") << QByteArray("pt") << QByteArray("cld2");
    QTest::newRow("kana") << QByteArray("こんにちは") << none << QByteArray("en es")
                          << QByteArray("ja") << QByteArray("script");
    QTest::newRow("kana and Han") << QByteArray("会議は十分後に始まります") << none
                                  << QByteArray("en zh") << QByteArray("ja")
                                  << QByteArray("script");
    QTest::newRow("Han in a Japanese room") << QByteArray("会議開始") << none << QByteArray("en ja")
                                            << QByteArray("ja") << QByteArray("script");
    QTest::newRow("Han in a Chinese room")
        << QByteArray("会议开始") << none << QByteArray("en ja zh") << QByteArray("zh")
        << QByteArray("script");
    QTest::newRow("a Japanese word in English")
        << QByteArray("I really love 寿司 and everything about it") << none
        << QByteArray("es en ja") << QByteArray("en") << QByteArray("cld2");
    QTest::newRow("Hangul") << QByteArray("안녕하세요") << none << QByteArray("en")
                            << QByteArray("ko") << QByteArray("script");
    QTest::newRow("Cyrillic") << QByteArray("привет") << none << QByteArray("en")
                              << QByteArray("ru") << QByteArray("script");
    QTest::newRow("Cyrillic in a Ukrainian room")
        << QByteArray("привіт") << none << QByteArray("en uk") << QByteArray("uk")
        << QByteArray("script");
    QTest::newRow("Arabic") << QByteArray("مرحبا") << none << QByteArray("en") << QByteArray("ar")
                            << QByteArray("script");
    QTest::newRow("Thai") << QByteArray("สวัสดี") << none << QByteArray("en") << QByteArray("th")
                          << QByteArray("script");
}

void TestLanguageDetector::detects()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, declared);
    QFETCH(QByteArray, room);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, by);
    std::vector<std::string> languages;
    for (const QByteArray &each : room.split(' '))
        languages.push_back(each.toStdString());
    const std::string bytes = text.toStdString();
    const std::string claim = declared.toStdString();
    const LanguageGuess guess = detectLanguage({bytes, claim, languages.front(), languages});
    QCOMPARE(QByteArray::fromStdString(guess.code), code);
    QCOMPARE(QByteArray::fromStdString(guess.by), by);
    QVERIFY(guess.confidence > 0 && guess.confidence <= 1);
}

void TestLanguageDetector::knownLanguages_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("known");
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("unknown") << QByteArray("xx") << QByteArray();
    QTest::newRow("word") << QByteArray("english") << QByteArray();
    QTest::newRow("dash first") << QByteArray("-en") << QByteArray();
    QTest::newRow("region") << QByteArray("pt-BR") << QByteArray("pt");
    QTest::newRow("underscore and capitals") << QByteArray("ZH_hans") << QByteArray("zh");
}

void TestLanguageDetector::knownLanguages()
{
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, known);
    QCOMPARE(knownLanguage(code.toStdString()), known.toStdString());
}

QTEST_APPLESS_MAIN(TestLanguageDetector)
#include "tst_language_detector.moc"
