#include <QAbstractItemModelTester>
#include <QTest>

#include "ui/models/template_model.h"
#include "ui/models/template_text.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;

class TestTemplateModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spansInTheirLargestUnit_data();
    void spansInTheirLargestUnit();
    void holesAreFound_data();
    void holesAreFound();
    void rowsByName();
    void countsActiveTokens();
    void anExampleForEachVariable();
    void emptyAndHostile();

private:
    static client::TemplateInfo chatMember();
};

client::TemplateInfo TestTemplateModel::chatMember()
{
    client::TemplateInfo info;
    info.name = u"chat-member"_s;
    info.title = u"チャット <b>not bold</b>"_s;
    info.variables = {{u"room"_s, {}}, {u"languages"_s, u"language"_s}, {u"shelf"_s, {}}};
    client::GrantInfo grant;
    grant.topic = u"{room}-subscribe-{language}"_s;
    info.grants = {grant};
    return info;
}

void TestTemplateModel::spansInTheirLargestUnit_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("one second") << qint64(1) << u"1 second"_s;
    QTest::newRow("a minute and a second") << qint64(61) << u"61 seconds"_s;
    QTest::newRow("a minute") << qint64(60) << u"1 minute"_s;
    QTest::newRow("25 hours") << qint64(90'000) << u"25 hours"_s;
    QTest::newRow("a day") << qint64(86'400) << u"1 day"_s;
    QTest::newRow("30 days") << qint64(2'592'000) << u"30 days"_s;
}

void TestTemplateModel::spansInTheirLargestUnit()
{
    QFETCH(const qint64, seconds);
    QFETCH(const QString, text);
    QCOMPARE(lengthText(seconds), text);
}

void TestTemplateModel::holesAreFound_data()
{
    QTest::addColumn<QString>("filled");
    QTest::addColumn<QString>("hole");
    QTest::newRow("none") << u"friends-publish"_s << QString();
    QTest::newRow("nothing at all") << QString() << QString();
    QTest::newRow("one") << u"a-{room}-b"_s << u"{room}"_s;
    QTest::newRow("the first of two") << u"{a}{b}"_s << u"{a}"_s;
    QTest::newRow("not closed") << u"a-{room"_s << u"{room"_s;
    QTest::newRow("not opened") << u"room}"_s << u"}"_s;
    QTest::newRow("closed before it opens") << u"}{"_s << u"{"_s;
    QTest::newRow("empty") << u"{}"_s << u"{}"_s;
}

void TestTemplateModel::holesAreFound()
{
    QFETCH(const QString, filled);
    QFETCH(const QString, hole);
    QCOMPARE(openHole(filled), hole);
}

void TestTemplateModel::rowsByName()
{
    TemplateModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    client::TemplateInfo reader;
    reader.name = u"a-reader"_s;
    model.setTemplates({chatMember(), reader});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, TemplateModel::Title).data().toString(), u"a-reader"_s); // no title
    QCOMPARE(model.index(0, TemplateModel::Variables).data().toString(), u"none"_s);
    QCOMPARE(model.index(0, TemplateModel::Gives).data().toString(), u"nothing"_s);
    QCOMPARE(model.index(1, TemplateModel::Title).data().toString(), u"チャット <b>not bold</b>"_s);
    QCOMPARE(model.index(1, TemplateModel::Variables).data().toString(),
             u"room, languages (several), shelf"_s);
    QCOMPARE(model.index(1, TemplateModel::Gives).data().toString(),
             u"read {room}-subscribe-{language}"_s);
    QCOMPARE(model.index(1, TemplateModel::Lifetime).data().toString(), u"1 hour, at most 1 day"_s);
}

void TestTemplateModel::countsActiveTokens()
{
    TemplateModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setActiveTokens({{u"chat-member"_s, 7}}); // before there is a row
    model.setTemplates({chatMember()});
    QCOMPARE(model.index(0, TemplateModel::Active).data().toString(), u"7"_s);
    model.setActiveTokens({});
    QCOMPARE(model.index(0, TemplateModel::Active).data().toString(), u"0"_s);
}

void TestTemplateModel::anExampleForEachVariable()
{
    const auto info = chatMember();
    const auto values = exampleValues(info);
    QCOMPARE(valuesText(info, values),
             u"With room = friends, languages = spanish, shelf = shelf"_s);
    const auto example = client::expanded(info, values);
    QCOMPARE(example.grants.size(), 1);
    QCOMPARE(example.grants.constFirst().topic, u"friends-subscribe-spanish"_s);
}

void TestTemplateModel::emptyAndHostile()
{
    QCOMPARE(valuesText({}, {}), QString());
    TemplateModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    auto info = chatMember();
    info.title = QString(64, QChar(0x202e)); // turns the direction of what follows
    model.setTemplates({info});
    model.setHidden(info.name, true);
    QCOMPARE(model.rowCount(), 0);
    model.setHidden(info.name, false);
    QCOMPARE(model.rowCount(), 1);
    auto other = info;
    other.name = u"other"_s;
    model.setTemplates({info, other});
    model.setAllHidden({info.name, other.name, u"nobody"_s}, true);
    QCOMPARE(model.rowCount(), 0);
    model.setAllHidden({info.name, other.name}, false);
    QCOMPARE(model.rowCount(), 2);
    model.setTemplates({});
    QCOMPARE(model.rowCount(), 0);
}

QTEST_GUILESS_MAIN(TestTemplateModel)
#include "tst_template_model.moc"
