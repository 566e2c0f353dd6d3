// bench_gate: instructions per delivery against their bounds. Exit code 0 when all are kept.
#include <cstdio>
#include <string>
#include <vector>

#include "tests/bench/gates/counted_run.h"
#include "tests/bench/support/failure.h"

using namespace parley::bench;

namespace {

struct Gate {
    std::string name;
    FanOutShape shape;
    double mostInstructions; // per delivery
    double leastFramesPerSend;
};

// Each bound is about a third above what was measured when it was set (g++ 12, -O3): a change that
// adds work to every delivery shows, another compiler's choices do not. Lower them after a gain.
std::vector<Gate> allGates()
{
    // Window by window: the whole window is sent at once and everybody has it before the next, so
    // the batches do not depend on who got a core.
    const FanOutShape batches{1, 100, 200, 128, 256, Refill::WhenAllArrived};
    const FanOutShape singles{1, 100, 200, 1, 20, Refill::WhenAllArrived};
    const FanOutShape publishes{1, 1, 200, 128, 1'280, Refill::WhenAllArrived};
    return {{"fan-out in batches of 128", batches, 42, 80}, // measured 30.7 to 32.8, and 93.8
            {"fan-out one by one", singles, 690, 0.9}, // 517 to 536, and 1.0
            {"publish and deliver to one", publishes, 3'600, 90}}; // 2,714 to 2,775, and 105.9
}

bool holds(const Gate &gate)
{
    constexpr unsigned kMore = 11; // ten times the short run remain
    const CountedCost cost = countInstructions(gate.shape, kMore);
    const bool kept = cost.instructions <= gate.mostInstructions
        && cost.framesPerSend >= gate.leastFramesPerSend;
    std::printf("%-28s %8.1f instructions a delivery, at most %.0f; %6.1f frames a send, at least "
                "%.1f: %s\n",
                gate.name.c_str(), cost.instructions, gate.mostInstructions, cost.framesPerSend,
                gate.leastFramesPerSend, kept ? "kept" : "NOT KEPT");
    std::fflush(stdout);
    return kept;
}

} // namespace

int main()
{
    bool allKept = true;
    try {
        for (const Gate &gate : allGates())
            allKept = holds(gate) && allKept;
    } catch (const Failure &failure) {
        std::fprintf(stderr, "bench_gate: %s\n", failure.what());
        return 1;
    }
    return allKept ? 0 : 1;
}
