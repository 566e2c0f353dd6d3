#include "server/auth/permission.h"

#include <algorithm>
#include <tuple>

namespace parley {
namespace {

// How far a grant is from allowing something; the smaller the nearer.
struct Distance {
    bool topicDiffers = false;
    bool namespaceDiffers = false;
    bool roleDiffers = false;
    std::size_t unlike = 0; // bytes of the topic behind what both begin with

    int differences() const { return int(topicDiffers) + int(namespaceDiffers) + int(roleDiffers); }
    friend bool operator<(const Distance &a, const Distance &b)
    {
        return std::tuple(a.differences(), a.unlike) < std::tuple(b.differences(), b.unlike);
    }
};

std::size_t unlike(std::string_view topic, std::string_view text)
{
    const auto [one, other] = std::mismatch(topic.begin(), topic.end(), text.begin(), text.end());
    return static_cast<std::size_t>(topic.end() - one);
}

Distance distance(const Grant &grant, Right right, const TopicKey &key)
{
    return {.topicDiffers = !grant.topics.matches(key.topic),
            .namespaceDiffers = grant.nameSpace && *grant.nameSpace != key.nameSpace,
            .roleDiffers = !gives(grant.role, right),
            .unlike = unlike(key.topic.text(), grant.topics.text)};
}

std::string differences(const Distance &distance)
{
    std::string text;
    const auto add = [&](bool differs, std::string_view what) {
        if (differs)
            text.append(text.empty() ? "" : " and ").append(what);
    };
    add(distance.roleDiffers, "another right");
    add(distance.namespaceDiffers, "another namespace");
    add(distance.topicDiffers, "another topic");
    return text;
}

Permission denied(const Scope &scope, Right right, const TopicKey &key)
{
    Permission answer;
    answer.sentence
        = "denied: no grant covers " + std::string(wireName(right)) + " on " + key.text();
    const auto nearest = std::min_element(
        scope.grants.begin(), scope.grants.end(), [&](const Grant &a, const Grant &b) {
            return distance(a, right, key) < distance(b, right, key);
        });
    if (nearest == scope.grants.end()) {
        answer.sentence += "; the token has no grants";
        return answer;
    }
    const Distance far = distance(*nearest, right, key);
    answer.grant = *nearest;
    answer.missing = far.topicDiffers ? Permission::Missing::Topic
        : far.namespaceDiffers        ? Permission::Missing::Namespace
                                      : Permission::Missing::Role;
    answer.sentence
        += "; the nearest is " + sentenceOf(*nearest) + ", which is " + differences(far);
    return answer;
}

Permission ofSystemTopic(const Scope &scope, Right right)
{
    const bool reads = right == Right::Subscribe || right == Right::History;
    Permission answer;
    answer.isSystemTopic = true;
    answer.allowed = reads && scope.allows(AdminArea::Logs, AdminAccess::Read);
    answer.byAdmin = answer.allowed;
    if (answer.allowed)
        answer.sentence = "allowed: the token may read logs";
    else if (reads)
        answer.sentence = "denied: a system topic is read by tokens that may read logs";
    else
        answer.sentence = "denied: only the broker writes its own topics";
    return answer;
}

} // namespace

std::string_view wireName(Permission::Missing missing)
{
    switch (missing) {
    case Permission::Missing::Nothing: return "";
    case Permission::Missing::Role: return "role";
    case Permission::Missing::Namespace: return "namespace";
    case Permission::Missing::Topic: return "topic";
    }
    __builtin_unreachable();
}

std::string placeOf(const Grant &grant)
{
    const std::string text
        = grant.nameSpace ? grant.nameSpace->text() + "/" : std::string("any namespace/");
    switch (grant.topics.kind) {
    case TopicSelector::Kind::Name: return text + grant.topics.text;
    case TopicSelector::Kind::Prefix: return text + grant.topics.text + "*";
    case TopicSelector::Kind::All: return text + "*";
    }
    __builtin_unreachable();
}

std::string sentenceOf(const Grant &grant)
{
    return std::string(wireName(grant.role)) + " on " + placeOf(grant);
}

Permission explain(const Scope &scope, Right right, const TopicKey &key)
{
    if (key.topic.isSystem())
        return ofSystemTopic(scope, right);
    Permission answer;
    answer.allowed = true;
    if (scope.admin) {
        answer.byAdmin = true;
        answer.sentence = "allowed: the token may do everything";
        return answer;
    }
    for (const Grant &grant : scope.grants) {
        if (!grant.allows(right, key))
            continue;
        answer.grant = grant;
        answer.sentence = "allowed by " + sentenceOf(grant);
        return answer;
    }
    return denied(scope, right, key);
}

Permission explain(const Scope &scope, AdminArea area, AdminAccess access)
{
    Permission answer;
    answer.allowed = scope.allows(area, access);
    answer.byAdmin = answer.allowed;
    const std::string what
        = (access == AdminAccess::Write ? "change " : "read ") + std::string(wireName(area));
    if (scope.admin)
        answer.sentence = "allowed: the token may do everything";
    else if (answer.allowed)
        answer.sentence = "allowed: the token may " + what;
    else
        answer.sentence = "denied: the token may not " + what;
    return answer;
}

} // namespace parley
