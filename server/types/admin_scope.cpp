#include "server/types/admin_scope.h"

#include <algorithm>

namespace parley {

std::string_view wireName(AdminArea area)
{
    switch (area) {
    case AdminArea::Namespaces: return "namespaces";
    case AdminArea::Topics: return "topics";
    case AdminArea::Webhooks: return "webhooks";
    case AdminArea::Tokens: return "tokens";
    case AdminArea::Logs: return "logs";
    case AdminArea::Moderation: return "moderation";
    }
    __builtin_unreachable();
}

Result<AdminArea> adminAreaFrom(std::string_view name)
{
    for (const AdminArea area : kAdminAreas)
        if (name == wireName(area))
            return area;
    return Error{ErrorCode::InvalidArgument,
                 "an area of administration is namespaces, topics, webhooks, tokens or logs"};
}

std::string_view wireName(AdminAccess access)
{
    switch (access) {
    case AdminAccess::None: return "none";
    case AdminAccess::Read: return "read";
    case AdminAccess::Write: return "write";
    }
    __builtin_unreachable();
}

Result<AdminAccess> adminAccessFrom(std::string_view name)
{
    for (const auto access : {AdminAccess::Read, AdminAccess::Write})
        if (name == wireName(access))
            return access;
    return Error{ErrorCode::InvalidArgument, "access to an area is read or write"};
}

bool AdminScope::covers(const AdminScope &other) const
{
    return std::all_of(kAdminAreas.begin(), kAdminAreas.end(),
                       [&](AdminArea area) { return allows(area, other[area]); });
}

} // namespace parley
