#include <QTemporaryDir>
#include <QTest>

#include "server/store/tables.h"

using namespace parley;

// Functions that people wrote and the inspector's settings; damaged rows: see tst_tables.
class tst_FunctionTable final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFunctionComesBackAsItWas();
    void aChangeTakesThePlaceOfWhatWas();
    void theInspectorHasOneRow();
};

namespace {

StoredFunction function(const std::string &name)
{
    return {.name = name,
            .source = "function handle() {\n  return '日';\n}",
            .tokenId = "tok_1",
            .milliseconds = 10'000,
            .megabytes = 512,
            .changedAt = fromEpochMilliseconds(1'700'000'000'123)};
}

} // namespace

void tst_FunctionTable::aFunctionComesBackAsItWas()
{
    const QTemporaryDir directory;
    {
        auto tables = *Tables::open(directory.path().toStdString());
        QVERIFY(tables.functions().all()->empty());
        QVERIFY(tables.functions().put(function("b")));
        QVERIFY(tables.functions().put(function("a")));
        QVERIFY(tables.commit());
    }
    auto tables = *Tables::open(directory.path().toStdString());
    QVERIFY((*tables.functions().all() == std::vector{function("a"), function("b")}));
    QVERIFY(tables.functions().remove("a"));
    QVERIFY((*tables.functions().all() == std::vector{function("b")}));
}

void tst_FunctionTable::aChangeTakesThePlaceOfWhatWas()
{
    const QTemporaryDir directory;
    auto tables = *Tables::open(directory.path().toStdString());
    QVERIFY(tables.functions().put(function("a")));
    auto changed = function("a");
    changed.source = "function handle() {}";
    changed.tokenId = "";
    QVERIFY(tables.functions().put(changed));
    QVERIFY((*tables.functions().all() == std::vector{changed}));
}

void tst_FunctionTable::theInspectorHasOneRow()
{
    const QTemporaryDir directory;
    auto tables = *Tables::open(directory.path().toStdString());
    QCOMPARE(*tables.inspector().settings(), std::string());
    QVERIFY(tables.inspector().put("{\"on\":true}"));
    QVERIFY(tables.inspector().put("{\"on\":false}"));
    QCOMPARE(*tables.inspector().settings(), std::string("{\"on\":false}"));
}

QTEST_GUILESS_MAIN(tst_FunctionTable)
#include "tst_function_table.moc"
