#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <QByteArray>

#include "server/webhooks/function_target.h"

namespace parley::functions {

// Something that a script wants to publish. Nothing about it was checked but its length.
struct ScriptMessage {
    std::string nameSpace{};
    std::string topic{};
    std::string payload{}; // text
};

// What came of one call of a script. Plain value.
struct ScriptAnswer {
    enum class Outcome : std::uint8_t {
        Ok,
        Threw, // an exception, a script that cannot be read, one without handle()
        TimedOut,
        BadBody, // the delivery's body is no JSON object or array
        Died, // its process: out of memory, or a fault of the engine
        Busy, // its turn did not come in time; it was not called
        NotStarted, // the program cannot be run
    };

    Outcome outcome = Outcome::Ok;
    std::string value{}; // JSON, or "": it returned nothing; cut at script_limits::kValueBytes
    std::string error{}; // for people
    std::vector<std::string> log{};
    std::vector<ScriptMessage> messages{}; // to be published only when Ok
    std::int64_t microseconds = 0; // in handle()
};

//! Reads a line of the program, which is not trusted: it runs what somebody wrote.
//! \return nullopt for anything but an answer to \p call within script_limits.
std::optional<ScriptAnswer> readScriptAnswer(const QByteArray &line, std::uint64_t call);

//! How the call counts as an attempt of a delivery, if all was published.
FunctionReply replyTo(const ScriptAnswer &answer);

} // namespace parley::functions
