#include "server/types/grant.h"

#include <algorithm>

namespace parley {

std::string_view wireName(Right right)
{
    switch (right) {
    case Right::Publish: return "publish";
    case Right::Subscribe: return "subscribe";
    case Right::History: return "history";
    case Right::Manage: return "manage";
    }
    __builtin_unreachable();
}

Result<Right> rightFrom(std::string_view name)
{
    for (const Right right : kRights)
        if (name == wireName(right))
            return right;
    return Error{ErrorCode::InvalidArgument,
                 "an action on a topic is publish, subscribe, history or manage"};
}

std::string_view wireName(Role role)
{
    switch (role) {
    case Role::Publish: return "publish";
    case Role::Subscribe: return "subscribe";
    case Role::Both: return "both";
    case Role::History: return "history";
    case Role::Manage: return "manage";
    }
    __builtin_unreachable();
}

Result<Role> roleFrom(std::string_view name)
{
    for (const auto role :
         {Role::Publish, Role::Subscribe, Role::Both, Role::History, Role::Manage})
        if (name == wireName(role))
            return role;
    return Error{ErrorCode::InvalidArgument,
                 "role must be publish, subscribe, both, history or manage"};
}

bool gives(Role role, Right right)
{
    switch (role) {
    case Role::Publish: return right == Right::Publish;
    case Role::Subscribe: return right == Right::Subscribe || right == Right::History;
    case Role::Both: return right != Right::Manage;
    case Role::History: return right == Right::History;
    case Role::Manage: return right == Right::Manage;
    }
    __builtin_unreachable();
}

bool TopicSelector::matches(const TopicName &topic) const
{
    if (topic.isSystem())
        return false;
    switch (kind) {
    case Kind::Name: return topic.text() == text;
    case Kind::Prefix: return topic.text().starts_with(text);
    case Kind::All: return true;
    }
    __builtin_unreachable();
}

bool TopicSelector::covers(const TopicSelector &other) const
{
    switch (kind) {
    case Kind::Name: return other.kind == Kind::Name && other.text == text;
    case Kind::Prefix: return other.kind != Kind::All && other.text.starts_with(text);
    case Kind::All: return true;
    }
    __builtin_unreachable();
}

bool Grant::allows(Right right, const TopicKey &key) const
{
    return gives(role, right) && (!nameSpace || *nameSpace == key.nameSpace)
        && topics.matches(key.topic);
}

bool Grant::covers(Right right, const Grant &other) const
{
    return gives(role, right) && (!nameSpace || nameSpace == other.nameSpace)
        && topics.covers(other.topics);
}

bool Scope::allows(Right right, const TopicKey &key) const
{
    if (key.topic.isSystem())
        return (right == Right::Subscribe || right == Right::History)
            && allows(AdminArea::Logs, AdminAccess::Read);
    return admin || std::any_of(grants.begin(), grants.end(), [&](const Grant &grant) {
               return grant.allows(right, key);
           });
}

} // namespace parley
