#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace parley {

// A webhook's call of a function that runs here: the same bytes that an HTTP endpoint would get.
struct FunctionCall {
    std::string function{}; // "room", "echo"
    std::string deliveryId{}; // webhook-id, equal on every attempt
    std::uint32_t attempt = 1;
    std::string body{}; // JSON in the webhook's body format
    std::uint8_t hops = 0; // of the message; what the function publishes has one more
    // Whose message it is and where it was published, as the broker knows it: a body may have been
    // edited by hand.
    std::string nameSpace{};
    std::string topic{};
    std::string publisherId{};
    //! A moderator let the message pass, with this text: for rooms, which held it before.
    std::optional<std::string> approvedText{};
};

// What the function answered. It is recorded as an attempt like an HTTP response.
struct FunctionReply {
    int status = 200; // 2xx delivered; 4xx final, the delivery is dead (rejected); 5xx try again
    std::string body{}; // JSON, shown in the log; at most Attempt::kMaxKeptBodyBytes are kept
    std::string error{}; // for people; empty when status is 2xx
};

// Where calls to functions go. Thread: webhooks. `done` runs once, on any thread.
class FunctionTarget
{
public:
    virtual bool hasFunction(const std::string &name) const = 0;
    virtual void call(FunctionCall call, std::function<void(FunctionReply)> done) = 0;

protected:
    ~FunctionTarget() = default; // never deleted through this interface
};

} // namespace parley
