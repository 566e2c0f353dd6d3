#include "server/session/io_loops.h"

namespace parley {

IoLoops::IoLoops(const std::vector<std::unique_ptr<EventLoop>> &loops,
                 const LoopParts::Shared &shared)
{
    for (const auto &loop : loops)
        m_loops.push_back(std::make_unique<LoopParts>(*loop, m_connections, shared));
}

void IoLoops::everywhere(std::function<void(LoopParts &)> task, std::function<void()> then)
{
    struct Done {
    };
    gather<Done>(
        [task = std::move(task)](LoopParts &loop) {
            task(loop);
            return Done{};
        },
        [then = std::move(then)](const std::vector<Done> &) { then(); });
}

} // namespace parley
