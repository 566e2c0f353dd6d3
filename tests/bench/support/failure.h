#pragma once

#include <stdexcept>

namespace parley::bench {

// What ends a bench: a figure from a run that went wrong is worse than none. Caught in main(), so
// that every child process and folder is cleared away on the way there.
class Failure : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

} // namespace parley::bench
