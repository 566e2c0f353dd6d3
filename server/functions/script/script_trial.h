#pragma once

#include <list>
#include <memory>

#include "server/functions/function.h"
#include "server/functions/script/script_runner.h"

namespace parley::functions {

// Runs a script once in a process of its own, as it stands in an editor, and tells everything that
// it did; nothing is published. The call's body is {"source","milliseconds","megabytes","body"},
// the answer's {"status","body","error","log":[text],"messages":[{"namespace","topic","payload"}],
// "milliseconds"}. Webhooks cannot name it. Thread: functions.
class ScriptTrial final : public Function
{
public:
    static constexpr const char *kName = "$test"; // not in the grammar of function:NAME
    static constexpr const char *kDeliveryId = "msg_test"; // what the script sees
    static constexpr std::size_t kMaxOpen = 8; // people press a button; each has a process

    ScriptTrial(QString program, ScriptSlots &slots); // slots: borrowed

    void invoke(FunctionCall call, FunctionDone done) override;

private:
    using Runners = std::list<std::unique_ptr<ScriptRunner>>;
    void finish(Runners::iterator place, const ScriptAnswer &answer, const FunctionDone &done);

    const QString m_program;
    ScriptSlots &m_slots;
    Runners m_open;
};

} // namespace parley::functions
