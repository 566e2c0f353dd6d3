#pragma once

#include <string>
#include <utility>

#include "server/functions/text/moderator.h"

namespace parley::functions {

// Stands in when the real moderator could not be made: judges nothing, so that rooms which fail
// closed deliver nothing. Thread: any.
class FailingModerator final : public Moderator
{
public:
    explicit FailingModerator(Error error) : m_error(std::move(error)) {}

    Result<ModerationVerdict> judge(std::string_view, const ModerationScope &) const override
    {
        return m_error;
    }

private:
    const Error m_error;
};

} // namespace parley::functions
