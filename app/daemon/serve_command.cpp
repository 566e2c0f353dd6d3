#include "app/daemon/serve_command.h"

#include <cstdio>

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include "app/common/data_paths.h"
#include "app/common/secret_file.h"

using namespace Qt::StringLiterals;

namespace parley::app {

ServeCommand::ServeCommand() : m_log(m_clock, LogLevel::Info) {}

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
    return {u"serve [--data DIR] [--port N] [--demo] [--ready FILE] [--allow-origin URL]..."_s};
}

void ServeCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions({
        {u"data"_s, u"Data directory; made when it is missing."_s, u"DIR"_s,
         defaultDataDirectory()},
        {u"port"_s, u"Port on 127.0.0.1 and ::1; 0 takes a free one."_s, u"N"_s, u"8080"_s},
        {u"demo"_s, u"Make the room \"friends\", with people who talk."_s},
        {u"ready"_s,
         u"Write {\"url\",\"owner_token\",\"pid\"} to this file (0600) when it serves."_s,
         u"FILE"_s},
        {u"allow-origin"_s, u"A web page of this origin may speak to the broker."_s, u"URL"_s},
    });
}

void ServeCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    bool validPort = false;
    BrokerOptions options;
    options.port = parser.value(u"port"_s).toUShort(&validPort);
    if (!words.isEmpty() || !validPort)
        return failUsage(u"serve takes options only, and a port from 0 to 65535"_s);
    options.dataDirectory = parser.value(u"data"_s).toStdString();
    options.version = QCoreApplication::applicationVersion().toStdString();
    for (const QString &origin : parser.values(u"allow-origin"_s))
        options.allowedOrigins.push_back(origin.toStdString());
    m_signals = std::make_unique<TerminationSignals>();
    connect(m_signals.get(), &TerminationSignals::terminationAsked, this, [this] {
        m_demo.reset();
        m_broker->stop();
        finish(Done);
    });
    auto broker = Broker::start(options, m_log);
    if (!broker)
        return fail(broker.error());
    m_broker = std::move(*broker);
    const auto token = ownerToken(parser.value(u"data"_s));
    if (!token)
        return fail(token.error());
    if (auto ok = tellOthers(parser, *token); !ok)
        return fail(ok.error());
    if (parser.isSet(u"demo"_s))
        startDemo(*token);
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
    if (!parser.isSet(u"ready"_s))
        return {};
    const QJsonObject ready{{u"url"_s, url},
                            {u"owner_token"_s, QString::fromLatin1(token)},
                            {u"pid"_s, QCoreApplication::applicationPid()}};
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
