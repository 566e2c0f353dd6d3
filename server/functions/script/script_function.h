#pragma once

#include <memory>

#include "server/functions/function.h"
#include "server/functions/mailbox.h"
#include "server/functions/script/script_runner.h"
#include "server/topics/publisher.h"
#include "server/types/stored_function.h"

namespace parley::functions {

// A function that somebody wrote. What a call of it wants to publish goes out in its order, with
// the rights of the function's token, and the call is answered when all of it is settled: a
// delivery that is made again publishes nothing twice, because every message carries a key of the
// delivery's id and its own number. Thread: functions.
class ScriptFunction final : public Function
{
public:
    //! \param program parley-js. The others are borrowed.
    ScriptFunction(const StoredFunction &function, const QString &program, ScriptSlots &slots,
                   Publisher &publisher);
    ~ScriptFunction() override;

    void invoke(FunctionCall call, FunctionDone done) override;

private:
    class Publication;
    void settle(const FunctionCall &call, const ScriptAnswer &answer, const FunctionDone &done);

    const std::string m_tokenId; // "": it may not publish
    Publisher &m_publisher;
    const std::shared_ptr<Mailbox> m_mailbox = std::make_shared<Mailbox>();
    ScriptRunner m_runner;
};

} // namespace parley::functions
