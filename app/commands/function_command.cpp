#include "app/commands/function_command.h"

#include <cstdio>

#include <QFile>

#include "app/commands/broker_connection.h"
#include "app/commands/function_options.h"
#include "app/commands/terminal_text.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

QString line(const client::FunctionInfo &function)
{
    if (function.isBuiltIn)
        return function.name + u"\tbuilt in"_s;
    return u"%1\tjavascript\t%2 ms\t%3 MB\t%4"_s.arg(function.name)
        .arg(function.milliseconds)
        .arg(function.megabytes)
        .arg(function.tokenId.isEmpty() ? u"publishes nothing"_s : function.tokenId);
}

void printTrial(const client::FunctionTrial &trial)
{
    for (const QString &said : trial.log)
        printLine(u"log\t"_s + harmless(said));
    for (const client::FunctionMessage &message : trial.messages)
        printLine(u"publish\t%1/%2\t%3"_s.arg(harmless(message.nameSpace), harmless(message.topic),
                                              harmless(message.payload)));
    printLine(u"%1 in %2 ms\t%3"_s.arg(trial.status)
                  .arg(trial.milliseconds, 0, 'f', 2)
                  .arg(harmless(trial.status == 200 ? trial.body : trial.error)));
}

} // namespace

QString FunctionCommand::name() const
{
    return u"function"_s;
}

QString FunctionCommand::summary() const
{
    return u"write functions that webhooks call, or serve a program as one"_s;
}

QStringList FunctionCommand::usage() const
{
    return {u"function list"_s,
            u"function show|delete NAME"_s,
            u"function put NAME --file F.js [--publish-as TOKEN-ID] [--milliseconds N] "
            "[--megabytes N]"_s,
            u"function test NAME [--file F.js] < event.json"_s,
            u"function serve --exec PROGRAM --topic TOPIC [--keep-secret FILE] [-- ARGUMENTS]"_s,
            u"function serve --exec PROGRAM --webhook ID --secret-file FILE [-- ARGUMENTS]"_s};
}

void FunctionCommand::addOptions(QCommandLineParser &parser) const
{
    addConnectionOptions(parser);
    addFunctionOptions(parser);
}

void FunctionCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    static const QStringList kOnOne{u"show"_s, u"delete"_s, u"put"_s, u"test"_s};
    const QString verb = words.value(0);
    const bool known = (verb == u"list" && words.size() == 1) || verb == u"serve"
        || (kOnOne.contains(verb) && words.size() == 2);
    if (!known)
        return failUsage(u"function takes one of these:"_s);
    const auto address = brokerAddress(parser);
    if (!address)
        return fail(address.error());
    m_client.setAddress(*address);
    if (verb == u"list")
        m_client.code().functions(this, answer<QList<client::FunctionInfo>>([](const auto &all) {
                                      for (const client::FunctionInfo &function : all)
                                          printLine(line(function));
                                  }));
    else if (verb == u"serve")
        serve(parser, words.mid(1));
    else
        runOn(verb, words.last(), parser);
}

void FunctionCommand::runOn(const QString &verb, const QString &name,
                            const QCommandLineParser &parser)
{
    if (verb == u"put")
        put(name, parser);
    else if (verb == u"test")
        tryOut(name, parser);
    else if (verb == u"delete")
        m_client.code().deleteFunction(name, this,
                                       answer<client::Nothing>([](const client::Nothing &) {}));
    else
        m_client.code().function(
            name, this, answer<client::FunctionInfo>([](const client::FunctionInfo &function) {
                printBytes(function.source.toUtf8()); // as it is: into a file, say
            }));
}

void FunctionCommand::put(const QString &name, const QCommandLineParser &parser)
{
    auto function = functionOptions(parser);
    if (!function)
        return failUsage(QString::fromStdString(function.error().message));
    if (function->source.isNull())
        return failUsage(u"function put needs --file"_s);
    function->name = name;
    m_client.code().putFunction(
        *function, this, answer<client::FunctionInfo>([](const client::FunctionInfo &stored) {
            printLine(line(stored));
        }));
}

void FunctionCommand::tryOut(const QString &name, const QCommandLineParser &parser)
{
    auto function = functionOptions(parser);
    if (!function)
        return failUsage(QString::fromStdString(function.error().message));
    function->name = name;
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return fail({ErrorCode::Unavailable, "standard input cannot be read"});
    constexpr qint64 kMaxBody = 768 * 1024; // it goes into a request of 1 MiB
    const QString body = QString::fromUtf8(input.read(kMaxBody));
    m_client.code().tryFunction(*function, body, this,
                                [this](const Result<client::FunctionTrial> &trial) {
                                    if (!trial)
                                        return fail(trial.error());
                                    printTrial(*trial);
                                    finish(trial->status == 200 ? Done : Failed);
                                });
}

void FunctionCommand::serve(const QCommandLineParser &parser, const QStringList &arguments)
{
    auto settings = serverOptions(parser, arguments);
    if (!settings)
        return failUsage(QString::fromStdString(settings.error().message));
    m_server = std::make_unique<FunctionServer>(m_client, std::move(*settings));
    m_signals = std::make_unique<TerminationSignals>();
    connect(m_signals.get(), &TerminationSignals::terminationAsked, m_server.get(),
            &FunctionServer::stop);
    connect(m_signals.get(), &TerminationSignals::hungUp, m_server.get(), &FunctionServer::stop);
    connect(m_server.get(), &FunctionServer::ended, this, [this] { finish(Done); });
    connect(m_server.get(), &FunctionServer::failed, this, [this](const QString &problem) {
        fail({ErrorCode::Unavailable, problem.toStdString()});
    });
    m_server->start();
}

} // namespace parley::app
