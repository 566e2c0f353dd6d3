#include <QTest>

#include "server/protocol/scope_json.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_ScopeJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void comesBack_data();
    void comesBack();
    void grantLimit();
    void scope();
};

void tst_ScopeJson::refuses_data()
{
    QTest::addColumn<QByteArray>("grants");

    for (const char *grants : {
             "{}",
             "null",
             "[1]",
             "[{}]",
             R"([{"role":"subscribe"}])",
             R"([{"role":"subscribe","namespace":"a"}])",
             R"([{"role":"subscribe","topic":"a"}])",
             R"([{"namespace":"a","topic":"a"}])",
             R"([{"role":"admin","namespace":"a","topic":"a"}])",
             R"([{"role":1,"namespace":"a","topic":"a"}])",
             R"([{"role":"both","namespace":"a","allNamespaces":true,"topic":"a"}])",
             R"([{"role":"both","allNamespaces":false,"topic":"a"}])",
             R"([{"role":"both","namespace":"a","topic":"a","topicPrefix":"a"}])",
             R"([{"role":"both","namespace":"a","topic":"a","allTopics":true}])",
             R"([{"role":"both","namespace":"a","allTopics":false}])",
             R"([{"role":"both","namespace":"a","topic":"a","x":1}])",
             R"([{"role":"both","namespace":"a/b","topic":"a"}])",
             R"([{"role":"both","namespace":"a","topic":"$events/audit"}])",
             R"([{"role":"both","namespace":"a","topicPrefix":"$events"}])",
             R"([{"role":"both","namespace":"a","topic":"a*"}])",
             R"([{"role":"both","namespace":"a","topic":"a "}])",
             R"([{"role":"both","namespace":"a","topicPrefix":"a//"}])",
         })
        QTest::newRow(grants) << QByteArray(grants);
}

void tst_ScopeJson::refuses()
{
    QFETCH(QByteArray, grants);

    const auto parsed = grantsFromJson(*parseJson(grants.toStdString()));
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::InvalidArgument);
}

void tst_ScopeJson::comesBack_data()
{
    QTest::addColumn<QByteArray>("grants");

    for (const char *grants : {"[]", R"([{"role":"both","allNamespaces":true,"allTopics":true}])",
                               R"([{"role":"publish","namespace":"a","topic":"b/c"}])",
                               R"([{"role":"subscribe","namespace":"a","topicPrefix":"friends-"},)"
                               R"({"role":"publish","allNamespaces":true,"topicPrefix":"home/"}])"})
        QTest::newRow(grants) << QByteArray(grants);
}

void tst_ScopeJson::comesBack()
{
    QFETCH(QByteArray, grants);

    const auto parsed = grantsFromJson(*parseJson(grants.toStdString()));
    QVERIFY(parsed);
    std::string text;
    JsonWriter writer(text);
    writeGrants(writer, *parsed);
    QCOMPARE(bytes(text), grants);
}

void tst_ScopeJson::grantLimit()
{
    const auto count = [](std::size_t n) {
        JsonValue::Array grants(
            n, *parseJson(R"({"role":"both","allNamespaces":true,"allTopics":true})"));
        return grantsFromJson(JsonValue(std::move(grants)));
    };
    QVERIFY(count(Scope::kMaxGrants - 1));
    QVERIFY(count(Scope::kMaxGrants));
    QCOMPARE(count(Scope::kMaxGrants + 1).error().code, ErrorCode::LimitExceeded);
}

void tst_ScopeJson::scope()
{
    Scope scope{true, {}, {Grant{Role::Publish, NamespaceName::standard(), {}}}};
    QVERIFY(*scopeFromJson(scopeJson(scope)) == scope);
    for (const char *text : {"", "{}", R"({"admin":1,"grants":[]})", R"({"admin":true})",
                             R"({"admin":true,"grants":{}})"})
        QVERIFY(!scopeFromJson(text));
}

QTEST_APPLESS_MAIN(tst_ScopeJson)
#include "tst_scope_json.moc"
