// bench_suite: Parley beside its peers, case by case, and one table at the end. Exit code 0 when
// every run was verified; 1 when one was void: something lost, doubled, reordered, or a server that
// did not start. A goal that is missed is a figure, not a failure.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/bench/suite/case_run.h"
#include "tests/bench/suite/peer_set.h"
#include "tests/bench/suite/result_table.h"
#include "tests/bench/support/option_reader.h"
#include "tests/bench/support/scheduling.h"

using namespace parley::bench;

namespace {

constexpr const char *kUsage
    = "Usage: bench_suite [--quick] [--list] [CASE...]\n\n"
      "Measures parleyd beside nats-server, redis-server, mosquitto and JetStream; without a CASE\n"
      "all of them. A peer that is not installed is left out.\n\n"
      "  --quick   less work and fewer runs, about 3 minutes: a smoke test\n"
      "  --list    the cases\n";

struct Wish {
    bool quick = false;
    bool list = false;
    std::vector<std::string> names{}; // none: all
};

Wish wishFrom(int argc, char **argv)
{
    Wish wish;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--quick")
            wish.quick = true;
        else if (word == "--list")
            wish.list = true;
        else if (word.starts_with('-'))
            endWithUsage(kUsage, word == "--help" ? 0 : 2);
        else
            wish.names.push_back(word);
    }
    return wish;
}

std::vector<Case> casesFor(const Wish &wish)
{
    std::vector<Case> all = allCases(wish.quick);
    if (wish.names.empty())
        return all;
    std::vector<Case> wanted;
    for (const std::string &name : wish.names) {
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&](const Case &one) { return one.name == name; });
        if (found == all.end())
            endWithUsage(("There is no case " + name + "; --list names them.\n").c_str(), 2);
        wanted.push_back(*found);
    }
    return wanted;
}

//! Those that the cases want and that are there; says which are not.
std::set<std::string> installedPeers(const std::vector<Case> &cases)
{
    std::set<std::string> wanted;
    for (const Case &one : cases)
        wanted.insert(one.peers.begin(), one.peers.end());
    std::set<std::string> installed;
    std::printf("%-10s %s\n", kParley.c_str(), describeServer(kParley).c_str());
    for (const std::string &peer : wanted) {
        const std::string described = describeServer(peer);
        std::printf("%-10s %s\n", peer.c_str(),
                    described.empty() ? "not installed, left out" : described.c_str());
        if (!described.empty())
            installed.insert(peer);
    }
    return installed;
}

int measure(const std::vector<Case> &cases)
{
    const std::set<std::string> installed = installedPeers(cases);
    std::vector<std::unique_ptr<CaseRun>> runs;
    int voidRuns = 0;
    for (const Case &one : cases) {
        std::vector<std::string> peers;
        for (const std::string &peer : one.peers)
            if (installed.contains(peer))
                peers.push_back(peer);
        runs.push_back(std::make_unique<CaseRun>(one, peers));
        runs.back()->run();
        voidRuns += runs.back()->voidRuns();
    }
    printResultTable(runs);
    return voidRuns > 0 ? 1 : 0;
}

} // namespace

int main(int argc, char **argv)
{
    const Wish wish = wishFrom(argc, argv);
    const std::vector<Case> cases = casesFor(wish);
    if (wish.list) {
        for (const Case &one : cases)
            std::printf("%-17s %s\n", one.name.c_str(), one.what.c_str());
        return 0;
    }
    raiseDescriptorLimit();
    return measure(cases);
}
