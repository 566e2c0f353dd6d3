#include <QTest>

#include "server/auth/default_templates.h"
#include "server/auth/template_expansion.h"
#include "server/protocol/template_json.h"

using namespace parley;
using namespace std::chrono_literals;

class tst_TemplateExpansion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBadValueIsRefused_data();
    void aBadValueIsRefused();
    void aBadTemplateIsRefused_data();
    void aBadTemplateIsRefused();
    void aListStandsOncePerElement();
    void theDefaultsAreGood();

private:
    static TokenTemplate chatMember() { return defaultTemplates().front(); }
    static TemplateValues values(std::string user, std::vector<std::string> languages)
    {
        return {{{"room", "friends"}, {"user", std::move(user)}},
                {{"languages", std::move(languages)}}};
    }
};

void tst_TemplateExpansion::aBadValueIsRefused_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("too long") << QByteArray(65, 'a');
    QTest::newRow("slash") << QByteArray("a/b");
    QTest::newRow("brace") << QByteArray("{room}");
    QTest::newRow("space") << QByteArray("a b");
    QTest::newRow("zero") << QByteArray("a\0b", 3);
    QTest::newRow("system topic") << QByteArray("$events");
    QTest::newRow("not ASCII") << QByteArray("\xc3\xa9");
    QTest::newRow("not UTF-8") << QByteArray("\xff");
    QTest::newRow("percent") << QByteArray("%00");
}

void tst_TemplateExpansion::aBadValueIsRefused()
{
    QFETCH(const QByteArray, value);
    const std::string text = value.toStdString();
    for (const TemplateValues &bad : {values(text, {"english"}), values("ana", {text})})
        QCOMPARE(expandTemplate(chatMember(), bad, {}).error().code, ErrorCode::InvalidArgument);
}

void tst_TemplateExpansion::aBadTemplateIsRefused_data()
{
    QTest::addColumn<int>("which");
    int which = 0;
    for (const char *row :
         {"name in capitals", "variable twice", "element named like a variable",
          "variable with a hyphen", "unknown variable in the label", "list in the label",
          "two lists in a grant", "unclosed brace", "grant that is no name", "longer than at most",
          "disposable for two days", "disposable that manages", "page with a path",
          "control in the title"})
        QTest::newRow(row) << which++;
}

void tst_TemplateExpansion::aBadTemplateIsRefused()
{
    QFETCH(const int, which);
    TokenTemplate bad = chatMember();
    switch (which) {
    case 0: bad.name = "Chat"; break;
    case 1: bad.variables.push_back({"room", ""}); break;
    case 2: bad.variables[2].each = "user"; break;
    case 3: bad.variables[0].name = "ro-om"; break;
    case 4: bad.label = "{who}"; break;
    case 5: bad.label = "{language}"; break;
    case 6:
        bad.variables.push_back({"colours", "colour"});
        bad.grants[1].topics = "{language}-{colour}";
        break;
    case 7: bad.grants[0].topics = "{room"; break;
    case 8: bad.grants[0].topics = "{room}/"; break;
    case 9: bad.validFor = bad.maxValidFor + 1s; break;
    case 10: bad.maxValidFor = 48h; break;
    case 11: bad.grants[0].role = Role::Manage; break;
    case 12: bad.allowedOrigins = {"https://a.example/x"}; break;
    default: bad.title = "a\nb";
    }
    QVERIFY(checkTemplate(chatMember()));
    const auto ok = checkTemplate(bad);
    QVERIFY(!ok);
    QCOMPARE(ok.error().code, ErrorCode::InvalidArgument);
}

void tst_TemplateExpansion::aListStandsOncePerElement()
{
    const auto request = expandTemplate(chatMember(), values("ana", {"english", "spanish"}), 60s);
    QVERIFY(request);
    QCOMPARE(request->label, std::string("ana in friends"));
    QCOMPARE(request->publisherId, std::string("ana"));
    QCOMPARE(request->room, std::string("default/friends"));
    QCOMPARE(request->templateName, std::string("chat-member"));
    QVERIFY(request->kind == TokenKind::Disposable && request->validFor == 60s);
    QCOMPARE(request->scope.grants.size(), std::size_t(3));
    QCOMPARE(request->scope.grants[2].topics.text, std::string("friends-subscribe-spanish"));
    QVERIFY(expandTemplate(chatMember(), values("ana", {}), {})->scope.grants.size() == 1);
    QVERIFY(!expandTemplate(chatMember(), values("ana", {"english", "english"}), {}));
    QVERIFY(!expandTemplate(chatMember(), values("ana", {"english"}), 86'401s));
    QVERIFY(expandTemplate(chatMember(), values("ana", {"english"}), {})->validFor == 3600s);
}

void tst_TemplateExpansion::theDefaultsAreGood()
{
    for (const TokenTemplate &one : defaultTemplates()) {
        QVERIFY(checkTemplate(one));
        const auto again = templateFromJson(templateJson(one));
        QVERIFY(again);
        QVERIFY(*again == one);
    }
}

QTEST_APPLESS_MAIN(tst_TemplateExpansion)
#include "tst_template_expansion.moc"
