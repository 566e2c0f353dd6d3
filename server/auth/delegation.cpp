#include "server/auth/delegation.h"

#include <algorithm>

#include "server/auth/permission.h"

namespace parley {
namespace {

Error refused(const std::string &what)
{
    return {ErrorCode::PermissionDenied, "a token can only issue what it holds: " + what};
}

// One grant of the holder must cover the whole of a wanted one; a right at a time, because roles
// hold several.
Result<void> checkGrants(const Scope &holder, const Scope &wanted)
{
    for (const Grant &grant : wanted.grants)
        for (const Right right : kRights)
            if (gives(grant.role, right)
                && std::none_of(holder.grants.begin(), holder.grants.end(),
                                [&](const Grant &held) { return held.covers(right, grant); }))
                return refused(std::string(wireName(right)) + " on " + placeOf(grant)
                               + " is missing");
    return {};
}

Result<void> checkAreas(const Scope &holder, const Scope &wanted)
{
    if (wanted.admin)
        return refused("the admin scope is missing");
    for (const AdminArea area : kAdminAreas)
        if (!holder.areas.allows(area, wanted.areas[area]))
            return refused(std::string(wireName(area)) + ' '
                           + std::string(wireName(wanted.areas[area])) + " is missing");
    return {};
}

bool isSubset(const std::vector<std::string> &some, const std::vector<std::string> &all)
{
    return std::all_of(some.begin(), some.end(), [&](const std::string &one) {
        return std::find(all.begin(), all.end(), one) != all.end();
    });
}

Result<void> checkBounds(const Token &holder, const Token &wanted)
{
    if (holder.validUntil && (!wanted.validUntil || *wanted.validUntil > *holder.validUntil))
        return refused("it ends before that");
    if (!holder.allowedOrigins.empty()
        && (wanted.allowedOrigins.empty()
            || !isSubset(wanted.allowedOrigins, holder.allowedOrigins)))
        return refused("it is for fewer origins");
    if (!holder.limits.covers(wanted.limits))
        return refused("its own rates or connections are bounded closer");
    if (holder.oneUse && !wanted.oneUse)
        return refused("it is for one use itself");
    return {};
}

} // namespace

Result<void> checkDelegation(const Token &holder, const Token &wanted)
{
    if (holder.scope.admin)
        return {};
    if (auto ok = checkAreas(holder.scope, wanted.scope); !ok)
        return ok;
    if (auto ok = checkGrants(holder.scope, wanted.scope); !ok)
        return ok;
    if (!isSubset(wanted.templates, holder.templates))
        return refused("one of the templates is missing");
    return checkBounds(holder, wanted);
}

} // namespace parley
