#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/types/admin_scope.h"
#include "server/types/topic_key.h"

namespace parley {

// One thing that can be done with a topic. Subscribe is live reading.
enum class Right : std::uint8_t { Publish, Subscribe, History, Manage };
inline constexpr std::array kRights{Right::Publish, Right::Subscribe, Right::History,
                                    Right::Manage};

std::string_view wireName(Right right); // "publish", "subscribe", "history", "manage"
Result<Right> rightFrom(std::string_view name);

// What a grant gives, as people choose it. Subscribe gives History too: whoever reads live may
// resume from any position, so a wall before what the topic keeps would only be painted.
enum class Role : std::uint8_t { Publish, Subscribe, Both, History, Manage };

std::string_view wireName(Role role); // "publish", "subscribe", "both", "history", "manage"
Result<Role> roleFrom(std::string_view name);
bool gives(Role role, Right right);

// Which topics a grant speaks of. A name never matches as a prefix, nor a prefix as a name.
struct TopicSelector {
    enum class Kind : std::uint8_t { Name, Prefix, All };
    Kind kind = Kind::All;
    std::string text{}; // name or prefix; empty for All

    bool matches(const TopicName &topic) const; // never a system topic
    bool covers(const TopicSelector &other) const; // every topic of other is one of these
    friend bool operator==(const TopicSelector &, const TopicSelector &) = default;
};

// What may be done, and where.
struct Grant {
    Role role = Role::Subscribe;
    std::optional<NamespaceName> nameSpace{}; // nullopt: all namespaces
    TopicSelector topics{};

    bool allows(Right right, const TopicKey &key) const;
    bool covers(Right right, const Grant &other) const; // wherever other gives right, this does
    friend bool operator==(const Grant &, const Grant &) = default;
};

// All that a token allows. Deny by default.
struct Scope {
    static constexpr std::size_t kMaxGrants = 64; // keeps an authorisation check short

    bool admin = false; // everything: all areas, and every data operation
    AdminScope areas{}; // what it may administer without being admin
    std::vector<Grant> grants{};

    //! System topics: only the broker writes there, so that its feed can be believed; Logs reads
    //! them; nobody manages them.
    bool allows(Right right, const TopicKey &key) const;
    bool allows(AdminArea area, AdminAccess access) const
    {
        return admin || areas.allows(area, access);
    }
    bool administers() const { return admin || !areas.isEmpty(); } // anything at all
    bool isEmpty() const { return !administers() && grants.empty(); }

    friend bool operator==(const Scope &, const Scope &) = default;
};

} // namespace parley
