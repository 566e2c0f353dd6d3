#include "server/protocol/scope_json.h"

#include <optional>

namespace parley {
namespace {

Error wrong(std::string_view what)
{
    return {ErrorCode::InvalidArgument, "grant: " + std::string(what)};
}

// A prefix holds the characters of names, but need not end like one: "friends-", "home/".
bool isPrefix(std::string_view text)
{
    return bool(TopicName::parse(std::string(text) + "x"));
}

// What a grant's members say, before it is known whether they say enough.
class GrantReader
{
public:
    Result<void> read(const std::string &name, const JsonValue &value);
    Result<Grant> grant() const;

private:
    Result<void> readNamespace(const std::string *text);
    Result<void> readTopics(TopicSelector::Kind kind, const std::string *text);

    std::optional<Role> m_role{};
    std::optional<NamespaceName> m_nameSpace{};
    std::optional<TopicSelector> m_topics{};
    bool m_allNamespaces = false;
};

Result<void> GrantReader::read(const std::string &name, const JsonValue &value)
{
    const bool isTrue = value.boolean() && *value.boolean();
    if (name == "role" && value.string()) {
        auto role = roleFrom(*value.string());
        if (!role)
            return role.error();
        m_role = *role;
        return {};
    }
    if (name == "namespace")
        return readNamespace(value.string());
    if (name == "allNamespaces" && isTrue) {
        m_allNamespaces = true;
        return {};
    }
    if (name == "topic")
        return readTopics(TopicSelector::Kind::Name, value.string());
    if (name == "topicPrefix")
        return readTopics(TopicSelector::Kind::Prefix, value.string());
    if (name == "allTopics" && isTrue && !m_topics) {
        m_topics = TopicSelector{};
        return {};
    }
    return wrong("unknown, doubled or wrong member; it has role, namespace or allNamespaces:true, "
                 "and topic, topicPrefix or allTopics:true");
}

Result<void> GrantReader::readNamespace(const std::string *text)
{
    if (!text)
        return wrong("namespace must be a text");
    auto name = NamespaceName::parse(*text);
    if (!name)
        return name.error();
    m_nameSpace = *name;
    return {};
}

Result<void> GrantReader::readTopics(TopicSelector::Kind kind, const std::string *text)
{
    if (m_topics)
        return wrong("it names topics twice");
    const bool valid = text
        && (kind == TopicSelector::Kind::Name ? bool(TopicName::parse(*text)) : isPrefix(*text));
    if (!valid)
        return wrong("topic or topicPrefix does not follow the grammar of topic names");
    m_topics = TopicSelector{kind, *text};
    return {};
}

Result<Grant> GrantReader::grant() const
{
    if (!m_role)
        return wrong("role is missing");
    if (m_allNamespaces == m_nameSpace.has_value())
        return wrong("exactly one of namespace and allNamespaces is needed");
    if (!m_topics)
        return wrong("one of topic, topicPrefix and allTopics is needed");
    return Grant{*m_role, m_nameSpace, *m_topics};
}

} // namespace

void writeGrant(JsonWriter &writer, const Grant &grant)
{
    writer.beginObject().member("role", wireName(grant.role));
    if (grant.nameSpace)
        writer.member("namespace", grant.nameSpace->text());
    else
        writer.member("allNamespaces", true);
    switch (grant.topics.kind) {
    case TopicSelector::Kind::Name: writer.member("topic", grant.topics.text); break;
    case TopicSelector::Kind::Prefix: writer.member("topicPrefix", grant.topics.text); break;
    case TopicSelector::Kind::All: writer.member("allTopics", true); break;
    }
    writer.endObject();
}

void writeGrants(JsonWriter &writer, const std::vector<Grant> &grants)
{
    writer.beginArray();
    for (const auto &grant : grants)
        writeGrant(writer, grant);
    writer.endArray();
}

Result<std::vector<Grant>> grantsFromJson(const JsonValue &array)
{
    if (!array.array())
        return wrong("grants must be an array");
    if (array.array()->size() > Scope::kMaxGrants)
        return Error{ErrorCode::LimitExceeded, "a token has at most 64 grants"};
    std::vector<Grant> grants;
    for (const JsonValue &value : *array.array()) {
        if (!value.object())
            return wrong("must be an object");
        GrantReader reader;
        for (const auto &[name, member] : *value.object())
            if (auto ok = reader.read(name, member); !ok)
                return ok.error();
        auto grant = reader.grant();
        if (!grant)
            return grant.error();
        grants.push_back(std::move(*grant));
    }
    return grants;
}

void writeAdmin(JsonWriter &writer, const Scope &scope)
{
    if (scope.admin || scope.areas.isEmpty()) {
        writer.boolean(scope.admin);
        return;
    }
    writer.beginObject();
    for (const AdminArea area : kAdminAreas)
        if (scope.areas[area] != AdminAccess::None)
            writer.member(wireName(area), wireName(scope.areas[area]));
    writer.endObject();
}

Result<void> readAdmin(const JsonValue &value, Scope &scope)
{
    if (value.boolean()) {
        scope.admin = *value.boolean();
        return {};
    }
    if (!value.object())
        return Error{ErrorCode::InvalidArgument, "admin must be true, false or an object"};
    for (const auto &[name, member] : *value.object()) {
        const auto area = adminAreaFrom(name);
        if (!area)
            return area.error();
        if (scope.areas[*area] != AdminAccess::None)
            return Error{ErrorCode::InvalidArgument, "admin names an area twice"};
        const auto access = adminAccessFrom(member.string() ? *member.string() : std::string());
        if (!access)
            return access.error();
        scope.areas.set(*area, *access);
    }
    return {};
}

std::string scopeJson(const Scope &scope)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("admin");
    writeAdmin(writer, scope);
    writer.key("grants");
    writeGrants(writer, scope.grants);
    writer.endObject();
    return json;
}

Result<Scope> scopeFromJson(std::string_view text)
{
    auto value = parseJson(text);
    if (!value)
        return value.error();
    const JsonValue *admin = value->find("admin");
    const JsonValue *array = value->find("grants");
    if (!admin || !array)
        return wrong("a scope has admin and grants");
    Scope scope;
    if (auto ok = readAdmin(*admin, scope); !ok)
        return ok.error();
    auto grants = grantsFromJson(*array);
    if (!grants)
        return grants.error();
    scope.grants = std::move(*grants);
    return scope;
}

} // namespace parley
