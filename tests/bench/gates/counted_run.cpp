#include "tests/bench/gates/counted_run.h"

#include <cstdlib>
#include <sstream>

#include "tests/bench/peers/parley_server.h"
#include "tests/bench/support/temporary_folder.h"

namespace parley::bench {
namespace {

struct Count {
    double instructions = 0;
    double framesPerSend = 0;
};

//! The line "totals: 123" that callgrind writes at the end of the process.
double totalIn(const std::string &file)
{
    constexpr std::string_view kKey = "totals: ";
    std::istringstream lines(contentOf(file));
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(kKey))
            return std::strtod(line.c_str() + kKey.size(), nullptr);
    throw Failure("callgrind wrote no total; did the broker end in order?");
}

Count countOnce(const FanOutShape &shape)
{
    const TemporaryFolder folder;
    const std::string file = folder.file("callgrind.out");
    Count count;
    {
        ParleyServer server({.wrapper = {VALGRIND_PROGRAM, "--tool=callgrind", "--quiet",
                                         "--callgrind-out-file=" + file}});
        FanOut load(server, shape);
        const auto before = server.sendCount();
        load.run();
        const auto after = server.sendCount();
        load.finish();
        count.framesPerSend
            = double(after->frames - before->frames) / double(after->sends - before->sends);
    }
    count.instructions = totalIn(file);
    return count;
}

} // namespace

CountedCost countInstructions(const FanOutShape &shape, unsigned more)
{
    FanOutShape longer = shape;
    longer.messages *= more;
    const Count small = countOnce(shape);
    const Count large = countOnce(longer);
    return {(large.instructions - small.instructions) / (longer.deliveries() - shape.deliveries()),
            large.framesPerSend};
}

} // namespace parley::bench
