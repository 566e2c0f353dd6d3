#include "server/api/delivery_query.h"

#include <algorithm>
#include <charconv>

#include "server/base/ulid.h"
#include "server/protocol/json_reader.h"
#include "server/protocol/start_point.h"

namespace parley {
namespace {

constexpr std::size_t kMaxTextBytes = 256; // a phrase; longer ones find nothing more
constexpr std::size_t kMaxNameBytes = 200; // of ids

// Text members by their names; "" where there is none. A list is text with commas.
using Lookup = std::function<std::string(std::string_view)>;

constexpr std::string_view kNames[]
    = {"webhook",   "state", "reason", "status", "outcome", "namespace", "topic",
       "publisher", "from",  "to",     "text",   "id",      "json"};

Error wrongFilter(std::string_view name, std::string_view must)
{
    return {ErrorCode::InvalidArgument, std::string(name) + " must be " + std::string(must)};
}

std::vector<std::string> listOf(const std::string &text)
{
    std::vector<std::string> parts;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        parts.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

std::optional<int> digits(std::string_view text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.front() == '-')
        return std::nullopt;
    return value;
}

// "2026-11-23T19:59:07Z", with up to three digits behind the seconds, or milliseconds since 1970.
std::optional<UtcTime> timeFrom(std::string_view text)
{
    if (const auto number = wholeNumber(text))
        return fromEpochMilliseconds(static_cast<std::int64_t>(*number));
    constexpr std::string_view kForm = "dddd-dd-ddTdd:dd:dd";
    if (text.size() < kForm.size() + 1 || text.back() != 'Z')
        return std::nullopt;
    for (std::size_t at = 0; at < kForm.size(); ++at) {
        const bool isDigit = text[at] >= '0' && text[at] <= '9';
        if (kForm[at] == 'd' ? !isDigit : text[at] != kForm[at])
            return std::nullopt;
    }
    std::string fraction(text.substr(kForm.size(), text.size() - kForm.size() - 1));
    if (!fraction.empty()
        && (fraction.size() < 2 || fraction.size() > 4 || fraction.front() != '.'
            || !digits(std::string_view(fraction).substr(1))))
        return std::nullopt;
    fraction.resize(4, '0');
    const auto part
        = [text](std::size_t at, std::size_t size) { return *digits(text.substr(at, size)); };
    const std::chrono::year_month_day day{std::chrono::year(part(0, 4)),
                                          std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                          std::chrono::day(static_cast<unsigned>(part(8, 2)))};
    const int hours = part(11, 2);
    const int minutes = part(14, 2);
    const int seconds = part(17, 2);
    if (!day.ok() || hours > 23 || minutes > 59 || seconds > 59)
        return std::nullopt;
    const int milliseconds = digits(std::string_view(fraction).substr(1)).value_or(0);
    return UtcTime(std::chrono::sys_days(day)) + std::chrono::hours(hours)
        + std::chrono::minutes(minutes) + std::chrono::seconds(seconds)
        + std::chrono::milliseconds(milliseconds);
}

Result<void> readStates(const Lookup &look, DeliveryQuery &query)
{
    for (const std::string &name : listOf(look("state"))) {
        const auto state = deliveryStateFrom(name);
        if (!state)
            return state.error();
        query.states.push_back(*state);
    }
    if (const std::string name = look("reason"); !name.empty()) {
        const auto reason = deadReasonFrom(name);
        if (!reason)
            return reason.error();
        query.reason = *reason;
    }
    return {};
}

Result<void> readAttempts(const Lookup &look, DeliveryQuery &query)
{
    constexpr std::pair<std::string_view, int> kClasses[]
        = {{"2xx", 2}, {"3xx", 3}, {"4xx", 4}, {"5xx", 5}, {"none", DeliveryQuery::kNoResponse}};
    for (const std::string &name : listOf(look("status"))) {
        const auto known = std::find_if(std::begin(kClasses), std::end(kClasses),
                                        [&](const auto &one) { return one.first == name; });
        if (known == std::end(kClasses))
            return wrongFilter("status", "2xx, 3xx, 4xx, 5xx or none");
        query.statusClasses.push_back(known->second);
    }
    for (const std::string &name : listOf(look("outcome"))) {
        const auto outcome = outcomeFrom(name);
        if (!outcome)
            return outcome.error();
        query.outcomes.push_back(*outcome);
    }
    return {};
}

// A topic without a namespace is one of the default namespace.
Result<void> readTopic(const Lookup &look, DeliveryQuery &query)
{
    if (const std::string text = look("topic"); !text.empty()) {
        auto topic = TopicName::parse(text);
        if (!topic)
            return topic.error();
        query.topic = *std::move(topic);
        query.nameSpace = NamespaceName::standard();
    }
    if (const std::string text = look("namespace"); !text.empty()) {
        auto nameSpace = NamespaceName::parse(text);
        if (!nameSpace)
            return nameSpace.error();
        query.nameSpace = *std::move(nameSpace);
    }
    return {};
}

Result<void> readTimes(const Lookup &look, DeliveryQuery &query)
{
    for (const auto &[name, time] : {std::pair("from", &query.from), std::pair("to", &query.to)})
        if (const std::string text = look(name); !text.empty()) {
            *time = timeFrom(text);
            if (!*time)
                return wrongFilter(name, "a time such as 2026-11-23T19:59:07Z, or milliseconds");
        }
    return {};
}

Result<void> readTexts(const Lookup &look, DeliveryQuery &query)
{
    query.id = look("id");
    query.webhookId = look("webhook");
    query.publisherId = look("publisher");
    query.text = look("text");
    if (query.id.size() > kMaxNameBytes || query.webhookId.size() > kMaxNameBytes
        || query.publisherId.size() > kMaxNameBytes)
        return wrongFilter("an id", "at most 200 bytes");
    if (query.text.size() > kMaxTextBytes)
        return wrongFilter("text", "at most 256 bytes");
    if (const std::string text = look("json"); !text.empty()) {
        auto pattern = EventPattern::parse(text);
        if (!pattern)
            return Error{pattern.error().code, "json: " + pattern.error().message};
        query.pattern = *std::move(pattern);
    }
    return {};
}

Result<DeliveryQuery> readQuery(const Lookup &look, const ApiCall &call)
{
    DeliveryQuery query;
    for (const auto read : {readStates, readAttempts, readTopic, readTimes, readTexts})
        if (auto ok = read(look, query); !ok)
            return ok.error();
    query.mayRead = [token = call.token()](const TopicKey &key) {
        return token->allows(Right::History, key); // a body is a message of the topic
    };
    return query;
}

Result<void> readPage(const ApiCall &call, DeliveryQuery &query)
{
    if (const std::string *before = call.request().parameter("before"))
        query.before = *before;
    if (query.before.size() > kMaxNameBytes)
        return wrongFilter("before", "at most 200 bytes");
    if (const std::string *limit = call.request().parameter("limit")) {
        const auto count = wholeNumber(*limit);
        if (!count || *count < 1 || *count > DeliveryQuery::kMaxDeliveries)
            return wrongFilter("limit", "1 to 500");
        query.limit = static_cast<std::size_t>(*count);
    }
    return {};
}

// A member as a parameter would say it.
std::optional<std::string> memberText(std::string_view name, const JsonValue &value)
{
    if (const auto *text = value.string())
        return *text;
    if (const auto *number = value.integer(); number && (name == "from" || name == "to"))
        return std::to_string(*number);
    if (name == "json")
        return value.object() ? std::optional(jsonText(value)) : std::nullopt;
    const auto *entries = value.array();
    if (!entries)
        return std::nullopt;
    std::string list;
    for (const JsonValue &entry : *entries) {
        if (!entry.string() || entry.string()->find(',') != std::string::npos)
            return std::nullopt;
        list += (list.empty() ? "" : ",") + *entry.string();
    }
    return list;
}

bool isKnown(std::string_view name)
{
    return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

} // namespace

Result<DeliveryQuery> deliveryQueryOf(const ApiCall &call,
                                      std::initializer_list<std::string_view> others)
{
    for (const auto &[name, value] : call.request().query)
        if (!isKnown(name) && name != "before" && name != "limit"
            && std::find(others.begin(), others.end(), name) == others.end())
            return Error{ErrorCode::InvalidArgument, "unknown parameter " + name};
    auto query = readQuery(
        [&call](std::string_view name) {
            const std::string *text = call.request().parameter(name);
            return text ? *text : std::string();
        },
        call);
    if (!query)
        return query.error();
    if (auto ok = readPage(call, *query); !ok)
        return ok.error();
    return query;
}

Result<DeliveryQuery> deliveryQueryOf(const JsonValue &body, const ApiCall &call)
{
    if (!body.object())
        return Error{ErrorCode::InvalidArgument, "must be a JSON object"};
    std::vector<std::pair<std::string, std::string>> texts;
    for (const auto &[name, value] : *body.object()) {
        if (value.isNull())
            continue;
        const auto text = isKnown(name) ? memberText(name, value) : std::nullopt;
        if (!text)
            return Error{ErrorCode::InvalidArgument,
                         isKnown(name) ? "\"" + name + "\" is of another kind"
                                       : "unknown member \"" + name + '"'};
        texts.emplace_back(name, *text);
    }
    return readQuery(
        [&texts](std::string_view name) {
            const auto found = std::find_if(texts.begin(), texts.end(),
                                            [&](const auto &one) { return one.first == name; });
            return found == texts.end() ? std::string() : found->second;
        },
        call);
}

} // namespace parley
