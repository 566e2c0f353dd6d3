#pragma once

#include "server/api/api_context.h"
#include "server/api/token_warnings.h"

namespace parley {

// Tokens as the wire writes them, with what only the broker at work knows: live connections and
// warnings. Made for one answer. Source: server/protocol/README.md, section 6.3.
class TokenJson final
{
public:
    explicit TokenJson(const ApiContext &context); // borrowed

    void write(JsonWriter &writer, const Token &token) const; // an object, never a secret
    std::string text(const Token &token) const;
    std::string text(const IssuedToken &issued) const; // {"token","secret"}: the one that has it

private:
    const TokenRegistry &m_tokens;
    const TokenWarnings m_warnings;
};

} // namespace parley
