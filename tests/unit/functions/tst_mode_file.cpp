#include <QTest>

#include "server/functions/translation/mode_file.h"

using namespace parley::functions;

class TestModeFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void reads();
    void names_data();
    void names();
};

void TestModeFile::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("empty stage") << QByteArray("lt-proc a | | lt-proc b");
    QTest::newRow("bar at the end") << QByteArray("lt-proc a |");
    QTest::newRow("other program") << QByteArray("lt-proc a | rm -rf /");
    QTest::newRow("path to a program") << QByteArray("/bin/lt-proc a");
    QTest::newRow("two commands") << QByteArray("lt-proc a; rm b");
    QTest::newRow("second line") << QByteArray("lt-proc a\nrm b");
    QTest::newRow("substitution") << QByteArray("lt-proc $(rm b)");
    QTest::newRow("variable") << QByteArray("lt-proc $HOME/x");
    QTest::newRow("variable in quotes") << QByteArray("lt-proc '$HOME/x'");
    QTest::newRow("back ticks") << QByteArray("lt-proc `rm b`");
    QTest::newRow("redirection") << QByteArray("lt-proc a > /etc/passwd");
    QTest::newRow("background") << QByteArray("lt-proc a & lt-proc b");
    QTest::newRow("open quote") << QByteArray("lt-proc 'a");
    QTest::newRow("double quotes") << QByteArray("lt-proc \"a b\"");
    QTest::newRow("33 stages") << QByteArray("lt-proc a|").repeated(32) + "lt-proc b";
    QTest::newRow("too large") << "lt-proc " + QByteArray(17 * 1024, 'a');
}

void TestModeFile::refuses()
{
    QFETCH(QByteArray, text);
    QVERIFY(!parseModeFile(text.toStdString()));
}

void TestModeFile::reads()
{
    const auto stages = parseModeFile(
        "lt-proc '/usr/a b.bin' | apertium-tagger -g $2 '/x.prob' |lt-proc $1 /y.bin\n");
    QVERIFY(stages);
    QCOMPARE(stages->size(), std::size_t(3));
    QCOMPARE((*stages)[0].arguments, (std::vector<std::string>{"-z", "/usr/a b.bin"}));
    QCOMPARE((*stages)[1].arguments, (std::vector<std::string>{"-z", "-g", "/x.prob"}));
    QCOMPARE((*stages)[2].arguments, (std::vector<std::string>{"-z", "-g", "/y.bin"}));
    QCOMPARE((*stages)[1].program, std::string("apertium-tagger"));
}

void TestModeFile::names_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("pair"); // "source target", empty: refused
    QTest::addColumn<bool>("isVariant");
    QTest::newRow("empty") << QByteArray() << QByteArray() << false;
    QTest::newRow("no suffix") << QByteArray("eng-spa") << QByteArray() << false;
    QTest::newRow("three parts") << QByteArray("eco-es-fr.mode") << QByteArray() << false;
    QTest::newRow("language of no room") << QByteArray("eng-isl.mode") << QByteArray() << false;
    QTest::newRow("variant first") << QByteArray("en_US-es.mode") << QByteArray() << false;
    QTest::newRow("debug mode") << QByteArray("eng-spa-morph.mode") << QByteArray() << false;
    QTest::newRow("three letters") << QByteArray("eng-spa.mode") << QByteArray("en es") << false;
    QTest::newRow("two letters") << QByteArray("es-pt.mode") << QByteArray("es pt") << false;
    QTest::newRow("mixed") << QByteArray("es-ita.mode") << QByteArray("es it") << false;
    QTest::newRow("variant") << QByteArray("es-pt_BR.mode") << QByteArray("es pt") << true;
}

void TestModeFile::names()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, pair);
    QFETCH(bool, isVariant);
    const auto name = parseModeName(file.toStdString());
    QCOMPARE(bool(name), !pair.isEmpty());
    if (!name)
        return;
    QCOMPARE(QByteArray::fromStdString(name->source + ' ' + name->target), pair);
    QCOMPARE(name->isVariant, isVariant);
}

QTEST_APPLESS_MAIN(TestModeFile)
#include "tst_mode_file.moc"
