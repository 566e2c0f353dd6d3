#include "server/types/durability.h"

namespace parley {

std::string_view wireName(Durability durability)
{
    switch (durability) {
    case Durability::Memory: return "memory";
    case Durability::Relaxed: return "relaxed";
    case Durability::Durable: return "durable";
    }
    __builtin_unreachable();
}

Result<Durability> durabilityFrom(std::string_view name)
{
    for (const auto durability : {Durability::Memory, Durability::Relaxed, Durability::Durable})
        if (name == wireName(durability))
            return durability;
    return Error{ErrorCode::InvalidArgument, "durability must be memory, relaxed or durable"};
}

} // namespace parley
