#include <functional>

#include <QLabel>
#include <QRegularExpression>
#include <QTest>

#include "ui/tokens/template_form.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;

// What is wrong with a template stands under the field that it is wrong in.
class TestTemplateForm final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatIsGoodComesBackAsItWas();
    void whatIsWrongIsSaid_data();
    void whatIsWrongIsSaid();
    void theNameOfWhatIsChangedMayBeTaken();
    void refusalsFindTheirField_data();
    void refusalsFindTheirField();

private:
    using Change = std::function<void(client::TemplateInfo &)>;

    static client::TemplateInfo good();
    static QStringList problems(const QWidget &form);
};

void TestTemplateForm::initTestCase()
{
    QTest::failOnWarning(
        QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s));
}

client::TemplateInfo TestTemplateForm::good()
{
    client::TemplateInfo info;
    info.name = u"chat-member"_s;
    info.title = u"チャットの参加者 عضو"_s;
    info.description = u"Writes and reads"_s;
    info.variables = {{u"room"_s, {}}, {u"user"_s, {}}, {u"languages"_s, u"language"_s}};
    info.label = u"{user} in {room}"_s;
    info.publisherId = u"{user}"_s;
    info.room = u"default/{room}"_s;
    client::GrantInfo publish;
    publish.role = u"publish"_s;
    publish.topic = u"{room}-publish"_s;
    client::GrantInfo read;
    read.topic = u"{room}-subscribe-{language}"_s;
    client::GrantInfo history;
    history.role = u"history"_s;
    history.selector = client::GrantInfo::Selector::Prefix;
    history.topic = u"{room}-"_s;
    history.allNamespaces = true;
    info.grants = {publish, read, history};
    info.validForSeconds = 5400;
    info.maxValidForSeconds = 90'000;
    info.oneUse = true;
    info.maxConnections = 1'000'000;
    info.publishPerSecond = 5;
    info.requestsPerSecond = 6;
    info.allowedOrigins = {u"https://chat.example"_s, u"http://localhost:8080"_s};
    return info;
}

QStringList TestTemplateForm::problems(const QWidget &form)
{
    QStringList texts;
    for (const auto *label : form.findChildren<QLabel *>()) {
        if (label->isVisible() && label->buddy() == nullptr && !label->text().isEmpty())
            texts.append(label->text());
    }
    return texts;
}

void TestTemplateForm::whatIsGoodComesBackAsItWas()
{
    TemplateForm form({}, nullptr);
    form.setTemplate(good(), true);
    form.show();
    QVERIFY2(form.isFinished(), qPrintable(problems(form).join(u" | "_s)));
    const auto before = good();
    QCOMPARE(client::toJson(form.info()), client::toJson(before));
    form.setTemplate({}, true); // and nothing of it stays
    QCOMPARE(client::toJson(form.info()), client::toJson(client::TemplateInfo()));
}

void TestTemplateForm::whatIsWrongIsSaid_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char *name, Change change, const QString &problem) {
        QTest::newRow(name) << std::move(change) << problem;
    };
    using Info = client::TemplateInfo;
    row(
        "no name", [](Info &info) { info.name.clear(); }, u"1 to 64 characters"_s);
    row(
        "a capital", [](Info &info) { info.name = u"Chat"_s; }, u"1 to 64 characters"_s);
    row(
        "a look-alike", [](Info &info) { info.name = u"ch\u0430t"_s; }, u"1 to 64 characters"_s);
    row(
        "one too long", [](Info &info) { info.name = QString(65, u'a'); }, u"1 to 64 characters"_s);
    row(
        "a name that is there", [](Info &info) { info.name = u"reader"_s; },
        u"There is a template of this name already."_s);
    row(
        "a title of too many bytes", [](Info &info) { info.title = QString(43, u'ア'); },
        u"at most 128 bytes"_s);
    row(
        "a description of too many bytes",
        [](Info &info) { info.description = QString(513, u'x'); }, u"at most 512 bytes"_s);
    row(
        "a variable without a name",
        [](Info &info) { info.variables.append(client::TemplateVariable()); },
        u"Give each variable a name"_s);
    row(
        "no grants", [](Info &info) { info.grants.clear(); }, u"Choose what its tokens may do."_s);
    row(
        "an empty topic", [](Info &info) { info.grants[0].topic.clear(); },
        u"Grant 1: Name a topic, or choose all topics."_s);
    row(
        "an empty prefix", [](Info &info) { info.grants[2].topic.clear(); },
        u"Grant 3: Name a topic, or choose all topics."_s);
    row(
        "a hole in a topic", [](Info &info) { info.grants[1].topic = u"{rom}-x"_s; },
        u"Grant 2: No variable fills {rom} here."_s);
    row(
        "a brace in a topic", [](Info &info) { info.grants[1].topic = u"room}"_s; },
        u"Grant 2: No variable fills } here."_s);
    row(
        "a hole in a namespace", [](Info &info) { info.grants[0].nameSpace = u"{shop}"_s; },
        u"Grant 1: No variable fills {shop} here."_s);
    row(
        "no topic's name", [](Info &info) { info.grants[0].topic = u"two words"_s; },
        u"Grant 1: "_s);
    row(
        "disposable and manages", [](Info &info) { info.grants[0].role = u"manage"_s; },
        u"Grant 1: A disposable token cannot manage topics."_s);
    row(
        "a list in the label", [](Info &info) { info.label = u"{language}"_s; },
        u"No variable fills {language} here."_s);
    row(
        "a publisher of too many bytes", [](Info &info) { info.publisherId = QString(65, u'x'); },
        u"at most 64 bytes"_s);
    row(
        "a room without a namespace", [](Info &info) { info.room = u"{room}"_s; },
        u"A room is written as namespace/name."_s);
    row(
        "longer than a day", [](Info &info) { info.maxValidForSeconds = 90'001; },
        u"lives for at most 25 hours"_s);
    row(
        "at most less than usual", [](Info &info) { info.maxValidForSeconds = 5399; },
        u"Shorter than"_s);
}

void TestTemplateForm::whatIsWrongIsSaid()
{
    QFETCH(const Change, change);
    QFETCH(const QString, problem);
    TemplateForm form({u"reader"_s}, nullptr);
    auto info = good();
    change(info);
    form.setTemplate(info, true);
    form.show();
    QVERIFY(!form.isFinished());
    const auto said = problems(form);
    QCOMPARE(said.size(), 1);
    QVERIFY2(said.constFirst().contains(problem), qPrintable(said.constFirst()));
    form.setTemplate(good(), true);
    QVERIFY(form.isFinished());
    QCOMPARE(problems(form), QStringList());
}

void TestTemplateForm::theNameOfWhatIsChangedMayBeTaken()
{
    TemplateForm form({u"chat-member"_s}, nullptr);
    form.setTemplate(good(), false);
    form.show();
    QVERIFY(form.isFinished());
    form.setTemplate(good(), true);
    QVERIFY(!form.isFinished());
}

void TestTemplateForm::refusalsFindTheirField_data()
{
    QTest::addColumn<QString>("message");
    QTest::addColumn<bool>("found");
    QTest::newRow("variables") << u"variables must have different names"_s << true;
    QTest::newRow("a bound") << u"validForSeconds must be 1 to 316224000"_s << true;
    QTest::newRow("of no field") << u"the broker has its 256 templates"_s << false;
    QTest::newRow("only begins alike") << u"labelled templates are full"_s << false;
    QTest::newRow("nothing") << QString() << false;
}

void TestTemplateForm::refusalsFindTheirField()
{
    QFETCH(const QString, message);
    QFETCH(const bool, found);
    TemplateForm form({}, nullptr);
    form.setTemplate(good(), true);
    form.show();
    QCOMPARE(form.showRefusal({ErrorCode::InvalidArgument, message.toStdString()}), found);
    QCOMPARE(problems(form).size(), found ? 1 : 0);
    auto changed = good();
    changed.title = u"another"_s;
    form.setTemplate(changed, true);
    QCOMPARE(problems(form), QStringList()); // it was about what stood there before
}

QTEST_MAIN(TestTemplateForm)
#include "tst_template_form.moc"
