#include "app/commands/webhook_options.h"

#include <cstdio>

#include <QFile>
#include <QJsonDocument>

#include "app/commands/token_options.h"
#include "app/commands/webhook_security_options.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

constexpr qint64 kMaxInputBytes = 1024 * 1024; // the longest message

Error badOption(const QString &sentence)
{
    return {ErrorCode::InvalidArgument, sentence.toStdString()};
}

void readWord(const QCommandLineParser &parser, const QString &option, QString &word)
{
    if (parser.isSet(option))
        word = parser.value(option); // the broker knows which there are
}

Result<void> readNumber(const QCommandLineParser &parser, const QString &option, int &number)
{
    if (!parser.isSet(option))
        return {};
    bool valid = false;
    const int given = parser.value(option).toInt(&valid);
    if (!valid || given < 0)
        return badOption(u"--%1 takes a number"_s.arg(option));
    number = given;
    return {};
}

// "1s,5s,30m"; "" for a single attempt.
Result<void> readDelays(const QCommandLineParser &parser, client::WebhookInfo &webhook)
{
    if (!parser.isSet(u"delays"_s))
        return {};
    webhook.schedule = u"custom"_s;
    webhook.delaySeconds.clear();
    for (const QString &text : parser.value(u"delays"_s).split(u',', Qt::SkipEmptyParts)) {
        const auto seconds = secondsFrom(text.trimmed());
        if (!seconds || *seconds > std::numeric_limits<int>::max())
            return badOption(u"--delays takes times such as 1s,5s,30m"_s);
        webhook.delaySeconds.append(int(*seconds));
    }
    return {};
}

Result<void> readDeadline(const QCommandLineParser &parser, client::WebhookInfo &webhook)
{
    if (!parser.isSet(u"deadline"_s))
        return {};
    const auto seconds = secondsFrom(parser.value(u"deadline"_s));
    if (!seconds || *seconds > std::numeric_limits<int>::max())
        return badOption(u"--deadline takes a time such as 15s"_s);
    webhook.deadlineSeconds = int(*seconds);
    return {};
}

Result<void> readFilter(const QCommandLineParser &parser, client::WebhookInfo &webhook)
{
    if (parser.isSet(u"no-filter"_s))
        webhook.filter.reset();
    if (!parser.isSet(u"filter"_s))
        return {};
    const auto bytes = fileOrInput(parser.value(u"filter"_s), u"filter"_s);
    if (!bytes)
        return bytes.error();
    const auto document = QJsonDocument::fromJson(*bytes);
    if (!document.isObject())
        return badOption(u"--filter takes a file with a pattern, which is a JSON object"_s);
    webhook.filter = document.object();
    return {};
}

Result<void> readTopic(const QCommandLineParser &parser, client::WebhookInfo &webhook)
{
    const bool byName = parser.isSet(u"topic"_s);
    if (byName && parser.isSet(u"prefix"_s))
        return badOption(u"a webhook has a --topic or a --prefix of topics, not both"_s);
    if (!byName && !parser.isSet(u"prefix"_s))
        return {};
    if (!webhook.id.isEmpty())
        return badOption(u"a webhook cannot move to other topics: make another one"_s);
    webhook.address
        = {parser.value(u"namespace"_s), parser.value(byName ? u"topic"_s : u"prefix"_s)};
    webhook.match = byName ? u"name"_s : u"prefix"_s;
    return {};
}

Result<void> readNumbers(const QCommandLineParser &parser, client::WebhookInfo &webhook)
{
    const std::pair<QString, int *> numbers[] = {{u"batch"_s, &webhook.batchMessages},
                                                 {u"batch-wait"_s, &webhook.batchMilliseconds},
                                                 {u"concurrency"_s, &webhook.concurrency},
                                                 {u"per-second"_s, &webhook.perSecond}};
    for (const auto &[option, number] : numbers)
        if (auto ok = readNumber(parser, option, *number); !ok)
            return ok;
    return {};
}

} // namespace

Result<QByteArray> fileOrInput(const QString &path, const QString &option)
{
    QFile file(path);
    const bool isOpen
        = path == u"-" ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!isOpen)
        return badOption(u"--%1: %2 cannot be read"_s.arg(option, path));
    auto bytes = file.read(kMaxInputBytes + 1);
    if (bytes.size() > kMaxInputBytes)
        return badOption(u"--%1: %2 holds more than 1 MiB"_s.arg(option, path));
    return bytes;
}

void addWebhookOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"namespace"_s, u"Namespace of the topic."_s, u"NAME"_s, u"default"_s},
        {u"topic"_s, u"Topic whose messages are sent."_s, u"TOPIC"_s},
        {u"prefix"_s, u"Sends the messages of all topics whose names begin with this."_s,
         u"TEXT"_s},
        {u"to"_s, u"http(s) address, function:NAME, or ARN of a Lambda function."_s, u"URL"_s},
        {u"name"_s, u"What it is for."_s, u"TEXT"_s},
        {u"level"_s, u"How near the address may be: public, lan or local."_s, u"WORD"_s},
        {u"format"_s, u"Form of the body: momento, standard or cloudevents."_s, u"WORD"_s},
        {u"schedule"_s, u"When it is tried again: standard, chat, momento or custom."_s, u"WORD"_s},
        {u"delays"_s, u"Own schedule: what is waited after each attempt, such as 1s,5s,30m."_s,
         u"TIMES"_s},
        {u"deadline"_s, u"For one attempt, 1s to 30s."_s, u"TIME"_s},
        {u"ordering"_s, u"none, endpoint (one after the other) or key."_s, u"WORD"_s},
        {u"ordering-key"_s, u"topic, or a JSON pointer into the message such as /customer."_s,
         u"KEY"_s},
        {u"when-dead"_s, u"When a message in order is given up: skip it, or stall."_s, u"WORD"_s},
        {u"batch"_s, u"Most messages in one request; more than 1 needs an ordering."_s, u"N"_s},
        {u"batch-wait"_s, u"Milliseconds that a batch waits for more messages."_s, u"N"_s},
        {u"concurrency"_s, u"Most requests at the same time."_s, u"N"_s},
        {u"per-second"_s, u"Most requests in a second; 0: no bound."_s, u"N"_s},
        {u"client-errors"_s, u"What a 4xx answer is: retry or final."_s, u"WORD"_s},
        {u"filter"_s, u"File with a pattern that messages must match; - for standard input."_s,
         u"FILE"_s},
        {u"no-filter"_s, u"Sends all messages again."_s},
        {u"user-agent"_s, u"parley or momento."_s, u"WORD"_s},
    });
    addWebhookSecurityOptions(parser);
}

Result<client::WebhookInfo> webhookFrom(const QCommandLineParser &parser,
                                        client::WebhookInfo webhook)
{
    readWord(parser, u"name"_s, webhook.name);
    readWord(parser, u"to"_s, webhook.url);
    if (webhook.id.isEmpty() && webhook.callsFunction())
        webhook.schedule = u"chat"_s; // a function here answers at once or not at all
    const std::pair<QString, QString *> words[] = {{u"level"_s, &webhook.level},
                                                   {u"format"_s, &webhook.format},
                                                   {u"schedule"_s, &webhook.schedule},
                                                   {u"ordering"_s, &webhook.ordering},
                                                   {u"ordering-key"_s, &webhook.orderingKey},
                                                   {u"when-dead"_s, &webhook.whenDead},
                                                   {u"client-errors"_s, &webhook.clientErrors},
                                                   {u"user-agent"_s, &webhook.userAgent}};
    for (const auto &[option, word] : words)
        readWord(parser, option, *word);
    for (auto *read :
         {readTopic, readDelays, readDeadline, readNumbers, readFilter, readWebhookSecurity})
        if (auto ok = read(parser, webhook); !ok)
            return ok.error();
    if (webhook.ordering == u"endpoint")
        webhook.concurrency = 1; // one after the other
    return webhook;
}

} // namespace parley::app
