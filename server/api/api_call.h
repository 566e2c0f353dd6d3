#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/auth/refusals.h"
#include "server/auth/token_registry.h"
#include "server/base/peer_address.h"
#include "server/net/served_request.h"
#include "server/protocol/json_value.h"
#include "server/protocol/json_writer.h"
#include "server/types/topic_key.h"

namespace parley {

// One request on its way through the API. Shared by everything that works on its answer.
// Thread: I/O loop.
class ApiCall final
{
public:
    //! \param action what is asked for, as the audit names it; a literal or the route's.
    //! \param arguments the parts of the path that the route left open.
    //! \param refusals hears when the call fails for want of a right; borrowed.
    ApiCall(std::shared_ptr<ServedRequest> exchange, std::shared_ptr<const TokenEntry> token,
            std::string_view action, std::vector<std::string> arguments, Refusals &refusals);

    const HttpRequest &request() const { return m_exchange->request(); }
    ServedRequest &exchange() { return *m_exchange; }
    const std::shared_ptr<const TokenEntry> &token() const { return m_token; } // null: open route
    const std::string &actor() const { return m_token->token().id; }
    std::string_view action() const { return m_action; }
    //! Address of the caller, without its port.
    std::string address() const { return std::string(hostOf(m_exchange->peerAddress())); }
    const std::string &argument(std::size_t index) const { return m_arguments[index]; }

    //! On an open route: whose token the resource found by itself.
    void identify(std::shared_ptr<const TokenEntry> token) { m_token = std::move(token); }

    //! The arguments \p index and \p index + 1 as namespace and topic.
    Result<TopicKey> topicKey(std::size_t index) const;
    //! InvalidArgument for a query parameter that the route does not know.
    Result<void> allowParameters(std::initializer_list<std::string_view> names) const;
    //! The body as JSON; UnsupportedMediaType unless it says that it is.
    Result<JsonValue> json() const;

    void reply(int status, std::string json);
    void replyEmpty(); // 204
    void replyEmptyOr(const Result<void> &done); // 204, or why it was not done
    void fail(const Error &error);

private:
    std::shared_ptr<ServedRequest> m_exchange;
    std::shared_ptr<const TokenEntry> m_token;
    std::string_view m_action;
    std::vector<std::string> m_arguments;
    Refusals &m_refusals;
};

std::string joined(const std::vector<std::string> &arguments); // with '/' in between

using CallPtr = std::shared_ptr<ApiCall>;

} // namespace parley
