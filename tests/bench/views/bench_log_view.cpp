#include <QApplication>
#include <QFile>

#include "tests/bench/views/next_paint.h"
#include "tests/bench/views/thread_cpu.h"
#include "ui/common/theme.h"
#include "ui/views/log_filter.h"
#include "ui/views/log_search.h"
#include "ui/views/log_store.h"
#include "ui/views/log_view.h"

using namespace parley::ui;
using namespace parley::bench;

namespace {

constexpr int kRows = 1'000'000;
constexpr int kFrames = 400;

// 140 bytes, a few topics, every tenth with letters that need shaping.
LogRow row(int i)
{
    static const QString topics[]
        = {QStringLiteral("friends-publish"), QStringLiteral("friends-subscribe-english"),
           QStringLiteral("friends-subscribe-japanese")};
    LogRow made;
    made.timeMs = 1'795'435'263'000 + i / 20;
    made.namespaceName = QStringLiteral("default");
    made.topic = topics[i % 3];
    made.page = 7;
    made.sequence = quint64(i);
    made.publisherId = QStringLiteral("user-%1").arg(i % 50);
    made.payload = R"({"user":"ana","text":")"
        + (i % 10 == 0 ? QByteArray("ma\xc3\xb1"
                                    "ana \xe9\xa7\x85\xe3\x81\xae\xe5\x89\x8d")
                       : QByteArray("see you tomorrow"))
        + R"( at the station","language":"es","client":"c-)" + QByteArray::number(i)
        + R"(","note":"the quick brown fox jumps over it"})";
    return made;
}

QList<LogRow> prepared(int count)
{
    QList<LogRow> rows;
    rows.reserve(count);
    for (int i = 0; i < count; ++i)
        rows.append(row(i));
    return rows;
}

double residentMiB()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * 4096 / 1024 / 1024;
}

// What one frame costs the thread: timer, drain, and the paint of all that is visible.
std::vector<double> frames(LogStore &store, LogView &view, const QList<LogRow> &rows, int perFrame)
{
    std::vector<double> costs;
    NextPaint painted(view.viewport());
    qsizetype next = 0;
    for (int frame = 0; frame < kFrames; ++frame) {
        for (int i = 0; i < perFrame; ++i)
            store.append(rows[next++ % rows.size()]);
        costs.push_back(cpuMs([&] { painted.wait(); }));
    }
    return costs;
}

void benchAppend(const QList<LogRow> &rows)
{
    LogStore small({.rows = 10'000});
    LogStore large({.rows = kRows});
    for (int i = 0; i < kRows; ++i)
        large.append(rows[i % rows.size()]);
    for (int i = 0; i < 20'000; ++i)
        small.append(rows[i % rows.size()]);
    std::vector<double> ratios;
    double cost = 0;
    for (int round = 0; round < 21; ++round) {
        const auto some = [&rows](LogStore &store) {
            return cpuMs([&] {
                for (int i = 0; i < 20'000; ++i)
                    store.append(rows[i]);
            });
        };
        const double ofSmall = some(small);
        cost = some(large);
        ratios.push_back(cost / ofSmall);
    }
    std::printf("append, 1M rows held, evicting: %.0f ns a row\n", cost / 20'000 * 1e6);
    report("append cost(1M) / cost(10k), median of 21", percentile(ratios, 0.5), 1.2, "x");
}

void benchFilter(const LogStore &store)
{
    struct Case {
        const char *what;
        const char *filter;
        double gate;
    };
    for (const auto &[what, text, gate] :
         {Case{"filter 1M rows, literal", "c-77777", 150},
          Case{"filter 1M rows, regex with a literal in it", "/c-7+1\"/", 300},
          Case{"filter 1M rows, regex without", "/[0-9]{2}7{4}\"/", 1000}}) {
        const auto filter = *LogFilter::parse(QString::fromLatin1(text));
        const std::atomic_bool go = false;
        std::size_t matches = 0;
        double first = 0;
        const double all = cpuMs([&] {
            const auto end = store.endNumber();
            for (auto from = store.firstNumber(); from < end; from += LogSearch::kRowsPerPiece) {
                const auto to = std::min(end, from + LogSearch::kRowsPerPiece);
                const double piece = cpuMs([&] {
                    matches += LogSearch::scan(filter, store.snapshot(), from, to, go).size();
                });
                first = first == 0 ? piece : first;
            }
        });
        std::printf("  %s: %zu matches\n", text, matches);
        report(what, all, gate, "ms");
        report("  its first 50,000 rows", first, 50, "ms");
    }
}

} // namespace

// The live log's gates: CPU of the thread that does the work, not elapsed time.
// QT_QPA_PLATFORM=offscreen bench_log_view
int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    applyFonts();
    applyTheme(ThemeChoice::Light);
    const auto rows = prepared(100'000);
    benchAppend(rows);
    const double before = residentMiB();
    LogStore store;
    for (int i = 0; i < kRows; ++i)
        store.append(row(i));
    std::printf("1M rows of %lld bytes: %.0f MiB resident, %llu evicted\n",
                static_cast<long long>(rows[0].payload.size()), residentMiB() - before,
                static_cast<unsigned long long>(store.evictedRows()));
    benchFilter(store);

    LogView view;
    view.resize(1200, 800);
    view.setStore(&store);
    view.show();
    QCoreApplication::processEvents();
    for (const auto &[what, perFrame] : {std::pair("20k", 320), std::pair("100k", 1600)}) {
        const auto costs = frames(store, view, rows, perFrame);
        std::printf("%s msg/s: drain + paint per frame, mean %.2f ms\n", what, mean(costs));
        report("  drain + paint per frame, p99", percentile(costs, 0.99), 8, "ms");
    }
    if (store.appendedRows() != quint64(kRows) + kFrames * (320 + 1600))
        return 1;
    std::puts("every message was stored");
    return 0;
}
