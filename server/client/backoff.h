#pragma once

#include <chrono>

namespace parley::client {

// Delays between tries to connect: doubled each time up to a ceiling, with jitter so that many
// clients of a broker that restarts do not come back in one wave. Thread: any.
class Backoff
{
public:
    static constexpr std::chrono::milliseconds kFirst{250}; // a restart on this machine takes less
    static constexpr std::chrono::milliseconds kCeiling{15'000}; // a person still waits that long

    //! \param sample uniform in [0, 1), from the caller so that tests can fix it.
    //! \return half of the step for certain, the other half by \p sample; at least 1 ms.
    std::chrono::milliseconds next(double sample);
    void reset() { m_step = kFirst; }

private:
    std::chrono::milliseconds m_step = kFirst;
};

} // namespace parley::client
