#include "server/auth/template_expansion.h"

#include <algorithm>

#include "server/protocol/safe_text.h"

namespace parley {
namespace {

Error wrong(std::string message)
{
    return {ErrorCode::InvalidArgument, std::move(message)};
}

using Values = std::vector<std::pair<std::string, std::string>>;

template <typename Value>
const Value *valueOf(const std::vector<std::pair<std::string, Value>> &values,
                     std::string_view name)
{
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const auto &one) { return one.first == name; });
    return found == values.end() ? nullptr : &found->second;
}

// One pass: what a value brings is never looked at for braces again, and has none anyway.
Result<std::string> filled(std::string_view pattern, const Values &values)
{
    std::string text;
    for (std::size_t at = 0; at < pattern.size();) {
        if (pattern[at] == '}')
            return wrong("a } without a { in " + quoted(pattern));
        if (pattern[at] != '{') {
            text += pattern[at++];
            continue;
        }
        const std::size_t end = pattern.find('}', at);
        if (end == std::string_view::npos)
            return wrong("a { without a } in " + quoted(pattern));
        const std::string_view name = pattern.substr(at + 1, end - at - 1);
        const std::string *value = valueOf(values, name);
        if (!value)
            return wrong("there is no variable " + quoted(name) + " for " + quoted(pattern));
        text += *value;
        at = end + 1;
    }
    return text;
}

bool isValue(std::string_view text)
{
    const auto isOfTopics = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
            || c == '.' || c == '_' || c == ':' || c == '~' || c == '-';
    };
    return !text.empty() && text.size() <= TemplateValues::kMaxValueBytes
        && std::all_of(text.begin(), text.end(), isOfTopics);
}

bool isVariable(std::string_view name)
{
    const auto isLower = [](char c) { return c >= 'a' && c <= 'z'; };
    return !name.empty() && name.size() <= TokenTemplate::kMaxNameBytes && isLower(name.front())
        && std::all_of(name.begin(), name.end(), [&](char c) {
               return isLower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
           });
}

Error badValue(std::string_view name)
{
    return wrong(quoted(name) + " must have 1 to 64 characters of A-Z a-z 0-9 . _ : ~ -");
}

Result<void> checkList(const std::string &name, const std::vector<std::string> *list)
{
    if (!list)
        return wrong("the variable " + quoted(name) + " needs an array of texts");
    if (list->size() > TemplateValues::kMaxListValues)
        return Error{ErrorCode::LimitExceeded, quoted(name) + " has at most 32 values"};
    for (std::size_t i = 0; i < list->size(); ++i) {
        if (!isValue((*list)[i]))
            return badValue(name);
        if (std::find(list->begin(), list->begin() + static_cast<std::ptrdiff_t>(i), (*list)[i])
            != list->begin() + static_cast<std::ptrdiff_t>(i))
            return wrong(quoted(name) + " names " + quoted((*list)[i]) + " twice");
    }
    return {};
}

// Exactly the variables of the template, each as what it is.
Result<void> checkValues(const TokenTemplate &tokenTemplate, const TemplateValues &values)
{
    if (values.texts.size() + values.lists.size() != tokenTemplate.variables.size())
        return wrong("exactly the variables of the template are needed");
    for (const TemplateVariable &variable : tokenTemplate.variables) {
        if (!variable.each.empty()) {
            if (auto ok = checkList(variable.name, valueOf(values.lists, variable.name)); !ok)
                return ok;
            continue;
        }
        const std::string *text = valueOf(values.texts, variable.name);
        if (!text)
            return wrong("the variable " + quoted(variable.name) + " needs a text");
        if (!isValue(*text))
            return badValue(variable.name);
    }
    return {};
}

Result<Grant> grantFrom(const GrantPattern &pattern, const Values &values)
{
    Grant grant;
    grant.role = pattern.role;
    if (!pattern.nameSpace.empty()) {
        const auto name = filled(pattern.nameSpace, values);
        if (!name)
            return name.error();
        const auto nameSpace = NamespaceName::parse(*name);
        if (!nameSpace)
            return nameSpace.error();
        grant.nameSpace = *nameSpace;
    }
    grant.topics.kind = pattern.kind;
    if (pattern.kind == TopicSelector::Kind::All)
        return grant;
    const auto topics = filled(pattern.topics, values);
    if (!topics)
        return topics.error();
    // A prefix need not end like a name: "friends-", "home/".
    const bool isPrefix = pattern.kind == TopicSelector::Kind::Prefix;
    if (const auto topic = TopicName::parse(isPrefix ? *topics + 'x' : *topics); !topic)
        return topic.error();
    grant.topics.text = *topics;
    return grant;
}

// The list whose elements the pattern speaks of; null when it stands once.
const TemplateVariable *listOf(const TokenTemplate &tokenTemplate, const GrantPattern &pattern)
{
    for (const TemplateVariable &variable : tokenTemplate.variables) {
        const std::string element = '{' + variable.each + '}';
        if (!variable.each.empty()
            && (pattern.topics.find(element) != std::string::npos
                || pattern.nameSpace.find(element) != std::string::npos))
            return &variable;
    }
    return nullptr;
}

Result<void> addGrants(const TokenTemplate &tokenTemplate, const TemplateValues &values,
                       std::vector<Grant> &grants)
{
    for (const GrantPattern &pattern : tokenTemplate.grants) {
        const TemplateVariable *list = listOf(tokenTemplate, pattern);
        const auto &elements
            = list ? *valueOf(values.lists, list->name) : std::vector<std::string>{std::string()};
        for (const std::string &element : elements) {
            Values all = values.texts;
            if (list)
                all.emplace_back(list->each, element);
            auto grant = grantFrom(pattern, all);
            if (!grant)
                return grant.error();
            grants.push_back(std::move(*grant));
        }
    }
    return {};
}

Result<void> checkVariables(const TokenTemplate &tokenTemplate)
{
    std::vector<std::string> names;
    for (const TemplateVariable &variable : tokenTemplate.variables) {
        names.push_back(variable.name);
        if (!variable.each.empty())
            names.push_back(variable.each);
    }
    for (auto name = names.begin(); name != names.end(); ++name)
        if (!isVariable(*name) || std::find(names.begin(), name, *name) != name)
            return wrong("variables must have different names of a-z, A-Z and 0-9 that begin with "
                         "a small letter");
    return {};
}

// One character for every variable: what works with it works with any value, but for lengths.
TemplateValues sampleOf(const TokenTemplate &tokenTemplate)
{
    TemplateValues values;
    for (const TemplateVariable &variable : tokenTemplate.variables)
        if (variable.each.empty())
            values.texts.emplace_back(variable.name, "x");
        else
            values.lists.emplace_back(variable.name, std::vector<std::string>{"x"});
    return values;
}

} // namespace

Result<void> checkTemplate(const TokenTemplate &tokenTemplate)
{
    if (!TokenTemplate::isName(tokenTemplate.name))
        return wrong("a template's name has 1 to 64 of a-z, 0-9 and -");
    if (auto ok = checkTokenText("title", tokenTemplate.title, Token::kMaxLabelBytes); !ok)
        return ok;
    if (auto ok = checkTokenText("description", tokenTemplate.description,
                                 TokenTemplate::kMaxDescriptionBytes);
        !ok)
        return ok;
    if (auto ok = checkVariables(tokenTemplate); !ok)
        return ok;
    if (tokenTemplate.validFor > tokenTemplate.maxValidFor)
        return wrong("validForSeconds must be at most maxValidForSeconds");
    for (const auto validFor : {tokenTemplate.validFor, tokenTemplate.maxValidFor}) {
        const auto sample = expandTemplate(tokenTemplate, sampleOf(tokenTemplate), validFor);
        if (!sample)
            return sample.error();
        if (auto ok = checkTokenRequest(*sample); !ok)
            return ok;
    }
    return {};
}

Result<TokenRequest> expandTemplate(const TokenTemplate &tokenTemplate,
                                    const TemplateValues &values,
                                    std::optional<std::chrono::seconds> validFor)
{
    if (auto ok = checkValues(tokenTemplate, values); !ok)
        return ok.error();
    if (validFor && *validFor > tokenTemplate.maxValidFor)
        return wrong("validForSeconds must be at most "
                     + std::to_string(tokenTemplate.maxValidFor.count()) + " for this template");
    TokenRequest request;
    request.kind = tokenTemplate.kind;
    request.templateName = tokenTemplate.name;
    request.validFor = validFor.value_or(tokenTemplate.validFor);
    request.oneUse = tokenTemplate.oneUse;
    request.limits = tokenTemplate.limits;
    request.allowedOrigins = tokenTemplate.allowedOrigins;
    const std::pair<const std::string &, std::string &> texts[]
        = {{tokenTemplate.label, request.label},
           {tokenTemplate.publisherId, request.publisherId},
           {tokenTemplate.room, request.room}};
    for (const auto &[pattern, text] : texts) {
        auto done = filled(pattern, values.texts);
        if (!done)
            return done.error();
        text = std::move(*done);
    }
    if (auto ok = addGrants(tokenTemplate, values, request.scope.grants); !ok)
        return ok.error();
    return request;
}

} // namespace parley
