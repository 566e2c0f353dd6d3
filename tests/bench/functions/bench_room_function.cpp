// What the steps of a translated room cost: moderation, detection, a warm Apertium chain, and the
// whole function from call to answer. Run by hand:
// build/release/tests/bench/functions/bench_room_function
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <future>
#include <vector>

#include <QCoreApplication>
#include <QEventLoop>
#include <QJsonDocument>
#include <QJsonObject>

#include "server/functions/built_in_functions.h"
#include "server/functions/function_host.h"
#include "server/functions/function_texts.h"

using namespace parley;
using namespace parley::functions;
using namespace Qt::StringLiterals;

namespace {

using Microseconds = std::chrono::duration<double, std::micro>;

const std::vector<std::string> kMessages{
    "Hello, how are you today?",
    "What the crap is going on with the server?",
    "The meeting starts in ten minutes, see https://example.org/agenda",
    "¿Dónde está la biblioteca? No la encuentro.",
    "これはテストのメッセージです。くそまじめな人だ。",
    "g o s h, that w4s fun :smile: 👍🏽",
    "La reunión empieza en diez minutos @ana",
    "ok",
    "Could somebody please restart the machine in the corner of the office?",
};
const std::vector<std::string> kRoom{"en", "es", "ja", "pt", "fr", "de"};
const ModerationPolicy kNoRules;

void report(const char *what, std::vector<double> samples, const char *unit)
{
    std::sort(samples.begin(), samples.end());
    const auto at
        = [&](double share) { return samples[std::size_t(share * double(samples.size() - 1))]; };
    std::printf("%-44s p50 %8.2f  p95 %8.2f  max %8.2f %s\n", what, at(0.5), at(0.95), at(1), unit);
}

template <typename Run>
double timeOf(Run run)
{
    const auto begin = std::chrono::steady_clock::now();
    run();
    return Microseconds(std::chrono::steady_clock::now() - begin).count();
}

void benchModeration()
{
    const auto moderator = readModerator(kBuiltInTexts);
    std::vector<double> samples;
    for (int round = 0; round < 2000; ++round) {
        for (const std::string &message : kMessages)
            samples.push_back(timeOf([&] {
                (void)(*moderator)->judge(message, {kRoom, kNoRules});
            }));
    }
    report("moderation, chat messages, 6 lists", std::move(samples), "us");
    const std::vector<std::string> patterns{
        "d a m n ",          "idiot ",       "くそ", "1!|", "a", "crap.",
        "a\xcc\x80\xcc\x80", "\xef\xb7\xba", "くー"};
    for (const std::string &pattern : patterns) {
        std::string text;
        while (text.size() + pattern.size() <= 4096)
            text += pattern;
        std::size_t steps = 0;
        std::vector<double> worst;
        for (int round = 0; round < 20; ++round) {
            worst.push_back(timeOf([&] {
                                const auto verdict = (*moderator)->judge(text, {kRoom, kNoRules});
                                steps = verdict ? verdict->steps : 0; // 0: refused
                            })
                            / 1000);
        }
        const std::string name
            = "moderation, 4 kB of \"" + pattern + "\" (" + std::to_string(steps) + " steps)";
        report(name.c_str(), std::move(worst), "ms");
    }
}

void benchDetection()
{
    std::vector<double> samples;
    for (int round = 0; round < 2000; ++round) {
        for (const std::string &message : kMessages)
            samples.push_back(timeOf([&] { (void)detectLanguage({message, {}, "en", kRoom}); }));
    }
    report("detection", std::move(samples), "us");
}

// Different texts, so that the engine is asked each time.
QString sentence(int number)
{
    static const QStringList kThings{u"house"_s, u"dog"_s, u"table"_s, u"book"_s, u"friend"_s};
    static const QStringList kKinds{u"red"_s, u"big"_s, u"old"_s, u"new"_s};
    return u"The %1 %2 of my friend is in the street number %3."_s.arg(
        kKinds.at(number % 4), kThings.at(number % 5), QString::number(number));
}

void benchApertium(const QString &source, const QString &target)
{
    ApertiumEngine engine({});
    if (!engine.supports(source, target)) {
        std::printf("apertium %s-%s is not installed\n", qPrintable(source), qPrintable(target));
        return;
    }
    int failures = 0;
    const auto ask = [&](int number) {
        QEventLoop loop;
        const EngineRequest request{{sentence(number)}, source, {target}};
        engine.translate(request, [&](const EngineOutcome &outcome) {
            failures += outcome.error == EngineError::None ? 0 : 1;
            QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
        });
        loop.exec();
    };
    const double cold = timeOf([&] { ask(0); }) / 1000;
    std::vector<double> samples;
    for (int i = 1; i <= 500; ++i)
        samples.push_back(timeOf([&] { ask(i); }) / 1000);
    const QString name
        = u"apertium %1-%2, warm (cold: %3 ms)"_s.arg(source, target).arg(cold, 0, 'f', 0);
    report(qPrintable(name), std::move(samples), "ms");
    if (failures > 0)
        std::printf("  %d of these failed\n", failures);
}

class AcceptingPublisher final : public Publisher
{
public:
    void publish(PublishRequest, std::function<void(Result<Position>)> done) override
    {
        done(Position{1, 1});
    }
};

void benchRoom()
{
    AcceptingPublisher publisher;
    SystemClock clock;
    SilentLog log;
    BuiltInFunctions functions({}, {publisher, clock, log, {}});
    Room room;
    room.name = "friends";
    room.languages = {"en", "es", "ja"};
    functions.setRooms({room});
    FunctionHost host(functions.entries());
    std::vector<double> samples;
    int failures = 0;
    for (int i = 0; i <= 500; ++i) {
        const QJsonObject body{{u"cache"_s, u"default"_s},  {u"topic"_s, u"friends-publish"_s},
                               {u"publish_timestamp"_s, 1}, {u"topic_sequence_number"_s, i + 1},
                               {u"token_id"_s, u"luis"_s},  {u"text"_s, sentence(i)}};
        const std::string bytes = QJsonDocument(body).toJson().toStdString();
        const double ms
            = timeOf([&] {
                  std::promise<void> promise;
                  host.call({"room", {}, 1, bytes, 0, "default", "friends-publish", "luis"},
                            [&](FunctionReply) { promise.set_value(); });
                  promise.get_future().wait();
              })
            / 1000;
        if (i > 0) // the first waits for the programs to start
            samples.push_back(ms);
    }
    report("room function, call to answer, en to es and ja", std::move(samples), "ms");
    if (failures > 0)
        std::printf("  %d of these were not translated\n", failures);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    benchModeration();
    benchDetection();
    benchApertium(u"en"_s, u"es"_s);
    benchApertium(u"es"_s, u"en"_s);
    benchApertium(u"es"_s, u"pt"_s);
    benchRoom();
    return 0;
}
