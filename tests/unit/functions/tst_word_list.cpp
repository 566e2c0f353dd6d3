#include <QTest>

#include "server/functions/text/word_list.h"
#include "server/functions/text/word_list_moderator.h"

using namespace parley;
using namespace parley::functions;

class TestWordList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void refusesMixedScripts();
    void reads();
};

void TestWordList::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("line");
    const QByteArray head = "@language en\n@category mild 1 mask\n";
    QTest::newRow("empty") << QByteArray() << QByteArray("@language");
    QTest::newRow("unknown language") << QByteArray("@language xx") << QByteArray("line 1");
    QTest::newRow("term first") << QByteArray("drat") << QByteArray("line 1");
    QTest::newRow("term before a category")
        << QByteArray("@language en\ndrat") << QByteArray("line 2");
    QTest::newRow("unknown directive") << QByteArray("@languages en") << QByteArray("line 1");
    QTest::newRow("severity 5") << QByteArray("@language en\n@category a 5 mask")
                                << QByteArray("line 2");
    QTest::newRow("severity 10") << QByteArray("@language en\n@category a 10 mask")
                                 << QByteArray("line 2");
    QTest::newRow("unknown action")
        << QByteArray("@language en\n@category a 1 kick") << QByteArray("line 2");
    QTest::newRow("star inside") << head + "d*at" << QByteArray("line 3");
    QTest::newRow("only a star") << head + "\n**" << QByteArray("line 4");
    QTest::newRow("one letter") << head + "a" << QByteArray("line 3");
    QTest::newRow("too long") << head + QByteArray(121, 'a') << QByteArray("line 3");
    QTest::newRow("5001 terms") << head + QByteArray("drat\n").repeated(5001)
                                << QByteArray("line 5003");
}

void TestWordList::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, line);
    const auto list = WordList::parse(text.toStdString());
    QVERIFY(!list);
    QVERIFY2(list.error().message.find(line.toStdString()) != std::string::npos,
             list.error().message.c_str());
}

void TestWordList::refusesMixedScripts()
{
    for (const char *term : {"dratくそ", "...", "\xe2\x80\x8b\xe2\x80\x8b"}) {
        WordList list{"en", {WordCategory{}}, {WordTerm{term}}};
        QVERIFY2(!WordListModerator::make({list}), term);
    }
}

void TestWordList::reads()
{
    const auto list = WordList::parse("# comment\r\n\n@language pt-BR\n@category mild 2 hold\n"
                                      "  two words \n*poop*\n@allow\npoopdeck\n"
                                      "@category bad 4 block\nword");
    QVERIFY(list);
    QCOMPARE(list->language, std::string("pt"));
    QCOMPARE(list->categories.size(), std::size_t(2));
    QVERIFY(list->categories[0].action == ModerationAction::Hold);
    QCOMPARE(list->terms.size(), std::size_t(4));
    QCOMPARE(list->terms[0].text, std::string("two words"));
    QVERIFY(list->terms[1].anyStart && list->terms[1].anyEnd);
    QCOMPARE(list->terms[1].text, std::string("poop"));
    QVERIFY(list->terms[2].isAllowed);
    QCOMPARE(list->terms[3].category, std::size_t(1));
    QVERIFY(!list->terms[3].isAllowed);
}

QTEST_APPLESS_MAIN(TestWordList)
#include "tst_word_list.moc"
