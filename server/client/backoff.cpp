#include "server/client/backoff.h"

#include <algorithm>

namespace parley::client {

std::chrono::milliseconds Backoff::next(double sample)
{
    const double half = static_cast<double>(m_step.count()) / 2.0;
    const auto delay = std::chrono::milliseconds(static_cast<int>(half + half * sample));
    m_step = std::min(m_step * 2, kCeiling);
    return std::max(delay, std::chrono::milliseconds(1));
}

} // namespace parley::client
