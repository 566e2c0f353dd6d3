#pragma once

#include <mutex>
#include <utility>
#include <vector>

#include "server/functions/engine_status.h"

namespace parley::functions {

// What the engines can do, as far as it is known. Thread: any.
class EngineBoard final
{
public:
    void set(std::vector<EngineStatus> engines)
    {
        const std::lock_guard lock(m_mutex);
        m_engines = std::move(engines);
    }

    std::vector<EngineStatus> engines() const // empty until the functions thread has looked
    {
        const std::lock_guard lock(m_mutex);
        return m_engines;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<EngineStatus> m_engines;
};

} // namespace parley::functions
