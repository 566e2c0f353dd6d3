#include "app/commands/webhook_security_options.h"

#include <algorithm>

#include "app/commands/webhook_options.h"
#include "app/common/secret_file.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

constexpr qint64 kMaxSecretBytes = 64 * 1024; // the longest is a key in PEM

Error badSecurity(const QString &sentence)
{
    return {ErrorCode::InvalidArgument, sentence.toStdString()};
}

// What is in a file that only its owner can read, or in standard input.
Result<QByteArray> privateInput(const QString &path, const QString &option)
{
    if (path == u"-")
        return fileOrInput(path, option);
    auto bytes = readPrivateFile(path, kMaxSecretBytes);
    if (!bytes)
        return badSecurity(u"--%1: "_s.arg(option) + QString::fromStdString(bytes.error().message));
    return bytes;
}

// The same without the end of its last line, which an editor puts there.
Result<QByteArray> secretIn(const QString &path, const QString &option)
{
    auto bytes = privateInput(path, option);
    if (!bytes)
        return bytes.error();
    while (bytes->endsWith('\n') || bytes->endsWith('\r'))
        bytes->chop(1);
    if (bytes->isEmpty())
        return badSecurity(u"--%1: %2 holds no secret"_s.arg(option, path));
    return *bytes;
}

void putHeader(QList<client::WebhookHeader> &headers, const client::WebhookHeader &header)
{
    const auto same = std::find_if(headers.begin(), headers.end(), [&](const auto &each) {
        return each.name.compare(header.name, Qt::CaseInsensitive) == 0;
    });
    if (same == headers.end())
        headers.append(header);
    else
        *same = header;
}

Result<void> readHeaders(const QCommandLineParser &parser, client::WebhookInfo &webhook)
{
    for (const QString &name : parser.values(u"remove-header"_s))
        webhook.headers.removeIf([&](const client::WebhookHeader &header) {
            return header.name.compare(name, Qt::CaseInsensitive) == 0;
        });
    for (const QString &text : parser.values(u"header"_s)) {
        const auto colon = text.indexOf(u':');
        if (colon < 1)
            return badSecurity(u"--header takes a name and a value, such as \"X-Env: test\""_s);
        putHeader(webhook.headers,
                  {text.left(colon).trimmed(), text.mid(colon + 1).trimmed(), false});
    }
    for (const QString &text : parser.values(u"secret-header"_s)) {
        const auto equals = text.indexOf(u'=');
        if (equals < 1)
            return badSecurity(u"--secret-header takes a name and a file, such as X-Key=key.txt"_s);
        const auto secret = secretIn(text.mid(equals + 1), u"secret-header"_s);
        if (!secret)
            return secret.error();
        putHeader(webhook.headers, {text.left(equals), QString::fromUtf8(*secret), true});
    }
    return {};
}

Result<void> readAuthentication(const QCommandLineParser &parser, client::WebhookInfo &webhook)
{
    auto &authentication = webhook.authentication;
    const std::pair<QString, QString *> words[] = {{u"authentication"_s, &authentication.kind},
                                                   {u"user"_s, &authentication.user},
                                                   {u"region"_s, &authentication.region},
                                                   {u"service"_s, &authentication.service}};
    for (const auto &[option, word] : words)
        if (parser.isSet(option))
            *word = parser.value(option);
    if (authentication.kind == u"aws" && authentication.service.isEmpty())
        authentication.service = u"lambda"_s;
    if (!parser.isSet(u"secret-file"_s))
        return {};
    auto secret = secretIn(parser.value(u"secret-file"_s), u"secret-file"_s);
    if (!secret)
        return secret.error();
    authentication.secret = *std::move(secret);
    return {};
}

Result<void> readTls(const QCommandLineParser &parser, client::WebhookInfo &webhook)
{
    if (parser.isSet(u"no-authorities"_s))
        webhook.tls.authorities.clear();
    if (parser.isSet(u"no-certificate"_s)) {
        webhook.tls.certificate.clear();
        webhook.tls.key = QByteArray("");
    }
    const std::pair<QString, QString *> texts[] = {{u"authorities"_s, &webhook.tls.authorities},
                                                   {u"certificate"_s, &webhook.tls.certificate}};
    for (const auto &[option, text] : texts) {
        if (!parser.isSet(option))
            continue;
        const auto pem = fileOrInput(parser.value(option), option);
        if (!pem)
            return pem.error();
        *text = QString::fromUtf8(*pem);
    }
    if (!parser.isSet(u"key-file"_s))
        return {};
    auto key = privateInput(parser.value(u"key-file"_s), u"key-file"_s);
    if (!key)
        return key.error();
    webhook.tls.key = *std::move(key);
    return {};
}

// Standard input can be read once.
Result<void> checkInput(const QCommandLineParser &parser)
{
    int used = 0;
    for (const auto &option :
         {u"secret-file"_s, u"key-file"_s, u"authorities"_s, u"certificate"_s, u"filter"_s})
        used += parser.value(option) == u"-" ? 1 : 0;
    for (const QString &header : parser.values(u"secret-header"_s))
        used += header.endsWith(u"=-") ? 1 : 0;
    if (used > 1)
        return badSecurity(u"only one of the options can be read from standard input"_s);
    return {};
}

} // namespace

void addWebhookSecurityOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"header"_s, u"Goes with every request."_s, u"NAME: VALUE"_s},
        {u"secret-header"_s,
         u"The same, but never shown again; its value is in a file, or - for "
         "standard input."_s,
         u"NAME=FILE"_s},
        {u"remove-header"_s, u"Takes a header away."_s, u"NAME"_s},
        {u"authentication"_s, u"none, basic, bearer or aws."_s, u"WORD"_s},
        {u"user"_s, u"Of basic; the access key id of aws."_s, u"NAME"_s},
        {u"secret-file"_s,
         u"File with the password, the bearer token or the secret key; - for "
         "standard input."_s,
         u"FILE"_s},
        {u"region"_s, u"Of aws, such as eu-central-1."_s, u"NAME"_s},
        {u"service"_s, u"Of aws; lambda when it is not given."_s, u"NAME"_s},
        {u"authorities"_s, u"Certificates, PEM, that the endpoint's may be signed by."_s,
         u"FILE"_s},
        {u"no-authorities"_s, u"Only those that this computer trusts."_s},
        {u"certificate"_s, u"Certificate, PEM, that the endpoint is shown."_s, u"FILE"_s},
        {u"key-file"_s, u"Key of that certificate, PEM; - for standard input."_s, u"FILE"_s},
        {u"no-certificate"_s, u"Shows the endpoint no certificate."_s},
        {u"ed25519"_s, u"on or off: a second signature that a public key proves."_s, u"WORD"_s},
    });
}

Result<void> readWebhookSecurity(const QCommandLineParser &parser, client::WebhookInfo &webhook)
{
    if (auto ok = checkInput(parser); !ok)
        return ok;
    if (parser.isSet(u"ed25519"_s)) {
        const QString word = parser.value(u"ed25519"_s);
        if (word != u"on" && word != u"off")
            return badSecurity(u"--ed25519 takes on or off"_s);
        webhook.ed25519 = word == u"on";
    }
    for (auto *read : {readHeaders, readAuthentication, readTls})
        if (auto ok = read(parser, webhook); !ok)
            return ok;
    return {};
}

} // namespace parley::app
