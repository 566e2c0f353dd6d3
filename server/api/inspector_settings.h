#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "server/base/result.h"
#include "server/protocol/http_request.h"
#include "server/protocol/json_value.h"
#include "server/protocol/json_writer.h"

namespace parley {

// How the inspector answers. Plain value.
struct InspectorSettings {
    static constexpr std::uint64_t kMaxDelay = 60'000; // ms; twice the longest wait of a webhook
    static constexpr std::size_t kMaxHeaders = 32;
    static constexpr std::size_t kMaxHeaderBytes = 4 * 1024; // of one, name and value
    static constexpr std::size_t kMaxBodyBytes = 256 * 1024; // beyond what a webhook reads of one

    bool on = false;
    std::uint16_t port = 0; // where it listened last; 0: nowhere yet
    int status = 200;
    std::chrono::milliseconds delay{0}; // before the answer
    std::vector<HttpHeader> headers{};
    std::string body{};

    friend bool operator==(const InspectorSettings &, const InspectorSettings &) = default;
};

//! \p before with what the object says in its place. InvalidArgument. With \p withPort also the
//! port, which is the store's to say and nobody else's.
Result<InspectorSettings> changedSettings(InspectorSettings before, const JsonValue &json,
                                          bool withPort);
void writeSettings(JsonWriter &writer, const InspectorSettings &settings); // members only
std::string storedJson(const InspectorSettings &settings); // with the port
Result<InspectorSettings> settingsFromStored(const std::string &json); // "": as it is at first

} // namespace parley
