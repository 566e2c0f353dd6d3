#include <QTest>

#include "server/functions/translation/translation_cache.h"

using namespace parley::functions;
using namespace Qt::StringLiterals;

namespace {

TranslationCache::Question question(const QString &text)
{
    return {u"e"_s, u"1"_s, u"en"_s, u"es"_s, text, {}, {}};
}

} // namespace

class TestTranslationCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsFoundAtFirst();
    void everyPartOfTheQuestionCounts();
    void placeholdersAreShared_data();
    void placeholdersAreShared();
    void boundsHold();
    void leastUsedGoesFirst();
};

void TestTranslationCache::nothingIsFoundAtFirst()
{
    TranslationCache cache;
    QVERIFY(!cache.find(question(u"hi"_s)));
    QVERIFY(!cache.find(question({})));
}

void TestTranslationCache::everyPartOfTheQuestionCounts()
{
    TranslationCache cache;
    cache.store(question(u"hi"_s), {u"hola"_s, u"en-es"_s, {}, 0.25});
    const auto hit = cache.find(question(u"hi"_s));
    QVERIFY(hit);
    QCOMPARE(hit->text, u"hola"_s);
    QCOMPARE(hit->unknown, 0.25);
    QVERIFY(!cache.find(question(u"Hi"_s)));
    QVERIFY(!cache.find({u"f"_s, u"1"_s, u"en"_s, u"es"_s, u"hi"_s, {}, {}}));
    QVERIFY(!cache.find({u"e"_s, u"2"_s, u"en"_s, u"es"_s, u"hi"_s, {}, {}}));
    QVERIFY(!cache.find({u"e"_s, u"1"_s, u"pt"_s, u"es"_s, u"hi"_s, {}, {}}));
    QVERIFY(!cache.find({u"e"_s, u"1"_s, u"en"_s, u"fr"_s, u"hi"_s, {}, {}}));
    QVERIFY(!cache.find({u"e"_s, u"1"_s, u"en"_s, u"es"_s, u"hi"_s, u"g1"_s, {}}));
    QVERIFY(!cache.find({u"e"_s, u"1"_s, u"en"_s, u"es"_s, u"hi"_s, {}, u"mask"_s}));
}

void TestTranslationCache::placeholdersAreShared_data()
{
    QTest::addColumn<QString>("storedText");
    QTest::addColumn<QString>("storedTranslation");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("translation"); // null: not found
    QTest::newRow("translation lost one")
        << u"hi @a @b"_s << u"hola @a"_s << u"hi @a @b"_s << QString();
    QTest::newRow("translation has a strange one")
        << u"hi @a"_s << u"hola @z"_s << u"hi @a"_s << QString();
    QTest::newRow("same twice is not two different")
        << u"@a @a hi"_s << u"@a @a hola"_s << u"@a @b hi"_s << QString();
    QTest::newRow("another name") << u"hi @a"_s << u"hola @a"_s << u"hi @b"_s << u"hola @b"_s;
    QTest::newRow("order changed") << u"hi @a, see www.x.de"_s << u"mira www.x.de, @a"_s
                                   << u"hi @b, see www.y.de"_s << u"mira www.y.de, @b"_s;
    QTest::newRow("names that hold each other")
        << u"@a with @ab"_s << u"@ab con @a"_s << u"@x with @a"_s << u"@a con @x"_s;
}

void TestTranslationCache::placeholdersAreShared()
{
    QFETCH(QString, storedText);
    QFETCH(QString, storedTranslation);
    QFETCH(QString, text);
    QFETCH(QString, translation);
    TranslationCache cache;
    cache.store(question(storedText), {storedTranslation, {}, {}, 0});
    const auto hit = cache.find(question(text));
    QCOMPARE(hit.has_value(), !translation.isNull());
    if (hit)
        QCOMPARE(hit->text, translation);
}

void TestTranslationCache::boundsHold()
{
    TranslationCache cache;
    const QString big(100'000, u'x');
    for (int i = 0; i < 100; ++i)
        cache.store(question(QString::number(i)), {big, {}, {}, 0});
    QVERIFY(cache.size() < 90); // 8 MiB
    QVERIFY(!cache.find(question(u"0"_s)));
    QVERIFY(cache.find(question(u"99"_s)));
}

void TestTranslationCache::leastUsedGoesFirst()
{
    LruCache<std::string, int> cache(2, 100);
    cache.put("a", 1, 10);
    cache.put("b", 2, 10);
    QVERIFY(cache.find("a"));
    cache.put("c", 3, 10);
    QVERIFY(cache.find("a"));
    QVERIFY(!cache.find("b"));
    cache.put("huge", 4, 101);
    QVERIFY(!cache.find("huge"));
    cache.put("a", 5, 90);
    QCOMPARE(*cache.find("a"), 5);
    QCOMPARE(cache.cost(), std::size_t(100));
    cache.put("d", 6, 11);
    QCOMPARE(cache.size(), std::size_t(1));
}

QTEST_APPLESS_MAIN(TestTranslationCache)
#include "tst_translation_cache.moc"
