#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/suite/cases.h"
#include "tests/bench/support/figures.h"

namespace parley::bench {

// A case measured: Parley and the peers back to back, round by round, so that a ratio is one of
// neighbours in time.
class CaseRun
{
public:
    //! \param peers those of the case that are installed.
    CaseRun(Case what, std::vector<std::string> peers);

    void run(); // prints a line for each run

    const Case &what() const { return m_case; }
    const std::vector<std::string> &peers() const { return m_peers; }
    const Figures &figures(const std::string &server, std::size_t row) const;
    const Figures &ratios(const std::string &peer, std::size_t row) const; // Parley : peer
    int voidRuns() const { return m_voidRuns; }

private:
    //! No figures when the run is void.
    std::vector<double> measure(int round, const std::string &server);
    void print(int round, const std::string &server, const Measured &measured) const;

    Case m_case;
    std::vector<std::string> m_peers;
    std::map<std::string, std::unique_ptr<Server>> m_servers;
    std::map<std::string, std::vector<Figures>> m_figures; // by server, one per row
    std::map<std::string, std::vector<Figures>> m_ratios; // by peer
    int m_voidRuns = 0;
};

} // namespace parley::bench
