#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/base/result.h"
#include "server/types/grant.h"

namespace parley {

// Who may call a route. Everything but Open and Data is administration.
struct Access {
    enum class Kind : std::uint8_t {
        Open, // no token
        Data, // any valid token; the resource looks at its grants
        Area, // it administers the area
        Topic, // it administers topics, or manages the one that the path names
        Some, // it administers anything at all
        Room, // it administers all that a room is made of: topics, webhooks and tokens
        Refresh, // whoever shows a refresh secret, which is no token's: the resource asks for it
        Judged, // the resource decides
    };
    Kind kind = Kind::Area;
    AdminArea area = AdminArea::Topics;
    AdminAccess access = AdminAccess::Write;

    static constexpr Access open() { return {Kind::Open}; }
    static constexpr Access data() { return {Kind::Data}; }
    static constexpr Access some() { return {Kind::Some}; }
    static constexpr Access room() { return {Kind::Room}; }
    static constexpr Access refresh() { return {Kind::Refresh}; }
    static constexpr Access judged() { return {Kind::Judged}; }
    static constexpr Access read(AdminArea area) { return {Kind::Area, area, AdminAccess::Read}; }
    static constexpr Access write(AdminArea area) { return {Kind::Area, area, AdminAccess::Write}; }
    static constexpr Access topic(AdminAccess access)
    {
        return {Kind::Topic, AdminArea::Topics, access};
    }

    //! Whether \p scope may call a route. \p arguments are what its path left open: for Topic, none
    //! or a namespace and a topic.
    Result<void> check(const Scope &scope, const std::vector<std::string> &arguments) const;
    bool isAdministration() const { return kind != Kind::Open && kind != Kind::Data; }
};

} // namespace parley
