#pragma once

#include <string>
#include <string_view>

#include "server/base/result.h"

namespace parley {

//! The name that a publisher gives to one message, so that sending it again stores it once. A
//! topic knows keys by publisher id, hence the least length: publishers without an id share theirs,
//! and nobody may hit upon another's key by chance.
class IdempotencyKey
{
public:
    static constexpr std::size_t kMinLength = 16; // a ULID has 26, a UUID 36 characters
    static constexpr std::size_t kMaxLength = 64;

    //! Characters of [A-Za-z0-9._:~-]. Errors: InvalidArgument.
    static Result<IdempotencyKey> parse(std::string_view text);

    const std::string &text() const { return m_text; }
    friend bool operator==(const IdempotencyKey &, const IdempotencyKey &) = default;

private:
    explicit IdempotencyKey(std::string_view text) : m_text(text) {}

    std::string m_text;
};

} // namespace parley
