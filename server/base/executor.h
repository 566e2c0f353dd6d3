#pragma once

#include <functional>

namespace parley {

// A thread that runs tasks in the order they were posted. Thread: post() from any.
// A task posted after the thread stopped is destroyed without being run.
class Executor
{
public:
    virtual void post(std::function<void()> task) = 0;

protected:
    ~Executor() = default; // never deleted through this interface
};

} // namespace parley
