#include "tests/bench/suite/case_run.h"

#include <cstdio>
#include <utility>

#include "tests/bench/suite/peer_set.h"

namespace parley::bench {

CaseRun::CaseRun(Case what, std::vector<std::string> peers) :
    m_case(std::move(what)), m_peers(std::move(peers))
{
    m_figures[kParley].resize(m_case.rows.size());
    for (const std::string &peer : m_peers) {
        m_figures[peer].resize(m_case.rows.size());
        m_ratios[peer].resize(m_case.rows.size());
    }
}

void CaseRun::run()
{
    std::printf("\n%s: %s\n", m_case.name.c_str(), m_case.what.c_str());
    for (int round = 1; round <= m_case.runs; ++round) {
        const std::vector<double> ours = measure(round, kParley);
        for (const std::string &peer : m_peers) {
            const std::vector<double> theirs = measure(round, peer);
            for (std::size_t row = 0; row < ours.size() && row < theirs.size(); ++row)
                if (theirs[row] > 0)
                    m_ratios[peer][row].add(ours[row] / theirs[row]);
        }
    }
    m_servers.clear();
}

std::vector<double> CaseRun::measure(int round, const std::string &server)
{
    std::unique_ptr<Server> &slot = m_servers[server];
    try {
        if (!slot)
            slot = startServer(server, m_case.limits, m_case.settings);
        const Measured measured = m_case.measure(*slot);
        print(round, server, measured);
        for (std::size_t row = 0; row < measured.figures.size(); ++row)
            m_figures[server][row].add(measured.figures[row]);
        if (m_case.freshServers)
            slot.reset();
        return measured.figures;
    } catch (const Failure &failure) {
        ++m_voidRuns;
        std::fflush(stdout);
        std::fprintf(stderr, "  run %d  %-10s VOID: %s\n", round, server.c_str(), failure.what());
        slot.reset(); // what is left of the run must not disturb the next one
        return {};
    }
}

void CaseRun::print(int round, const std::string &server, const Measured &measured) const
{
    std::printf("  run %d  %-10s", round, server.c_str());
    for (std::size_t row = 0; row < measured.figures.size(); ++row)
        std::printf(" %10.*f %s ", m_case.rows[row].decimals, measured.figures[row],
                    m_case.rows[row].figure.c_str());
    std::printf(measured.note.empty() ? "%s\n" : " (%s)\n", measured.note.c_str());
    std::fflush(stdout);
}

const Figures &CaseRun::figures(const std::string &server, std::size_t row) const
{
    return m_figures.at(server)[row];
}

const Figures &CaseRun::ratios(const std::string &peer, std::size_t row) const
{
    return m_ratios.at(peer)[row];
}

} // namespace parley::bench
