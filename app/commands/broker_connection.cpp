#include "app/commands/broker_connection.h"

#include <QFile>

#include "app/common/data_paths.h"
#include "app/common/secret_file.h"
#include "server/broker/broker.h"
#include "server/client/tls_trust.h"
#include "server/tls/private_file.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

const QString kUrl = u"url"_s;
const QString kTokenFile = u"token-file"_s;
const QString kAuthority = u"ca"_s;
const QString kData = u"data"_s;

QString firstOf(const QCommandLineParser &parser, const QString &option, const char *variable)
{
    return parser.isSet(option) ? parser.value(option) : qEnvironmentVariable(variable);
}

// "wss" and "ws" are what people copy out of a page.
QUrl brokerUrl(const QString &text)
{
    QUrl url(text, QUrl::StrictMode);
    if (url.scheme() == u"wss"_s)
        url.setScheme(u"https"_s);
    else if (url.scheme() == u"ws"_s)
        url.setScheme(u"http"_s);
    return url;
}

Result<QByteArray> authorities(const QCommandLineParser &parser) // PEM; empty: none named
{
    const QString file = firstOf(parser, kAuthority, "PARLEY_CA");
    if (file.isEmpty())
        return QByteArray();
    const auto pem = readPemFile(QFile::encodeName(file).toStdString());
    if (!pem)
        return pem.error();
    const QByteArray bytes = QByteArray::fromStdString(*pem);
    if (!client::holdsCertificates(bytes))
        return Error{ErrorCode::InvalidArgument,
                     file.toStdString() + " holds no certificate in PEM form"};
    return bytes;
}

} // namespace

void addConnectionOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {kUrl,
         u"Broker, such as http://127.0.0.1:8080 or https://192.168.1.5:8443 (or $PARLEY_URL)."_s,
         u"URL"_s},
        {kAuthority,
         u"For https: certificate of the broker's authority, PEM (or $PARLEY_CA). Without it those "
         "count that this computer trusts."_s,
         u"FILE"_s},
        {kTokenFile, u"File that holds the token, mode 600 (or $PARLEY_TOKEN_FILE)."_s, u"FILE"_s},
        {kData, u"Data directory of a broker on this computer."_s, u"DIR"_s},
    });
}

Result<client::BrokerAddress> brokerAddress(const QCommandLineParser &parser)
{
    const QString data = parser.isSet(kData) ? parser.value(kData) : defaultDataDirectory();
    QString url = firstOf(parser, kUrl, "PARLEY_URL");
    QString tokenFile = firstOf(parser, kTokenFile, "PARLEY_TOKEN_FILE");
    // The owner's token goes to the broker that wrote it, and not to whoever has its port now.
    if (url.isEmpty()) {
        const auto stored = readSecretFile(brokerUrlFile(data));
        const bool isKnown = stored && Broker::runsOn(data.toStdString());
        if (!isKnown && tokenFile.isEmpty())
            return Error{ErrorCode::Unavailable,
                         "no \"parleyd serve\" runs on " + data.toStdString()
                             + "; start one, or name a broker with --url and --token-file"};
        url = isKnown ? QString::fromUtf8(*stored) : u"http://127.0.0.1:8080"_s;
    }
    if (tokenFile.isEmpty())
        tokenFile = ownerTokenFile(data);
    const auto token = readSecretFile(tokenFile);
    if (!token)
        return Error{ErrorCode::Unauthenticated,
                     "no token: " + token.error().message
                         + "; name a file with --token-file or PARLEY_TOKEN_FILE"};
    const auto trusted = authorities(parser);
    if (!trusted)
        return trusted.error();
    client::BrokerAddress address{brokerUrl(url), *token, *trusted};
    const bool knownScheme
        = address.url.scheme() == u"http"_s || address.url.scheme() == u"https"_s;
    if (!address.isValid() || !knownScheme)
        return Error{ErrorCode::InvalidArgument, "not a broker's URL: " + url.toStdString()};
    return address;
}

} // namespace parley::app
