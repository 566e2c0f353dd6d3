#include "tests/bench/suite/result_table.h"

#include <cstdio>

#include "tests/bench/suite/peer_set.h"

namespace parley::bench {
namespace {

constexpr const char *kLine = "%-17s %-26s %-10s %-26s %-24s %-10s %s\n";

const Goal *goalAgainst(const Row &row, const std::string &peer)
{
    for (const Goal &goal : row.goals)
        if (goal.peer == peer)
            return &goal;
    return nullptr;
}

std::string boundText(const Goal &goal, Better better, int decimals)
{
    char text[32];
    const char *sign = better == Better::Less ? "<=" : ">=";
    if (!goal.peer.empty() && goal.bound < 1)
        std::snprintf(text, sizeof text, "%s 1/%.0f", sign, 1 / goal.bound);
    else
        std::snprintf(text, sizeof text, "%s %.*f", sign, goal.peer.empty() ? decimals : 0,
                      goal.bound);
    return text;
}

void printLine(const std::string &name, const std::string &figure, const std::string &server,
               const Figures &figures, const Figures &compared, const Row &row)
{
    const Goal *goal = goalAgainst(row, server == kParley ? "" : server);
    const bool isAbsolute = server == kParley;
    std::string bound = "-";
    std::string said = "-";
    if (goal) {
        bound = boundText(*goal, row.better, row.decimals);
        said = compared.isEmpty() ? "not measured"
                                  : verdict(compared.median(), goal->bound, row.better);
    }
    std::printf(kLine, name.c_str(), figure.c_str(), server.c_str(),
                figures.text(row.decimals).c_str(), isAbsolute ? "" : compared.text(3).c_str(),
                bound.c_str(), said.c_str());
}

void printRow(const CaseRun &run, std::size_t index)
{
    const Row &row = run.what().rows[index];
    const Figures &ours = run.figures(kParley, index);
    printLine(run.what().name, row.figure, kParley, ours, ours, row);
    for (const std::string &peer : run.peers())
        printLine("", "", peer, run.figures(peer, index), run.ratios(peer, index), row);
}

} // namespace

void printResultTable(const std::vector<std::unique_ptr<CaseRun>> &runs)
{
    std::printf("\nMedian (range); parley : peer is the ratio of neighbouring runs.\n\n");
    std::printf(kLine, "case", "figure", "server", "measured", "parley : peer", "goal", "");
    for (const auto &run : runs) {
        for (std::size_t row = 0; row < run->what().rows.size(); ++row)
            printRow(*run, row);
        if (run->voidRuns() > 0)
            std::printf("%-17s %d RUNS VOID: see above\n", "", run->voidRuns());
    }
}

} // namespace parley::bench
