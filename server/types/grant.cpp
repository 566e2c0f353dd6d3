#include "server/types/grant.h"

#include <algorithm>

namespace parley {

std::string_view wireName(Role role)
{
    switch (role) {
    case Role::Publish: return "publish";
    case Role::Subscribe: return "subscribe";
    case Role::Both: return "both";
    }
    __builtin_unreachable();
}

Result<Role> roleFrom(std::string_view name)
{
    for (const auto role : {Role::Publish, Role::Subscribe, Role::Both})
        if (name == wireName(role))
            return role;
    return Error{ErrorCode::InvalidArgument, "role must be publish, subscribe or both"};
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

bool Grant::allowsPublish(const TopicKey &key) const
{
    return role != Role::Subscribe && (!nameSpace || *nameSpace == key.nameSpace)
        && topics.matches(key.topic);
}

bool Grant::allowsSubscribe(const TopicKey &key) const
{
    return role != Role::Publish && (!nameSpace || *nameSpace == key.nameSpace)
        && topics.matches(key.topic);
}

bool Scope::allowsPublish(const TopicKey &key) const
{
    if (key.topic.isSystem()) // only the broker writes there, so that its feed can be believed
        return false;
    return admin || std::any_of(grants.begin(), grants.end(), [&](const Grant &grant) {
               return grant.allowsPublish(key);
           });
}

bool Scope::allowsSubscribe(const TopicKey &key) const
{
    return admin || std::any_of(grants.begin(), grants.end(), [&](const Grant &grant) {
               return grant.allowsSubscribe(key);
           });
}

} // namespace parley
