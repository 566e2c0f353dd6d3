#pragma once

#include <cstdint>
#include <string_view>

#include "server/base/result.h"

namespace parley {

// What the broker promises about a topic's messages; the words are those of wire, UI and documents.
enum class Durability : std::uint8_t {
    Memory, // kept in memory only; the page changes at every start
    Relaxed, // written behind; a crash can lose the last moments and then changes the page
    Durable, // acknowledged and delivered after fsync
};

std::string_view wireName(Durability durability); // "memory", "relaxed", "durable"
Result<Durability> durabilityFrom(std::string_view name);

} // namespace parley
