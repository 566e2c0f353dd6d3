#pragma once

#include <memory>

#include "server/api/function_control.h"
#include "server/base/executor.h"
#include "server/broker/broker.h"
#include "server/functions/built_in_functions.h"
#include "server/functions/function_host.h"
#include "server/functions/script/script_functions.h"
#include "server/store/store.h"
#include "server/topics/event_topics.h"

namespace parley {

// The functions of this broker: what the API sees of them, and where webhooks call them.
// Thread: I/O loop, but for start and stop, which are the broker's.
class FunctionAdapter final : public FunctionControl
{
public:
    //! \param loop where answers to tryFunction() arrive.
    //! \param publisher with which functions publish. All borrowed; they outlive this.
    //! \param store where messages wait for a moderator
    FunctionAdapter(const BrokerOptions &options, Executor &loop, Publisher &publisher,
                    Store &store, EventTopics &events, const Clock &clock, LogSink &log);

    FunctionTarget &target() { return m_host; }
    void stop() { m_host.stop(); } // open calls are answered first

    std::vector<std::string> functionNames() const override { return m_host.names(); }
    std::string enginesJson() const override;
    void setRooms(const std::vector<Room> &rooms) override { m_functions.setRooms(rooms); }
    Result<void> checkTerms(const std::string &terms) const override;
    void releaseHeld(const HeldMessage &message, const std::string &text,
                     std::function<void(Result<void>)> done) override;
    void tellDenied(const HeldMessage &message, const Room &room,
                    const std::string &reason) override;
    void putFunction(const StoredFunction &function) override
    {
        m_host.put(m_scripts.entry(function));
    }
    void removeFunction(const std::string &name) override { m_host.remove(name); }
    void tryFunction(const StoredFunction &function, const std::string &body,
                     std::function<void(Result<std::string>)> done) override;

private:
    Executor &m_loop;
    Publisher &m_publisher;
    functions::BuiltInFunctions m_functions;
    functions::ScriptFunctions m_scripts;
    functions::FunctionHost m_host; // behind the functions: it goes first
};

} // namespace parley
