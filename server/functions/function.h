#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/webhooks/function_target.h"

namespace parley::functions {

using FunctionDone = std::function<void(FunctionReply)>;

// Something that a webhook can call. Thread: functions, from construction to destruction.
// `done` is called at most once, on that thread, now or later. A call that is still open when the
// function is destroyed is answered by the host.
class Function
{
public:
    virtual ~Function() = default;
    virtual void invoke(FunctionCall call, FunctionDone done) = 0;
};

// A function by name. `make` runs once, on the functions thread, so that whatever the function
// owns (timers, processes) lives there from its first moment.
struct FunctionEntry {
    std::string name;
    std::function<std::unique_ptr<Function>()> make;
};

} // namespace parley::functions
