#include "ui/tokens/credential_text.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include "server/client/grant_info.h"
#include "ui/common/curl_text.h"

namespace parley::ui {
namespace {

// What the examples are about: a topic, and whether to read it or to publish there.
struct Example {
    client::TopicAddress address{QStringLiteral("default"), QStringLiteral("TOPIC")};
    bool reads = true;
};

Example exampleFor(const client::TokenInfo &token)
{
    Example example;
    if (token.grants.isEmpty())
        return example;
    auto grant = token.grants.constFirst();
    for (const auto &candidate : token.grants) { // reading shows more than publishing
        if (client::roleGives(candidate.role, QStringLiteral("history")))
            grant = candidate;
    }
    if (!grant.allNamespaces)
        example.address.nameSpace = grant.nameSpace;
    if (grant.selector == client::GrantInfo::Selector::Topic)
        example.address.topic = grant.topic;
    example.reads = client::roleGives(grant.role, QStringLiteral("history"));
    return example;
}

QString base(const QUrl &broker)
{
    return broker.toString(QUrl::RemovePath | QUrl::RemoveUserInfo | QUrl::RemoveQuery);
}

QString route(const Example &example)
{
    return QStringLiteral("/v1/%1/%2/%3")
        .arg(example.reads ? QStringLiteral("history") : QStringLiteral("publish"),
             example.address.nameSpace, example.address.topic);
}

QString curlText(const QString &secret, const QUrl &broker, const Example &example)
{
    const auto data = example.reads
        ? QString()
        : QStringLiteral("-H 'Content-Type: text/plain' --data-binary 'hello' ");
    return QStringLiteral("# The header comes from standard input: arguments are seen by every "
                          "user of this machine.\n"
                          "curl -sS -H @- %1%2 <<'PARLEY'\n"
                          "Authorization: Bearer %3\n"
                          "PARLEY\n")
        .arg(data, shellQuoted(base(broker) + route(example)), secret);
}

QString javaScriptText(const QString &secret, const QUrl &broker, const Example &example)
{
    auto socket = broker;
    socket.setScheme(broker.scheme() == QLatin1String("https") ? QStringLiteral("wss")
                                                               : QStringLiteral("ws"));
    const auto command = example.reads
        ? QStringLiteral("{op: \"subscribe\", id: 1, namespace: \"%1\", topic: \"%2\"}")
        : QStringLiteral("{op: \"publish\", id: 1, namespace: \"%1\", topic: \"%2\", text: "
                         "\"hello\"}");
    return QStringLiteral(
               "// In a browser; its origin must be allowed by the broker.\n"
               "const secret = \"%1\";\n"
               "const socket = new WebSocket(\"%2/v1/socket\",\n"
               "                             [\"parley.v1\", \"parley.token.\" + secret]);\n"
               "socket.onopen = () => socket.send(JSON.stringify(%3));\n"
               "socket.onmessage = (event) => console.log(JSON.parse(event.data));\n"
               "socket.onclose = (event) => console.log(\"closed\", event.code, event.reason);\n")
        .arg(secret, base(socket), command.arg(example.address.nameSpace, example.address.topic));
}

QString pythonText(const QString &secret, const QUrl &broker, const Example &example)
{
    const auto body
        = example.reads ? QString() : QStringLiteral(", data=\"hello\".encode(), method=\"POST\"");
    return QStringLiteral("import json\n"
                          "import urllib.request\n\n"
                          "secret = \"%1\"\n"
                          "request = urllib.request.Request(\n"
                          "    \"%2\"%3,\n"
                          "    headers={\"Authorization\": \"Bearer \" + secret,\n"
                          "             \"Content-Type\": \"text/plain; charset=utf-8\"})\n"
                          "with urllib.request.urlopen(request) as answer:\n"
                          "    print(json.load(answer))\n")
        .arg(secret, base(broker) + route(example), body);
}

QString cppText(const QString &secret, const QUrl &broker, const Example &example)
{
    const auto body = example.reads
        ? QString()
        : QStringLiteral("    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, \"hello\");\n");
    return QStringLiteral(
               "// c++ parley.cpp -lcurl; the answer goes to standard output.\n"
               "#include <curl/curl.h>\n\n"
               "int main()\n"
               "{\n"
               "    CURL *curl = curl_easy_init();\n"
               "    curl_slist *headers = nullptr;\n"
               "    headers = curl_slist_append(headers, \"Authorization: Bearer %1\");\n"
               "    headers = curl_slist_append(headers, \"Content-Type: text/plain\");\n"
               "    curl_easy_setopt(curl, CURLOPT_URL, \"%2\");\n"
               "    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);\n"
               "%3"
               "    const CURLcode code = curl_easy_perform(curl);\n"
               "    curl_slist_free_all(headers);\n"
               "    curl_easy_cleanup(curl);\n"
               "    return code == CURLE_OK ? 0 : 1;\n"
               "}\n")
        .arg(secret, base(broker) + route(example), body);
}

} // namespace

QString formName(CredentialForm form)
{
    const auto words
        = [](const char *text) { return QCoreApplication::translate("CredentialText", text); };
    switch (form) {
    case CredentialForm::Environment: return words("Environment variable");
    case CredentialForm::Curl: return QStringLiteral("curl");
    case CredentialForm::JavaScript: return words("JavaScript (browser)");
    case CredentialForm::Python: return QStringLiteral("Python");
    case CredentialForm::Cpp: return words("C++ (libcurl)");
    case CredentialForm::Momento: return words("Momento SDK credential");
    }
    return {};
}

QByteArray momentoCredential(const QByteArray &secret, const QUrl &broker)
{
    const auto endpoint = broker.port() < 0
        ? broker.host()
        : QStringLiteral("%1:%2").arg(broker.host()).arg(broker.port());
    const QJsonObject json{{QStringLiteral("endpoint"), endpoint},
                           {QStringLiteral("api_key"), QString::fromLatin1(secret)}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact).toBase64();
}

QString credentialText(CredentialForm form, const client::IssuedToken &issued, const QUrl &broker)
{
    const auto secret = QString::fromLatin1(issued.secret);
    const auto example = exampleFor(issued.token);
    switch (form) {
    case CredentialForm::Environment:
        return QStringLiteral("export PARLEY_TOKEN='%1'\n").arg(secret);
    case CredentialForm::Curl: return curlText(secret, broker, example);
    case CredentialForm::JavaScript: return javaScriptText(secret, broker, example);
    case CredentialForm::Python: return pythonText(secret, broker, example);
    case CredentialForm::Cpp: return cppText(secret, broker, example);
    case CredentialForm::Momento:
        return QString::fromLatin1(momentoCredential(issued.secret, broker));
    }
    return {};
}

} // namespace parley::ui
