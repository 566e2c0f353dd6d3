#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "ui/tokens/credential_text.h"
#include "ui/tokens/permission_tester.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;

class TestCredentialText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void curlKeepsTheSecretOutOfItsArguments()
    {
        const auto text = credentialText(CredentialForm::Curl, issued("publish"), broker());
        for (const auto &line : text.split(u'\n')) {
            if (line.contains(u"curl "_s))
                QVERIFY(!line.contains(u"prl_"_s));
        }
        QVERIFY(text.contains(u"-H @-"_s));
        QVERIFY(text.contains(u"'http://127.0.0.1:8080/v1/publish/default/weather'"_s));
    }

    void readersReadAndPublishersPublish()
    {
        const auto reader = credentialText(CredentialForm::Python, issued("subscribe"), broker());
        QVERIFY(reader.contains(u"/v1/history/default/weather"_s));
        QVERIFY(!reader.contains(u"POST"_s));
        const auto writer = credentialText(CredentialForm::Python, issued("publish"), broker());
        QVERIFY(writer.contains(u"/v1/publish/default/weather"_s));
    }

    void browsersUseSubprotocols()
    {
        const auto text = credentialText(CredentialForm::JavaScript, issued("subscribe"),
                                         QUrl(u"https://chat.example.org"_s));
        QVERIFY(text.contains(u"wss://chat.example.org/v1/socket"_s));
        QVERIFY(text.contains(u"[\"parley.v1\", \"parley.token.\" + secret]"_s));
    }

    void momentoWrapsEndpointAndKey()
    {
        const auto json = QJsonDocument::fromJson(
                              QByteArray::fromBase64(momentoCredential("prl_live_x", broker())))
                              .object();
        QCOMPARE(json[u"endpoint"_s].toString(), u"127.0.0.1:8080"_s);
        QCOMPARE(json[u"api_key"_s].toString(), u"prl_live_x"_s);
    }

    void aDenialNamesTheNearestGrant()
    {
        client::PermissionAnswer answer;
        answer.sentence = u"No grant covers sport."_s;
        answer.grant = client::GrantInfo();
        answer.grant->topic = u"weather"_s;
        answer.missing = u"topic"_s;
        QCOMPARE(verdictText(answer), u"✕ DENIED"_s);
        QVERIFY(reasonText(answer).contains(u"Nearest grant: read weather"_s));
        answer.allowed = true;
        QVERIFY(reasonText(answer).contains(u"By its grant: read weather"_s));
    }

private:
    static QUrl broker() { return QUrl(u"http://127.0.0.1:8080"_s); }

    static client::IssuedToken issued(const char *role)
    {
        client::IssuedToken issued;
        issued.secret = "prl_live_secret";
        client::GrantInfo grant;
        grant.role = QString::fromLatin1(role);
        grant.topic = u"weather"_s;
        issued.token.grants = {grant};
        return issued;
    }
};

QTEST_GUILESS_MAIN(TestCredentialText)
#include "tst_credential_text.moc"
