#include "server/types/webhook.h"

namespace parley {

std::string_view wireName(BodyFormat format)
{
    switch (format) {
    case BodyFormat::Momento: return "momento";
    case BodyFormat::Standard: return "standard";
    case BodyFormat::CloudEvents: return "cloudevents";
    }
    __builtin_unreachable();
}

std::string_view wireName(TopicMatch match)
{
    return match == TopicMatch::Name ? "name" : "prefix";
}

std::string_view wireName(UserAgent agent)
{
    return agent == UserAgent::Parley ? "parley" : "momento";
}

std::string_view wireName(AddressLevel level)
{
    switch (level) {
    case AddressLevel::Public: return "public";
    case AddressLevel::Lan: return "lan";
    case AddressLevel::Local: return "local";
    }
    __builtin_unreachable();
}

std::string_view wireName(WebhookState state)
{
    switch (state) {
    case WebhookState::Active: return "active";
    case WebhookState::Paused: return "paused";
    case WebhookState::Disabled: return "disabled";
    }
    __builtin_unreachable();
}

Result<BodyFormat> bodyFormatFrom(std::string_view name)
{
    for (const auto format : {BodyFormat::Momento, BodyFormat::Standard, BodyFormat::CloudEvents})
        if (name == wireName(format))
            return format;
    return Error{ErrorCode::InvalidArgument, "format must be momento, standard or cloudevents"};
}

Result<TopicMatch> topicMatchFrom(std::string_view name)
{
    for (const auto match : {TopicMatch::Name, TopicMatch::Prefix})
        if (name == wireName(match))
            return match;
    return Error{ErrorCode::InvalidArgument, "match must be name or prefix"};
}

Result<UserAgent> userAgentFrom(std::string_view name)
{
    for (const auto agent : {UserAgent::Parley, UserAgent::Momento})
        if (name == wireName(agent))
            return agent;
    return Error{ErrorCode::InvalidArgument, "userAgent must be parley or momento"};
}

Result<AddressLevel> addressLevelFrom(std::string_view name)
{
    for (const auto level : {AddressLevel::Public, AddressLevel::Lan, AddressLevel::Local})
        if (name == wireName(level))
            return level;
    return Error{ErrorCode::InvalidArgument, "level must be public, lan or local"};
}

Result<WebhookState> webhookStateFrom(std::string_view name)
{
    for (const auto state : {WebhookState::Active, WebhookState::Paused, WebhookState::Disabled})
        if (name == wireName(state))
            return state;
    return Error{ErrorCode::InvalidArgument, "state must be active, paused or disabled"};
}

bool Webhook::matches(const TopicKey &topic) const
{
    if (match == TopicMatch::Name)
        return topic == key;
    return topic.nameSpace == key.nameSpace && !topic.topic.isSystem()
        && topic.topic.text().starts_with(prefix);
}

Result<void> Webhook::setTopic(NamespaceName nameSpace, std::string_view topic, TopicMatch how)
{
    const bool isBranch = how == TopicMatch::Prefix && topic.ends_with('/');
    auto checked = how == TopicMatch::Name
        ? TopicName::parse(topic)
        : TopicName::parse(topic.substr(0, topic.size() - isBranch));
    if (!checked)
        return checked.error();
    key = {std::move(nameSpace), *std::move(checked)};
    match = how;
    prefix = how == TopicMatch::Prefix ? std::string(topic) : std::string();
    return {};
}

} // namespace parley
