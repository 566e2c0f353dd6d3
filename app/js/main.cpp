// parley-js: runs one script function for a broker, in a process that can do nothing else.
// Standard input and output carry one JSON object a line; server/functions/script/script_process.h
// has the words. It ends with its input, at a limit, or when it was interrupted.
#include <cstdlib>
#include <ctime>

#include <malloc.h>

#include <QCoreApplication>
#include <QJsonDocument>

#include "app/js/line_channel.h"
#include "app/js/sandbox.h"
#include "app/js/script_engine.h"

using namespace Qt::StringLiterals;
using namespace parley::js;

namespace {

// Before the limits: nothing may be looked up or opened behind them.
void prepare()
{
    setenv("TZ", "UTC0", 1);
    tzset();
    mallopt(M_ARENA_MAX, 1); // else every thread reserves 64 MiB of addresses
}

int serve(LineChannel &channel, ScriptEngine &engine)
{
    while (const auto line = channel.read()) {
        const QJsonObject asked = QJsonDocument::fromJson(*line).object();
        QJsonObject answer = engine.call(
            {asked[u"deliveryId"].toString(), asked[u"attempt"].toInt(1), asked[u"body"].toString(),
             std::chrono::milliseconds(asked[u"milliseconds"].toInt(1000))});
        answer[u"call"] = asked[u"call"];
        if (!channel.write(QJsonDocument(answer).toJson(QJsonDocument::Compact)))
            return EXIT_FAILURE;
        if (engine.isSpent())
            break;
    }
    return EXIT_SUCCESS;
}

// Code runs confined or not at all.
int refuse(LineChannel &channel)
{
    const QJsonObject answer{{u"ready"_s, false},
                             {u"timeout"_s, false},
                             {u"error"_s, u"this system cannot confine it"_s}};
    channel.write(QJsonDocument(answer).toJson(QJsonDocument::Compact));
    return EXIT_FAILURE;
}

} // namespace

int main(int argc, char **argv)
{
    prepare();
    const QCoreApplication application(argc, argv); // the engine asks for one; no loop runs
    LineChannel channel;
    const auto bounds = channel.read(); // no word of the script yet
    if (!bounds)
        return EXIT_FAILURE;
    Watchdog watchdog;
    const int megabytes = QJsonDocument::fromJson(*bounds).object()[u"megabytes"].toInt(64);
    if (!confineMemory(std::uint32_t(megabytes)) || !confineSystemCalls())
        return refuse(channel);
    const auto script = channel.read();
    if (!script)
        return EXIT_FAILURE;
    const QJsonObject start = QJsonDocument::fromJson(*script).object();
    ScriptEngine engine(watchdog);
    const QString problem = engine.load(
        start[u"source"].toString(), std::chrono::milliseconds(start[u"milliseconds"].toInt(1000)));
    const QJsonObject ready{
        {u"ready"_s, problem.isEmpty()}, {u"timeout"_s, engine.isSpent()}, {u"error"_s, problem}};
    if (!channel.write(QJsonDocument(ready).toJson(QJsonDocument::Compact)) || !problem.isEmpty())
        return EXIT_FAILURE;
    return serve(channel, engine);
}
