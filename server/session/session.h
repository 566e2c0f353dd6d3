#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/auth/token_registry.h"
#include "server/auth/token_seat.h"
#include "server/protocol/close_code.h"
#include "server/session/subscription.h"

namespace parley {

// One client's conversation, whatever wire it speaks. Thread: I/O loop.
class Session
{
public:
    virtual ~Session() = default;

    virtual std::uint64_t connectionId() const = 0;
    virtual std::string_view transport() const = 0; // "websocket", "sse"
    virtual std::string address() const = 0;
    virtual UtcTime since() const = 0;
    virtual const std::shared_ptr<const TokenEntry> &token() const = 0; // null: not shown yet
    virtual std::vector<const Subscription *> subscriptions() const = 0;
    virtual void end(CloseCode code, std::string_view reason) = 0; // may delete this

protected:
    //! Ends the conversation when its token has ended. \return whether it did.
    bool endWithToken(const TokenRegistry &tokens);
};

} // namespace parley
