#include <vector>

#include <QTest>

#include "server/base/log.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_Log : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void escapes_data();
    void escapes();
    void everyByteStaysOnOneLine();
    void categoryAndLevelArrive();
};

void tst_Log::escapes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");

    QTest::newRow("forged line") << QByteArray("a\n2026-01-01 error parley: b")
                                 << QByteArray("a\\x0a2026-01-01 error parley: b");
    QTest::newRow("CR") << QByteArray("a\rb") << QByteArray("a\\x0db");
    QTest::newRow("terminal sequence") << QByteArray("\x1b[2J") << QByteArray("\\x1b[2J");
    QTest::newRow("bell, backspace, tab") << QByteArray("\a\b\t") << QByteArray("\\x07\\x08\\x09");
    QTest::newRow("zero byte") << QByteArray("a\0b", 3) << QByteArray("a\\x00b");
    QTest::newRow("DEL") << QByteArray("\x7f") << QByteArray("\\x7f");
    QTest::newRow("plain") << QByteArray("topic friends, 雪") << QByteArray("topic friends, 雪");
    QTest::newRow("empty") << QByteArray("") << QByteArray("");
}

void tst_Log::escapes()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(bytes(escapedForLog(text.toStdString())), expected);
}

void tst_Log::everyByteStaysOnOneLine()
{
    for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        for (const char out : escapedForLog({&c, 1}))
            QVERIFY(static_cast<unsigned char>(out) >= 0x20 && out != 0x7f);
    }
}

void tst_Log::categoryAndLevelArrive()
{
    struct Recorder final : LogSink {
        void write(LogLevel level, std::string_view category, std::string_view text) override
        {
            lines.push_back(std::to_string(int(level)) + std::string(category) + std::string(text));
        }
        std::vector<std::string> lines{};
    } recorder;
    const Log log(recorder, "parley.test");
    log.debug("a");
    log.info("b");
    log.warning("c");
    log.error("d");
    QCOMPARE(recorder.lines.size(), std::size_t(4));
    QCOMPARE(bytes(recorder.lines[0]), QByteArray("0parley.testa"));
    QCOMPARE(bytes(recorder.lines[3]), QByteArray("3parley.testd"));
}

QTEST_APPLESS_MAIN(tst_Log)
#include "tst_log.moc"
