#include "server/protocol/room_json.h"

namespace parley {
namespace {

void writeModeration(JsonWriter &writer, const ModerationPolicy &policy)
{
    writer.beginObject()
        .member("failClosed", policy.failClosed)
        .member("checksNames", policy.checksNames)
        .key("rules")
        .beginArray();
    for (const CategoryRule &rule : policy.rules)
        writer.beginObject()
            .member("language", rule.language)
            .member("category", rule.category)
            .member("action", wireName(rule.action))
            .endObject();
    writer.endArray()
        .member("terms", policy.terms)
        .member("strikesToMute", std::uint64_t{policy.strikesToMute})
        .member("muteMinutes", std::uint64_t{policy.muteMinutes})
        .endObject();
}

void writeEngines(JsonWriter &writer, const std::vector<EngineRoute> &routes)
{
    writer.beginArray();
    for (const EngineRoute &route : routes) {
        writer.beginObject()
            .member("source", route.source)
            .member("target", route.target)
            .key("engines")
            .beginArray();
        for (const std::string &id : route.engines)
            writer.string(id);
        writer.endArray().endObject();
    }
    writer.endArray();
}

void writeGlossary(JsonWriter &writer, const Glossary &glossary)
{
    writer.beginArray();
    for (const GlossaryEntry &entry : glossary.entries)
        writer.beginObject()
            .member("source", entry.source)
            .member("target", entry.target)
            .member("term", entry.term)
            .member("translation", entry.translation)
            .endObject();
    writer.endArray();
}

template <typename T>
void readWord(JsonReader &in, std::string_view name, Result<T> (*parse)(std::string_view), T &value)
{
    const auto word = in.optionalString(name);
    if (!word)
        return;
    if (auto parsed = parse(*word))
        value = *parsed;
    else
        in.fail(name, parsed.error().message);
}

std::string indexed(std::string_view name, std::size_t index)
{
    return std::string(name) + '[' + std::to_string(index) + ']';
}

// A fault inside becomes one of the reader outside, which the caller asks.
void finish(JsonReader &inner, JsonReader &outer, std::string_view name)
{
    if (auto ok = inner.finish(); !ok)
        outer.fail(name, ok.error().message);
}

void readRules(JsonReader &in, std::vector<CategoryRule> &rules)
{
    if (!in.has("rules"))
        return;
    const JsonValue::Array &values = in.optionalArray("rules");
    rules.clear();
    for (std::size_t i = 0; i < values.size() && i <= ModerationPolicy::kMaxRules; ++i) {
        JsonReader one(values[i], indexed("moderation.rules", i));
        CategoryRule rule;
        rule.language = one.optionalString("language").value_or("");
        rule.category = one.optionalString("category").value_or("");
        const auto action = moderationActionFrom(one.string("action"));
        finish(one, in, "rules");
        if (action)
            rule.action = *action;
        else
            in.fail("rules", action.error().message);
        rules.push_back(std::move(rule));
    }
}

void readModeration(JsonReader &outer, ModerationPolicy &policy)
{
    const JsonValue *object = outer.optionalObject("moderation");
    if (!object)
        return;
    JsonReader in(*object, "moderation");
    policy.failClosed = in.optionalBoolean("failClosed").value_or(policy.failClosed);
    policy.checksNames = in.optionalBoolean("checksNames").value_or(policy.checksNames);
    readRules(in, policy.rules);
    policy.terms = in.optionalString("terms").value_or(policy.terms);
    if (const auto strikes
        = in.optionalWholeNumber("strikesToMute", 0, ModerationPolicy::kMaxStrikes))
        policy.strikesToMute = static_cast<std::uint32_t>(*strikes);
    if (const auto minutes
        = in.optionalWholeNumber("muteMinutes", 1, ModerationPolicy::kMaxMuteMinutes))
        policy.muteMinutes = static_cast<std::uint32_t>(*minutes);
    finish(in, outer, "moderation");
}

void readEngines(JsonReader &outer, std::vector<EngineRoute> &routes)
{
    if (!outer.has("engines"))
        return;
    const JsonValue::Array &values = outer.optionalArray("engines");
    routes.clear();
    for (std::size_t i = 0; i < values.size() && i <= EngineRoute::kMaxRoutes; ++i) {
        JsonReader in(values[i], indexed("engines", i));
        EngineRoute route;
        route.source = in.optionalString("source").value_or("");
        route.target = in.optionalString("target").value_or("");
        route.engines = in.strings("engines");
        finish(in, outer, "engines");
        routes.push_back(std::move(route));
    }
}

void readGlossary(JsonReader &outer, Glossary &glossary)
{
    if (!outer.has("glossary"))
        return;
    const JsonValue::Array &values = outer.optionalArray("glossary");
    glossary.entries.clear();
    for (std::size_t i = 0; i < values.size() && i <= Glossary::kMaxEntries; ++i) {
        JsonReader in(values[i], indexed("glossary", i));
        GlossaryEntry entry;
        entry.source = in.optionalString("source").value_or("");
        entry.target = in.optionalString("target").value_or("");
        entry.term = in.string("term");
        entry.translation = in.optionalString("translation").value_or("");
        finish(in, outer, "glossary");
        glossary.entries.push_back(std::move(entry));
    }
}

void readTopicNames(JsonReader &outer, RoomTopicNames &names)
{
    const JsonValue *object = outer.optionalObject("topicNames");
    if (!object)
        return;
    JsonReader in(*object, "topicNames");
    names.publish = in.optionalString("publish").value_or(names.publish);
    names.subscribe = in.optionalString("subscribe").value_or(names.subscribe);
    finish(in, outer, "topicNames");
}

void readRetention(JsonReader &in, Retention &retention)
{
    constexpr auto kMost = static_cast<std::uint64_t>(Retention::kMaxAge.count());
    constexpr std::uint64_t kMostMessages = 1'000'000'000; // far above what the bytes hold
    retention.bytes
        = in.optionalWholeNumber("retainedBytes", Retention::kMinBytes, Retention::kMaxBytes)
              .value_or(retention.bytes);
    retention.messages
        = in.optionalWholeNumber("retainedMessages", 0, kMostMessages).value_or(retention.messages);
    if (const auto seconds = in.optionalWholeNumber("retainedSeconds", 0, kMost))
        retention.age = std::chrono::seconds(static_cast<std::int64_t>(*seconds));
}

} // namespace

void writeRoomSettings(JsonWriter &writer, const Room &room)
{
    writer.key("languages").beginArray();
    for (const std::string &code : room.languages)
        writer.string(code);
    writer.endArray()
        .key("topicNames")
        .beginObject()
        .member("publish", room.topicNames.publish)
        .member("subscribe", room.topicNames.subscribe)
        .endObject();
    writer.key("moderation");
    writeModeration(writer, room.moderation);
    writer.key("engines");
    writeEngines(writer, room.engines);
    writer.key("glossary");
    writeGlossary(writer, room.glossary);
    writer.member("durability", wireName(room.durability))
        .member("retainedBytes", room.retention.bytes)
        .member("retainedMessages", room.retention.messages)
        .member("retainedSeconds", static_cast<std::uint64_t>(room.retention.age.count()));
}

void readRoomSettings(JsonReader &in, Room &room)
{
    if (in.has("languages"))
        room.languages = in.strings("languages");
    readTopicNames(in, room.topicNames);
    readModeration(in, room.moderation);
    readEngines(in, room.engines);
    readGlossary(in, room.glossary);
    readWord(in, "durability", durabilityFrom, room.durability);
    readRetention(in, room.retention);
}

std::string roomSettingsJson(const Room &room)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject();
    writeRoomSettings(writer, room);
    writer.endObject();
    return json;
}

Result<Room> roomSettingsFromJson(std::string_view text, Room room)
{
    const auto value = parseJson(text);
    if (!value)
        return value.error();
    JsonReader in(*value);
    readRoomSettings(in, room);
    if (auto ok = in.finish(); !ok)
        return ok.error();
    return Room::checked(std::move(room));
}

} // namespace parley
