#include "app/commands/function_options.h"

#include <iostream>
#include <string>

#include <QFile>

#include "app/common/secret_file.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

Error wrong(const QString &what)
{
    return {ErrorCode::InvalidArgument, what.toStdString()};
}

Result<int> numberOf(const QCommandLineParser &parser, const QString &option, int least, int most)
{
    bool isNumber = false;
    const int number = parser.value(option).toInt(&isNumber);
    if (!isNumber || number < least || number > most)
        return wrong(u"--%1 takes a number from %2 to %3"_s.arg(option).arg(least).arg(most));
    return number;
}

Result<QString> textOf(const QString &path)
{
    constexpr qint64 kMost = 1024 * 1024; // the broker takes less and says so
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return wrong(u"cannot read %1: %2"_s.arg(path, file.errorString()));
    return QString::fromUtf8(file.read(kMost));
}

Result<QByteArray> secretOf(const QCommandLineParser &parser)
{
    if (!parser.isSet(u"secret-file"_s))
        return wrong(u"--webhook needs --secret-file (\"-\": standard input)"_s);
    const QString path = parser.value(u"secret-file"_s);
    if (path != u"-")
        return readSecretFile(path);
    std::string line;
    std::getline(std::cin, line);
    return QByteArray::fromStdString(line).trimmed();
}

Result<FunctionProgram::Settings> programOptions(const QCommandLineParser &parser,
                                                 const QStringList &arguments)
{
    if (!parser.isSet(u"exec"_s))
        return wrong(u"function serve needs --exec"_s);
    const auto time = numberOf(parser, u"time"_s, 10, 30'000);
    const auto atOnce = numberOf(parser, u"at-once"_s, 1, 64);
    if (!time || !atOnce)
        return time ? atOnce.error() : time.error();
    return FunctionProgram::Settings{parser.value(u"exec"_s), arguments,
                                     std::chrono::milliseconds(*time), *atOnce};
}

} // namespace

void addFunctionOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"file"_s, u"JavaScript that defines handle(event)."_s, u"FILE"_s},
        {u"publish-as"_s, u"Id of the token with whose rights it publishes."_s, u"ID"_s},
        {u"milliseconds"_s, u"Longest time of one call."_s, u"N"_s, u"1000"_s},
        {u"megabytes"_s, u"Most memory that it may hold."_s, u"N"_s, u"64"_s},
        {u"namespace"_s, u"Namespace of the topic."_s, u"NAME"_s, u"default"_s},
        {u"exec"_s,
         u"Program that is run for each delivery: JSON on its standard input, lines of "
         "{\"topic\",\"payload\"} on its standard output; exit code 75 asks for "
         "another try later."_s,
         u"PROGRAM"_s},
        {u"topic"_s, u"Makes a webhook on this topic, and deletes it at the end."_s, u"TOPIC"_s},
        {u"webhook"_s, u"Serves a webhook that calls http://127.0.0.1:PORT."_s, u"ID"_s},
        {u"secret-file"_s,
         u"File of mode 600 with that webhook's secret, or - for standard "
         "input."_s,
         u"FILE"_s},
        {u"keep-secret"_s, u"Keeps the webhook at the end, and its secret in this new file."_s,
         u"FILE"_s},
        {u"port"_s, u"Port of the webhook that is made; 0: any."_s, u"N"_s, u"0"_s},
        {u"time"_s, u"Longest time of one run in milliseconds."_s, u"N"_s, u"10000"_s},
        {u"at-once"_s, u"Most runs at the same time."_s, u"N"_s, u"4"_s},
    });
}

Result<client::FunctionInfo> functionOptions(const QCommandLineParser &parser)
{
    client::FunctionInfo function;
    const auto milliseconds = numberOf(parser, u"milliseconds"_s, 10, 10'000);
    const auto megabytes = numberOf(parser, u"megabytes"_s, 16, 512);
    if (!milliseconds || !megabytes)
        return milliseconds ? megabytes.error() : milliseconds.error();
    function.milliseconds = *milliseconds;
    function.megabytes = *megabytes;
    function.tokenId = parser.value(u"publish-as"_s);
    if (!parser.isSet(u"file"_s))
        return function;
    const auto text = textOf(parser.value(u"file"_s));
    if (!text)
        return text.error();
    function.source = text->isNull() ? u""_s : *text;
    return function;
}

Result<FunctionServer::Settings> serverOptions(const QCommandLineParser &parser,
                                               const QStringList &arguments)
{
    FunctionServer::Settings settings;
    const auto program = programOptions(parser, arguments);
    if (!program)
        return program.error();
    settings.program = *program;
    if (parser.isSet(u"topic"_s) == parser.isSet(u"webhook"_s))
        return wrong(u"function serve needs --topic or --webhook"_s);
    if (parser.isSet(u"webhook"_s)) {
        const auto secret = secretOf(parser);
        if (!secret)
            return secret.error();
        settings.webhookId = parser.value(u"webhook"_s);
        settings.secret = *secret;
        return settings;
    }
    const auto port = numberOf(parser, u"port"_s, 0, UINT16_MAX);
    if (!port)
        return port.error();
    settings.topic = {parser.value(u"namespace"_s), parser.value(u"topic"_s)};
    settings.port = quint16(*port);
    settings.keepSecretIn = parser.value(u"keep-secret"_s);
    return settings;
}

} // namespace parley::app
