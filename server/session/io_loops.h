#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "server/session/loop_parts.h"

namespace parley {

// All I/O loops of a broker. The first accepts, speaks TLS and HTTP, and is where the API lives;
// the conversations of WebSockets are spread over all of them. Thread: the first loop's; built
// before the loops run and gone after they ended.
class IoLoops final
{
public:
    //! \param loops one at least; borrowed, they outlive this.
    IoLoops(const std::vector<std::unique_ptr<EventLoop>> &loops, const LoopParts::Shared &shared);

    std::size_t size() const { return m_loops.size(); }
    LoopParts &first() { return *m_loops.front(); }
    LoopParts &operator[](std::size_t place) { return *m_loops[place]; }
    LoopParts &emptiest() { return *m_loops[m_connections.emptiest()]; }
    const AllConnections &connections() const { return m_connections; }

    //! Asks every loop on its own thread, the first at once; \p then runs on the first with the
    //! answers, in the order of the loops: before this returns where there is only one, else
    //! later, and not at all when a loop has ended.
    template <typename Answer>
    void gather(std::function<Answer(LoopParts &)> ask,
                std::function<void(std::vector<Answer>)> then);
    //! Has every loop do \p task; \p then runs on the first when all have done it, see gather().
    void everywhere(std::function<void(LoopParts &)> task, std::function<void()> then);

private:
    template <typename Answer>
    struct Question {
        std::function<Answer(LoopParts &)> ask;
        std::function<void(std::vector<Answer>)> then;
        std::vector<Answer> answers; // each written on its own loop, before it is counted
        std::size_t open; // loops that were not heard of; of the first loop
    };

    AllConnections m_connections;
    std::vector<std::unique_ptr<LoopParts>> m_loops;
};

template <typename Answer>
void IoLoops::gather(std::function<Answer(LoopParts &)> ask,
                     std::function<void(std::vector<Answer>)> then)
{
    auto question = std::make_shared<Question<Answer>>(Question<Answer>{
        std::move(ask), std::move(then), std::vector<Answer>(m_loops.size()), m_loops.size()});
    const auto count = [](Question<Answer> &asked) {
        if (--asked.open == 0)
            asked.then(std::move(asked.answers));
    };
    for (std::size_t i = 1; i < m_loops.size(); ++i)
        m_loops[i]->loop.post([this, i, count, question]() mutable {
            question->answers[i] = question->ask(*m_loops[i]);
            // Moved: what the question holds is the first loop's, and goes there.
            first().loop.post([count, question = std::move(question)] { count(*question); });
        });
    question->answers[0] = question->ask(first());
    count(*question);
}

} // namespace parley
