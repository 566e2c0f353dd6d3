#include "app/daemon/serve_command.h"

#include <cstdio>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include "app/common/data_paths.h"
#include "app/common/secret_file.h"
#include "app/common/secret_key_file.h"
#include "server/tls/server_name.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

constexpr std::chrono::hours kBetweenRenewals{24}; // a certificate is renewed 30 days ahead

Result<std::vector<ListenAddress>> listenAddresses(const QStringList &texts)
{
    std::vector<ListenAddress> addresses;
    for (const QString &text : texts) {
        const auto address = ListenAddress::parse(text.toStdString());
        if (!address)
            return Error{address.error().code,
                         text.toStdString() + " is " + address.error().message};
        addresses.push_back(*address);
    }
    return addresses;
}

Result<std::vector<std::string>> serverNames(const QStringList &texts)
{
    std::vector<std::string> names;
    for (const QString &text : texts) {
        const auto name = normalizedServerName(text.toStdString());
        if (!name)
            return Error{ErrorCode::InvalidArgument,
                         text.toStdString() + " is neither a host name nor an IP address"};
        names.push_back(*name);
    }
    return names;
}

} // namespace

ServeCommand::ServeCommand() : m_log(m_clock, LogLevel::Info)
{
    connect(&m_renewal, &QTimer::timeout, this, &ServeCommand::reloadCertificate);
}

ServeCommand::~ServeCommand()
{
    m_demo.reset(); // its sockets before the broker they talk to
}

QString ServeCommand::name() const
{
    return u"serve"_s;
}

QString ServeCommand::summary() const
{
    return u"run a broker until SIGTERM"_s;
}

QStringList ServeCommand::usage() const
{
    return {u"serve [--data DIR] [--port N] [--demo] [--ready FILE] [--allow-origin URL]... "
            "[--io-threads N] [--no-io-uring] [--secret-key-file FILE]"_s,
            u"serve ... --listen ADDRESS:PORT... [--tls-certificate FILE --tls-key FILE] "
            "[--tls-name NAME]..."_s};
}

void ServeCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions({
        {u"data"_s, u"Data directory; made when it is missing."_s, u"DIR"_s,
         defaultDataDirectory()},
        {u"port"_s, u"Port on 127.0.0.1 and ::1; 0 takes a free one."_s, u"N"_s, u"8080"_s},
        {u"demo"_s, u"Make the room \"friends\", with people who talk."_s},
        {u"ready"_s,
         u"Write {\"url\",\"owner_token\",\"pid\",\"tls_urls\"} to this file (0600) when it serves."_s,
         u"FILE"_s},
        {u"allow-origin"_s, u"A web page of this origin may speak to the broker."_s, u"URL"_s},
        {u"io-threads"_s,
         u"Threads that carry WebSockets, 1 to 16. More than one is for many busy topics, or for "
         "TLS, on a machine with cores to spare."_s,
         u"N"_s, u"1"_s},
        {u"no-io-uring"_s,
         u"Send to each client with a system call of its own, also where the kernel can do many at "
         "once."_s},
        {u"secret-key-file"_s,
         u"File (mode 600) with the key that encrypts webhooks' secrets, 64 hex digits. Default: "
         "what PARLEY_SECRET_KEY_FILE names, else DIR/secret-key, which is made when missing. "
         "Backups do not hold it."_s,
         u"FILE"_s},
        {u"listen"_s,
         u"Serve this address too, always with TLS: 192.168.1.5:8443, [fd00::5]:8443, or "
         u"0.0.0.0:8443 "
         "and [::]:8443 for all that this machine has. May be given several times."_s,
         u"ADDRESS:PORT"_s},
        {u"tls-certificate"_s,
         u"Certificate for --listen, PEM, with those that lead to its authority behind it. Without "
         "one Parley makes its own; see \"parleyd certificate\". SIGHUP has it read anew."_s,
         u"FILE"_s},
        {u"tls-key"_s, u"Private key of that certificate, PEM, mode 600."_s, u"FILE"_s},
        {u"tls-name"_s, u"A further name by which others reach this machine."_s, u"NAME"_s},
    });
}

Result<BrokerOptions> ServeCommand::brokerOptions(const QCommandLineParser &parser) const
{
    bool validPort = false;
    BrokerOptions options;
    options.port = parser.value(u"port"_s).toUShort(&validPort);
    if (!validPort)
        return Error{ErrorCode::InvalidArgument, "serve takes a port from 0 to 65535"};
    options.ioThreads = parser.value(u"io-threads"_s).toInt();
    if (options.ioThreads < 1 || options.ioThreads > BrokerOptions::kMaxIoThreads)
        return Error{ErrorCode::InvalidArgument, "serve takes 1 to 16 I/O threads"};
    options.ioUring = !parser.isSet(u"no-io-uring"_s);
    options.lambdaAddress = qgetenv("AWS_ENDPOINT_URL_LAMBDA").toStdString(); // as AWS's own tools
    options.dataDirectory = parser.value(u"data"_s).toStdString();
    options.version = QCoreApplication::applicationVersion().toStdString();
    for (const QString &origin : parser.values(u"allow-origin"_s))
        options.allowedOrigins.push_back(origin.toStdString());
    auto listen = listenAddresses(parser.values(u"listen"_s));
    if (!listen)
        return listen.error();
    options.listen = std::move(*listen);
    auto names = serverNames(parser.values(u"tls-name"_s));
    if (!names)
        return names.error();
    options.tlsNames = std::move(*names);
    options.certificateFile = parser.value(u"tls-certificate"_s).toStdString();
    options.keyFile = parser.value(u"tls-key"_s).toStdString();
    if (options.certificateFile.empty() != options.keyFile.empty())
        return Error{ErrorCode::InvalidArgument, "--tls-certificate and --tls-key go together"};
    if (options.listen.empty() && !(options.keyFile.empty() && options.tlsNames.empty()))
        return Error{ErrorCode::InvalidArgument, "TLS options need an address: --listen"};
    return options;
}

void ServeCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    if (!words.isEmpty())
        return failUsage(u"serve takes options only"_s);
    auto options = brokerOptions(parser);
    if (!options)
        return failUsage(QString::fromStdString(options.error().message));
    options->readSecretKey = [this, &parser] { return secretKey(parser); };
    m_signals = std::make_unique<TerminationSignals>();
    connect(m_signals.get(), &TerminationSignals::terminationAsked, this, &ServeCommand::stop);
    connect(m_signals.get(), &TerminationSignals::hungUp, this, &ServeCommand::hangUp);
    auto broker = Broker::start(*options, m_log);
    if (!broker)
        return fail(broker.error());
    m_broker = std::move(*broker);
    const auto token = ownerToken(parser.value(u"data"_s));
    if (!token)
        return fail(token.error());
    if (auto ok = tellOthers(parser, *token); !ok)
        return fail(ok.error());
    if (!options->listen.empty() && options->certificateFile.empty())
        m_renewal.start(kBetweenRenewals);
    if (parser.isSet(u"demo"_s))
        startDemo(*token);
}

// In the data directory it is made; a file that somebody names has to be there.
Result<std::string> ServeCommand::secretKey(const QCommandLineParser &parser)
{
    const QString named = parser.isSet(u"secret-key-file"_s)
        ? parser.value(u"secret-key-file"_s)
        : qEnvironmentVariable("PARLEY_SECRET_KEY_FILE");
    if (!named.isEmpty())
        return secretKeyFrom(named, false, m_random);
    return secretKeyFrom(secretKeyFile(parser.value(u"data"_s)), true, m_random);
}

void ServeCommand::stop()
{
    m_demo.reset();
    if (m_broker)
        m_broker->stop();
    finish(Done);
}

void ServeCommand::hangUp()
{
    if (!m_broker || m_broker->tlsUrls().empty())
        stop();
    else
        reloadCertificate();
}

void ServeCommand::reloadCertificate()
{
    if (const auto ok = m_broker->reloadCertificate(); !ok)
        Log(m_log, "parley.tls")
            .error("the certificate in use stays, because of the new one: " + ok.error().message);
}

// The owner's token of the last run when it is still good, else a new one, kept in a 0600 file.
Result<QByteArray> ServeCommand::ownerToken(const QString &dataDirectory)
{
    const QString file = ownerTokenFile(dataDirectory);
    if (const auto kept = readSecretFile(file); kept && m_broker->isOwner(kept->toStdString()))
        return *kept;
    const auto made = m_broker->renewOwnerToken();
    if (!made)
        return made.error();
    const QByteArray token = QByteArray::fromStdString(*made);
    if (auto ok = writeSecretFile(file, token + '\n'); !ok)
        return ok.error();
    return token;
}

Result<void> ServeCommand::tellOthers(const QCommandLineParser &parser, const QByteArray &token)
{
    const QString url = QString::fromStdString(m_broker->url());
    if (auto ok = writeSecretFile(brokerUrlFile(parser.value(u"data"_s)), url.toUtf8() + '\n'); !ok)
        return ok;
    std::fprintf(stderr, "parleyd: serving on %s\n", qUtf8Printable(url));
    QJsonArray tlsUrls;
    for (const std::string &each : m_broker->tlsUrls()) {
        std::fprintf(stderr, "parleyd: serving on %s\n", each.c_str());
        tlsUrls.append(QString::fromStdString(each));
    }
    if (!parser.isSet(u"ready"_s))
        return {};
    const QJsonObject ready{{u"url"_s, url},
                            {u"owner_token"_s, QString::fromLatin1(token)},
                            {u"pid"_s, QCoreApplication::applicationPid()},
                            {u"tls_urls"_s, tlsUrls}};
    return writeSecretFile(parser.value(u"ready"_s),
                           QJsonDocument(ready).toJson(QJsonDocument::Compact) + '\n');
}

void ServeCommand::startDemo(const QByteArray &token)
{
    m_demo = std::make_unique<DemoRoom>();
    m_demo->start({QUrl(QString::fromStdString(m_broker->url())), token},
                  [](const QString &problem) {
                      if (problem.isEmpty())
                          std::fprintf(stderr, "parleyd: the demo room \"friends\" is open\n");
                      else
                          std::fprintf(stderr, "parleyd: demo: %s\n", qUtf8Printable(problem));
                  });
}

} // namespace parley::app
