#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/types/topic_key.h"

namespace parley {

enum class Role : std::uint8_t { Publish, Subscribe, Both };

std::string_view wireName(Role role); // "publish", "subscribe", "both"
Result<Role> roleFrom(std::string_view name);

// Which topics a grant speaks of. A name never matches as a prefix, nor a prefix as a name.
struct TopicSelector {
    enum class Kind : std::uint8_t { Name, Prefix, All };
    Kind kind = Kind::All;
    std::string text{}; // name or prefix; empty for All

    bool matches(const TopicName &topic) const; // never a system topic
    friend bool operator==(const TopicSelector &, const TopicSelector &) = default;
};

// What may be done, and where.
struct Grant {
    Role role = Role::Subscribe;
    std::optional<NamespaceName> nameSpace{}; // nullopt: all namespaces
    TopicSelector topics{};

    bool allowsPublish(const TopicKey &key) const;
    bool allowsSubscribe(const TopicKey &key) const;
    friend bool operator==(const Grant &, const Grant &) = default;
};

// All that a token allows. Deny by default.
struct Scope {
    static constexpr std::size_t kMaxGrants = 64; // keeps an authorisation check short

    bool admin = false; // the HTTP admin resources and the system topics, and every data operation
    std::vector<Grant> grants{};

    bool allowsPublish(const TopicKey &key) const; // system topics: never
    bool allowsSubscribe(const TopicKey &key) const; // system topics: admin only
    friend bool operator==(const Scope &, const Scope &) = default;
};

} // namespace parley
