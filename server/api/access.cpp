#include "server/api/access.h"

#include <algorithm>

namespace parley {
namespace {

bool managesSome(const Scope &scope)
{
    return std::any_of(scope.grants.begin(), scope.grants.end(),
                       [](const Grant &grant) { return gives(grant.role, Right::Manage); });
}

// A name outside the grammar is nobody's topic; whoever administers topics hears what is wrong.
bool manages(const Scope &scope, const std::vector<std::string> &arguments)
{
    if (arguments.empty())
        return managesSome(scope);
    const auto nameSpace = NamespaceName::parse(arguments[0]);
    const auto topic = TopicName::parse(arguments[1]);
    return nameSpace && topic && scope.allows(Right::Manage, {*nameSpace, *topic});
}

bool administersRooms(const Scope &scope)
{
    return scope.allows(AdminArea::Topics, AdminAccess::Write)
        && scope.allows(AdminArea::Webhooks, AdminAccess::Write)
        && scope.allows(AdminArea::Tokens, AdminAccess::Write);
}

Result<void> orDenied(bool allowed, std::string needs)
{
    if (allowed)
        return {};
    return Error{ErrorCode::PermissionDenied, "this needs a token that " + std::move(needs)};
}

} // namespace

Result<void> Access::check(const Scope &scope, const std::vector<std::string> &arguments) const
{
    const std::string may = access == AdminAccess::Read ? "may read " : "may change ";
    switch (kind) {
    case Kind::Open:
    case Kind::Data:
    case Kind::Refresh:
    case Kind::Judged: return {};
    case Kind::Area: return orDenied(scope.allows(area, access), may + std::string(wireName(area)));
    case Kind::Topic:
        return orDenied(scope.allows(area, access) || manages(scope, arguments),
                        may + "topics, or manages this one");
    case Kind::Some: return orDenied(scope.administers(), "administers something");
    case Kind::Room:
        return orDenied(administersRooms(scope), "may change topics, webhooks and tokens");
    }
    __builtin_unreachable();
}

} // namespace parley
