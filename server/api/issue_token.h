#pragma once

#include "server/api/api_call.h"
#include "server/api/api_context.h"

namespace parley {

// Whether what is issued must lie within what the caller holds itself.
enum class Delegation : std::uint8_t {
    Narrower, // as checkDelegation() says
    ByTemplate, // the caller may issue from the template, whatever it holds
};

//! Makes and stores a token for the caller, and answers the call with it and its secret (201), or
//! with why not.
void issueToken(ApiContext &context, const CallPtr &call, TokenRequest request,
                Delegation delegation = Delegation::Narrower);
//! The same for many: all or none, in one entry of the audit and one transaction.
void issueTokens(ApiContext &context, const CallPtr &call, std::vector<TokenRequest> requests,
                 Delegation delegation = Delegation::Narrower);

//! Removes tokens that the registry has forgotten, a part at a time; what stays in the store is
//! forgotten at the next start.
void removeForgotten(ApiContext &context, const std::vector<std::string> &ids);

} // namespace parley
