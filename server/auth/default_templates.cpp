#include "server/auth/default_templates.h"

namespace parley {
namespace {

GrantPattern onTopic(Role role, std::string topic)
{
    return {role, "default", TopicSelector::Kind::Name, std::move(topic)};
}

TokenTemplate chatMember()
{
    TokenTemplate one;
    one.name = "chat-member";
    one.title = "Chat member";
    one.description = "Writes into a room and reads it in the languages that were paid for.";
    one.variables = {{"room", ""}, {"user", ""}, {"languages", "language"}};
    one.label = "{user} in {room}";
    one.publisherId = "{user}";
    one.room = "default/{room}";
    one.grants = {onTopic(Role::Publish, "{room}-publish"),
                  onTopic(Role::Subscribe, "{room}-subscribe-{language}")};
    return one;
}

TokenTemplate reader()
{
    TokenTemplate one;
    one.name = "reader";
    one.title = "Reader";
    one.description = "Reads one topic, live and what it keeps.";
    one.variables = {{"topic", ""}, {"user", ""}};
    one.label = "{user} reads {topic}";
    one.publisherId = "{user}";
    one.grants = {onTopic(Role::Subscribe, "{topic}")};
    return one;
}

} // namespace

std::vector<TokenTemplate> defaultTemplates()
{
    return {chatMember(), reader()};
}

} // namespace parley
