#include "server/protocol/event_pattern.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "server/protocol/http_fields.h"

namespace parley {
namespace {

// Wide enough on our platforms for every 64-bit integer, so that none is rounded.
std::optional<long double> numberOf(const JsonValue &value)
{
    if (const auto *integer = value.integer())
        return static_cast<long double>(*integer);
    if (const auto *big = value.bigInteger())
        return static_cast<long double>(*big);
    if (const auto *real = value.real())
        return static_cast<long double>(*real);
    return std::nullopt;
}

bool isNested(const JsonValue &value)
{
    return value.array() || value.object();
}

bool areEqual(const JsonValue &left, const JsonValue &right)
{
    if (const auto number = numberOf(left))
        return number == numberOf(right);
    return left == right;
}

Error patternFault(const std::string &where, std::string_view why)
{
    const std::string place = where.empty() ? "the pattern" : "the pattern at \"" + where + "\"";
    return {ErrorCode::InvalidArgument, place + " " + std::string(why)};
}

} // namespace

// Builds the tree and counts what is bounded.
class EventPattern::Reader
{
public:
    Result<std::vector<Node>> members(const JsonValue &value, const std::string &where,
                                      std::size_t depth)
    {
        const auto *object = value.object();
        if (!object || object->empty())
            return patternFault(where, "must be an object with members");
        if (depth == kMaxDepth)
            return patternFault(where, "is nested too deeply");
        std::vector<Node> nodes;
        for (const auto &[name, member] : *object) {
            auto node = nodeOf(name, member, where.empty() ? name : where + '.' + name, depth);
            if (!node)
                return node.error();
            nodes.push_back(*std::move(node));
        }
        return nodes;
    }

private:
    Result<Node> nodeOf(const std::string &name, const JsonValue &value, const std::string &where,
                        std::size_t depth)
    {
        Node node{.name = name};
        if (value.object()) {
            auto nested = members(value, where, depth + 1);
            if (!nested)
                return nested.error();
            node.members = *std::move(nested);
            return node;
        }
        const auto *entries = value.array();
        if (!entries || entries->empty())
            return patternFault(where, "must be a list of values, or an object");
        for (const JsonValue &entry : *entries) {
            auto rule = ruleOf(entry, where);
            if (!rule)
                return rule.error();
            node.rules.push_back(*std::move(rule));
        }
        return node;
    }

    Result<void> count(const std::string &where)
    {
        if (m_rules++ == kMaxRules)
            return patternFault(where, "has more than 100 values");
        return {};
    }

    Result<Rule> ruleOf(const JsonValue &entry, const std::string &where)
    {
        if (auto ok = count(where); !ok)
            return ok.error();
        if (entry.array())
            return patternFault(where, "has a list within a list");
        const auto *object = entry.object();
        if (!object)
            return Rule{.kind = Kind::Equals, .values = {entry}};
        if (object->size() != 1)
            return patternFault(where, "has a matcher that is not one member");
        return matcherOf(object->front().first, object->front().second, where);
    }

    Result<Rule> matcherOf(const std::string &name, const JsonValue &value,
                           const std::string &where)
    {
        if (name == "anything-but")
            return anythingBut(value, where);
        if (name == "numeric")
            return numeric(value, where);
        if (name == "exists") {
            if (!value.boolean())
                return patternFault(where, "has an \"exists\" that is not true or false");
            return Rule{.kind = Kind::Exists, .values = {value}};
        }
        const std::pair<std::string_view, Kind> kTexts[]
            = {{"prefix", Kind::Prefix},
               {"suffix", Kind::Suffix},
               {"equals-ignore-case", Kind::EqualsIgnoreCase}};
        for (const auto &[known, kind] : kTexts)
            if (name == known) {
                if (!value.string())
                    return patternFault(where, "has a \"" + name + "\" that is not a string");
                return Rule{.kind = kind, .values = {value}};
            }
        return patternFault(where,
                            "has an unknown matcher (known: prefix, suffix, equals-ignore-case, "
                            "anything-but, exists, numeric)");
    }

    Result<Rule> anythingBut(const JsonValue &value, const std::string &where)
    {
        Rule rule{.kind = Kind::AnythingBut};
        rule.values = value.array() ? *value.array() : JsonValue::Array{value};
        if (rule.values.empty() || std::any_of(rule.values.begin(), rule.values.end(), isNested))
            return patternFault(where, "has an \"anything-but\" that is not values");
        for (std::size_t at = 1; at < rule.values.size(); ++at)
            if (auto ok = count(where); !ok)
                return ok.error();
        return rule;
    }

    Result<Rule> numeric(const JsonValue &value, const std::string &where)
    {
        constexpr std::string_view kWhy
            = "has a \"numeric\" that is not one or two comparisons such as [\">\", 0, \"<=\", 5]";
        Rule rule{.kind = Kind::Numeric};
        const auto *parts = value.array();
        if (!parts || (parts->size() != 2 && parts->size() != 4))
            return patternFault(where, kWhy);
        for (std::size_t at = 0; at < parts->size(); at += 2) {
            const auto comparison = comparisonOf((*parts)[at]);
            if (!comparison || !numberOf((*parts)[at + 1]))
                return patternFault(where, kWhy);
            rule.bounds.push_back({*comparison, (*parts)[at + 1]});
        }
        return rule;
    }

    static std::optional<Comparison> comparisonOf(const JsonValue &value)
    {
        const std::pair<std::string_view, Comparison> kSigns[]
            = {{"=", Comparison::Equal},
               {"<", Comparison::Less},
               {"<=", Comparison::LessOrEqual},
               {">", Comparison::Greater},
               {">=", Comparison::GreaterOrEqual}};
        for (const auto &[sign, comparison] : kSigns)
            if (value.string() && *value.string() == sign)
                return comparison;
        return std::nullopt;
    }

    std::size_t m_rules = 0;
};

// Asks one payload. A value that is not there is nullptr.
class EventPattern::Matcher
{
public:
    bool all(const std::vector<Node> &members, const JsonValue *value)
    {
        if (value && value->array() && !value->array()->empty())
            return anyElement(*value, [&](const JsonValue &element) {
                return isNested(element) && all(members, &element);
            });
        return std::all_of(members.begin(), members.end(), [&](const Node &node) {
            return holds(node, value ? memberOf(*value, node.name) : nullptr);
        });
    }

private:
    bool step() { return m_left > 0 && m_left-- > 0; }

    template <typename Ask>
    bool anyElement(const JsonValue &list, Ask ask)
    {
        const auto &elements = *list.array();
        return std::any_of(elements.begin(), elements.end(),
                           [&](const JsonValue &element) { return step() && ask(element); });
    }

    // Each member that is passed over counts: an object may have a hundred thousand.
    const JsonValue *memberOf(const JsonValue &value, std::string_view name)
    {
        const auto *object = value.object();
        if (!object)
            return nullptr;
        m_left -= std::min(m_left, object->size());
        return value.find(name);
    }

    bool holds(const Node &node, const JsonValue *value)
    {
        if (!step())
            return false;
        return node.rules.empty() ? all(node.members, value) : any(node.rules, value);
    }

    bool any(const std::vector<Rule> &rules, const JsonValue *value)
    {
        const bool there = value != nullptr;
        for (const Rule &rule : rules)
            if (rule.kind == Kind::Exists && *rule.values.front().boolean() == there)
                return true;
        return there && anyOf(rules, *value);
    }

    bool anyOf(const std::vector<Rule> &rules, const JsonValue &value)
    {
        if (value.array())
            return anyElement(value,
                              [&](const JsonValue &element) { return anyOf(rules, element); });
        if (value.object())
            return false;
        return std::any_of(rules.begin(), rules.end(),
                           [&](const Rule &rule) { return step() && matches(rule, value); });
    }

    bool matches(const Rule &rule, const JsonValue &value)
    {
        switch (rule.kind) {
        case Kind::Equals: return areEqual(rule.values.front(), value);
        case Kind::AnythingBut: return isNone(rule.values, value);
        case Kind::Exists: return false; // asked before
        case Kind::Numeric: return isWithin(rule.bounds, value);
        case Kind::Prefix:
        case Kind::Suffix:
        case Kind::EqualsIgnoreCase: break;
        }
        return value.string() && fits(rule.kind, *rule.values.front().string(), *value.string());
    }

    bool isNone(const JsonValue::Array &values, const JsonValue &value)
    {
        return std::all_of(values.begin(), values.end(), [&](const JsonValue &unwanted) {
            return step() && !areEqual(unwanted, value);
        });
    }

    static bool fits(Kind kind, const std::string &wanted, std::string_view text)
    {
        if (kind == Kind::EqualsIgnoreCase)
            return equalIgnoringCase(wanted, text);
        return kind == Kind::Prefix ? text.starts_with(wanted) : text.ends_with(wanted);
    }

    static bool isWithin(const std::vector<Bound> &bounds, const JsonValue &value)
    {
        const auto number = numberOf(value);
        return number && std::all_of(bounds.begin(), bounds.end(), [&](const Bound &bound) {
                   const long double limit = *numberOf(bound.number);
                   switch (bound.comparison) {
                   case Comparison::Equal: return *number == limit;
                   case Comparison::Less: return *number < limit;
                   case Comparison::LessOrEqual: return *number <= limit;
                   case Comparison::Greater: return *number > limit;
                   case Comparison::GreaterOrEqual: return *number >= limit;
                   }
                   return false;
               });
    }

    std::size_t m_left = kMaxSteps;
};

Result<EventPattern> EventPattern::parse(std::string_view text)
{
    if (text.size() > kMaxBytes)
        return patternFault({}, "is longer than 4096 bytes");
    const auto value = parseJson(text);
    if (!value)
        return patternFault({}, "is not JSON: " + value.error().message);
    return read(*value);
}

Result<EventPattern> EventPattern::read(const JsonValue &value)
{
    EventPattern pattern;
    pattern.m_text = jsonText(value);
    if (pattern.m_text.size() > kMaxBytes)
        return patternFault({}, "is longer than 4096 bytes");
    auto members = Reader().members(value, {}, 0);
    if (!members)
        return members.error();
    pattern.m_members = *std::move(members);
    return pattern;
}

bool EventPattern::match(const JsonValue &payload) const
{
    return isNested(payload) && Matcher().all(m_members, &payload);
}

} // namespace parley
