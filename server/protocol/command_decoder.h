#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "server/protocol/command.h"
#include "server/protocol/json_parser.h"

namespace parley {

// Text frames of clients into commands. Keeps its memory from call to call, so one per I/O loop
// serves all connections. Thread: any one.
class CommandDecoder
{
public:
    //! Errors: InvalidArgument (syntax, unknown or missing member, bad value), PayloadTooLarge.
    Result<DecodedCommand> decode(std::string_view text);

    //! The id of the command that the last decode() refused, when it could be read.
    std::optional<std::uint64_t> refusedId() const { return m_id; }

private:
    Result<Command> command(std::span<const JsonMember> members);
    Result<StartPoint> startPoint(const JsonMember &member, std::size_t index) const;

    JsonParser m_parser;
    std::optional<std::uint64_t> m_id{};
};

} // namespace parley
