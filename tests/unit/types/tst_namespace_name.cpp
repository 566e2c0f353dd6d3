#include <QTest>

#include "server/types/namespace_name.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_NamespaceName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_data();
    void parse();
    void standard();
};

void tst_NamespaceName::parse_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("accepted");

    for (const char *text : {"", ".", "..", "a.b", "a/b", "a b", " a", "a\n", "a:b", "a~", "a%20",
                             "$a", "*", "caf\xc3\xa9", "a\xe2\x80\x8b"})
        QTest::addRow("'%s'", text) << QByteArray(text) << false;
    QTest::newRow("zero byte") << QByteArray("a\0b", 3) << false;
    QTest::newRow("one too long") << QByteArray(65, 'a') << false;
    QTest::newRow("longest") << QByteArray(64, 'a') << true;
    for (const char *text : {"a", "default", "Aa0-_", "-", "_"})
        QTest::addRow("'%s'", text) << QByteArray(text) << true;
}

void tst_NamespaceName::parse()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, accepted);

    const auto name = NamespaceName::parse({text.constData(), std::size_t(text.size())});
    QCOMPARE(bool(name), accepted);
    if (name)
        QCOMPARE(bytes(name->text()), text);
    else
        QCOMPARE(name.error().code, ErrorCode::InvalidArgument);
}

void tst_NamespaceName::standard()
{
    QVERIFY(NamespaceName::standard() == *NamespaceName::parse("default"));
}

QTEST_APPLESS_MAIN(tst_NamespaceName)
#include "tst_namespace_name.moc"
