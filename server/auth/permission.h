#pragma once

#include <optional>
#include <string>

#include "server/types/grant.h"

namespace parley {

// Why a scope allows something, or why it does not: the rule of Scope::allows(), told. Nothing is
// decided by it; tests hold both to the same answer. Thread: any.
struct Permission {
    enum class Missing : std::uint8_t { Nothing, Role, Namespace, Topic };

    bool allowed = false;
    bool byAdmin = false; // an area of administration decided it, no grant
    std::optional<Grant> grant{}; // the first that allows it, or the nearest one that does not
    Missing missing = Missing::Nothing; // what the nearest one would need; the last that fits first
    bool isSystemTopic = false; // no grant could help
    std::string sentence{}; // for a person
};

std::string_view wireName(Permission::Missing missing); // "role", ...; "" for Nothing

Permission explain(const Scope &scope, Right right, const TopicKey &key);
Permission explain(const Scope &scope, AdminArea area, AdminAccess access);

std::string placeOf(const Grant &grant); // "default/friends-*"
std::string sentenceOf(const Grant &grant); // "subscribe on default/friends-*"

} // namespace parley
