#pragma once

#include "server/api/function_control.h"
#include "server/broker/broker.h"
#include "server/topics/event_topics.h"
#include "server/topics/publisher.h"
#include "server/webhooks/function_target.h"

namespace parley {

// Until the functions are wired: there are none, and it says so. Thread: I/O loop.
class FunctionAdapter final : public FunctionControl, private FunctionTarget
{
public:
    FunctionAdapter(const BrokerOptions &, Publisher &, EventTopics &) {}

    FunctionTarget &target() { return *this; }
    void stop() {}

    std::vector<std::string> functionNames() const override { return {}; }
    std::string enginesJson() const override { return "[]"; }
    void setRooms(const std::vector<Room> &) override {}

private:
    bool hasFunction(const std::string &) const override { return false; }
    void call(FunctionCall, std::function<void(FunctionReply)> done) override
    {
        done({404, {}, "no such function"});
    }
};

} // namespace parley
