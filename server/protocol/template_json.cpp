#include "server/protocol/template_json.h"

#include "server/protocol/json_reader.h"

namespace parley {
namespace {

void writePattern(JsonWriter &writer, const GrantPattern &pattern)
{
    writer.beginObject().member("role", wireName(pattern.role));
    if (pattern.nameSpace.empty())
        writer.member("allNamespaces", true);
    else
        writer.member("namespace", pattern.nameSpace);
    switch (pattern.kind) {
    case TopicSelector::Kind::Name: writer.member("topic", pattern.topics); break;
    case TopicSelector::Kind::Prefix: writer.member("topicPrefix", pattern.topics); break;
    case TopicSelector::Kind::All: writer.member("allTopics", true); break;
    }
    writer.endObject();
}

// Of several members that exclude each other one must be there, and say something.
Error notOne(const std::string &where, std::string_view which)
{
    return {ErrorCode::InvalidArgument,
            where + ": exactly one of " + std::string(which)
                + " is needed, and none of them may be empty or false"};
}

Result<GrantPattern> patternFrom(const JsonValue &value, const std::string &where)
{
    JsonReader in(value, where);
    GrantPattern pattern;
    const auto role = roleFrom(in.string("role"));
    const auto nameSpace = in.optionalString("namespace");
    const auto allNamespaces = in.optionalBoolean("allNamespaces");
    const auto topic = in.optionalString("topic");
    const auto prefix = in.optionalString("topicPrefix");
    const auto allTopics = in.optionalBoolean("allTopics");
    if (auto ok = in.finish(); !ok)
        return ok.error();
    if (!role)
        return role.error();
    if (bool(nameSpace) == bool(allNamespaces) || (nameSpace && nameSpace->empty())
        || (allNamespaces && !*allNamespaces))
        return notOne(where, "namespace and allNamespaces");
    const auto &text = topic ? topic : prefix;
    if (int(bool(topic)) + int(bool(prefix)) + int(bool(allTopics)) != 1 || (text && text->empty())
        || (allTopics && !*allTopics))
        return notOne(where, "topic, topicPrefix and allTopics");
    pattern.role = *role;
    pattern.nameSpace = nameSpace.value_or("");
    pattern.kind = topic ? TopicSelector::Kind::Name
        : prefix         ? TopicSelector::Kind::Prefix
                         : TopicSelector::Kind::All;
    pattern.topics = text.value_or("");
    return pattern;
}

Result<void> readVariables(const JsonValue::Array &values, std::vector<TemplateVariable> &variables)
{
    if (values.size() > TokenTemplate::kMaxVariables)
        return Error{ErrorCode::LimitExceeded, "a template has at most 8 variables"};
    for (std::size_t i = 0; i < values.size(); ++i) {
        JsonReader in(values[i], "variables[" + std::to_string(i) + "]");
        TemplateVariable variable;
        variable.name = in.string("name");
        variable.each = in.optionalString("each").value_or("");
        if (auto ok = in.finish(); !ok)
            return ok;
        variables.push_back(std::move(variable));
    }
    return {};
}

Result<void> readPatterns(const JsonValue::Array &values, std::vector<GrantPattern> &patterns)
{
    if (values.size() > Scope::kMaxGrants)
        return Error{ErrorCode::LimitExceeded, "a template has at most 64 grants"};
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto pattern = patternFrom(values[i], "grants[" + std::to_string(i) + "]");
        if (!pattern)
            return pattern.error();
        patterns.push_back(std::move(*pattern));
    }
    return {};
}

std::vector<std::string> optionalStrings(JsonReader &in, std::string_view name)
{
    return in.has(name) ? in.strings(name) : std::vector<std::string>();
}

std::uint32_t bound(JsonReader &in, std::string_view name)
{
    constexpr std::uint32_t kMost = 1'000'000; // as PublishRate::kMaxPerSecond
    return static_cast<std::uint32_t>(in.optionalWholeNumber(name, 0, kMost).value_or(0));
}

} // namespace

void writeTemplate(JsonWriter &writer, const TokenTemplate &one)
{
    writer.beginObject()
        .member("name", one.name)
        .member("title", one.title)
        .member("description", one.description)
        .key("variables")
        .beginArray();
    for (const TemplateVariable &variable : one.variables) {
        writer.beginObject().member("name", variable.name);
        if (!variable.each.empty())
            writer.member("each", variable.each);
        writer.endObject();
    }
    writer.endArray()
        .member("label", one.label)
        .member("publisherId", one.publisherId)
        .member("room", one.room)
        .member("kind", wireName(one.kind))
        .member("validForSeconds", one.validFor.count())
        .member("maxValidForSeconds", one.maxValidFor.count())
        .key("grants")
        .beginArray();
    for (const GrantPattern &pattern : one.grants)
        writePattern(writer, pattern);
    writer.endArray()
        .member("oneUse", one.oneUse)
        .member("maxConnections", one.limits.maxConnections)
        .key("allowedOrigins")
        .beginArray();
    for (const std::string &origin : one.allowedOrigins)
        writer.string(origin);
    writer.endArray()
        .member("publishPerSecond", one.limits.publishPerSecond)
        .member("requestsPerSecond", one.limits.requestsPerSecond)
        .endObject();
}

Result<TokenTemplate> templateFrom(const JsonValue &object)
{
    constexpr std::int64_t kLongest = 366ll * 24 * 3600 * 10; // as TokenRequest::kMaxLifetime
    JsonReader in(object);
    TokenTemplate one;
    one.name = in.string("name");
    one.title = in.optionalString("title").value_or("");
    one.description = in.optionalString("description").value_or("");
    one.label = in.optionalString("label").value_or("");
    one.publisherId = in.optionalString("publisherId").value_or("");
    one.room = in.optionalString("room").value_or("");
    const auto kind = tokenKindFrom(in.optionalString("kind").value_or("disposable"));
    one.validFor = std::chrono::seconds(
        in.optionalInteger("validForSeconds", 1, kLongest).value_or(one.validFor.count()));
    one.maxValidFor = std::chrono::seconds(
        in.optionalInteger("maxValidForSeconds", 1, kLongest).value_or(one.maxValidFor.count()));
    one.oneUse = in.optionalBoolean("oneUse").value_or(false);
    one.limits.maxConnections = bound(in, "maxConnections");
    one.limits.publishPerSecond = bound(in, "publishPerSecond");
    one.limits.requestsPerSecond = bound(in, "requestsPerSecond");
    one.allowedOrigins = optionalStrings(in, "allowedOrigins");
    const JsonValue::Array &variables = in.optionalArray("variables");
    const JsonValue::Array &grants = in.array("grants");
    if (auto ok = in.finish(); !ok)
        return ok.error();
    if (!kind)
        return kind.error();
    one.kind = *kind;
    if (auto ok = readVariables(variables, one.variables); !ok)
        return ok.error();
    if (auto ok = readPatterns(grants, one.grants); !ok)
        return ok.error();
    return one;
}

std::string templateJson(const TokenTemplate &tokenTemplate)
{
    std::string json;
    JsonWriter writer(json);
    writeTemplate(writer, tokenTemplate);
    return json;
}

Result<TokenTemplate> templateFromJson(std::string_view text)
{
    const auto value = parseJson(text);
    return value ? templateFrom(*value) : value.error();
}

} // namespace parley
