#include "server/session/reply_flusher.h"

#include <utility>

namespace parley {

ReplyFlusher::ReplyFlusher(EventLoop &loop) : m_loop(loop)
{
    m_loop.addTurnObserver(*this);
}

ReplyFlusher::~ReplyFlusher()
{
    m_loop.removeTurnObserver(*this);
}

void ReplyFlusher::remove(const ReplySource &source)
{
    for (ReplySource *&each : m_sources)
        if (each == &source)
            each = nullptr;
}

void ReplyFlusher::turnEnded()
{
    for (std::size_t i = 0; i < m_sources.size(); ++i) // one that fails may remove others
        if (ReplySource *source = std::exchange(m_sources[i], nullptr))
            source->flushReplies();
    m_sources.clear();
}

} // namespace parley
