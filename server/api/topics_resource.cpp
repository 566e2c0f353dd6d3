#include "server/api/api.h"

#include "server/api/resource_json.h"
#include "server/protocol/json_reader.h"
#include "server/protocol/start_point.h"

namespace parley {
namespace {

// What a request sets; the rest stays as it is.
struct TopicSettings {
    std::optional<Durability> durability{};
    std::optional<std::uint64_t> bytes{};
    std::optional<std::uint64_t> messages{};
    std::optional<std::uint64_t> seconds{};
    std::optional<SlowReaderPolicy> slowReaders{};

    void applyTo(Retention &retention) const
    {
        retention.bytes = bytes.value_or(retention.bytes);
        retention.messages = messages.value_or(retention.messages);
        if (seconds)
            retention.age = std::chrono::seconds(static_cast<std::int64_t>(*seconds));
    }
};

template <typename T>
void readWord(JsonReader &in, std::string_view name, Result<T> (*parse)(std::string_view),
              std::optional<T> &value)
{
    const auto word = in.optionalString(name);
    if (!word)
        return;
    if (auto parsed = parse(*word))
        value = *parsed;
    else
        in.fail(name, parsed.error().message);
}

Result<TopicSettings> settingsOf(const ApiCall &call)
{
    TopicSettings settings;
    if (call.request().body.empty())
        return settings;
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    readWord(in, "durability", durabilityFrom, settings.durability);
    settings.bytes
        = in.optionalWholeNumber("retainedBytes", Retention::kMinBytes, Retention::kMaxBytes);
    settings.messages = in.optionalWholeNumber("retainedMessages", 0, kMaxWholeNumber);
    settings.seconds = in.optionalWholeNumber(
        "retainedSeconds", 0, static_cast<std::uint64_t>(Retention::kMaxAge.count()));
    readWord(in, "slowReaders", slowReaderPolicyFrom, settings.slowReaders);
    if (auto ok = in.finish(); !ok)
        return ok.error();
    return settings;
}

std::string topicJson(const Topic &topic)
{
    std::string json;
    JsonWriter writer(json);
    writeTopic(writer, topic);
    return json;
}

void writeLog(JsonWriter &writer, const ApiContext &context, const TopicLog &log)
{
    writeTopicWithStatistics(writer, log.topic(), log.statistics(),
                             context.webhooks.on(log.key()).size());
}

void listTopics(const ApiContext &context, const CallPtr &call)
{
    const auto known = call->allowParameters({"namespace"});
    if (!known) {
        call->fail(known.error());
        return;
    }
    const std::string *only = call->request().parameter("namespace");
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("topics").beginArray();
    const Scope &scope = call->token()->token().scope;
    const bool seesAll = scope.allows(AdminArea::Topics, AdminAccess::Read);
    for (const auto &log : context.topics.sorted()) {
        const TopicKey &key = log->key();
        const bool isSeen = !key.topic.isSystem() && (seesAll || scope.allows(Right::Manage, key));
        if (isSeen && (!only || key.nameSpace.text() == *only))
            writeLog(writer, context, *log);
    }
    writer.endArray().endObject();
    call->reply(200, std::move(json));
}

// The topic that the path names; answers the call itself when there is none.
std::shared_ptr<TopicLog> findTopicOrFail(const ApiContext &context, const CallPtr &call)
{
    const auto key = call->topicKey(0);
    if (!key) {
        call->fail(key.error());
        return nullptr;
    }
    const auto log = context.topics.require(*key);
    if (!log)
        call->fail(log.error());
    return log ? *log : nullptr;
}

void showTopic(const ApiContext &context, const CallPtr &call)
{
    const auto log = findTopicOrFail(context, call);
    if (!log)
        return;
    std::string json;
    JsonWriter writer(json);
    writeLog(writer, context, *log);
    call->reply(200, std::move(json));
}

void createTopic(ApiContext &context, const CallPtr &call, const TopicKey &key,
                 const TopicSettings &settings)
{
    Topic topic{.key = key};
    topic.durability = settings.durability.value_or(Durability::Memory);
    settings.applyTo(topic.retention);
    topic.slowReaders = settings.slowReaders.value_or(topic.slowReaders);
    topic.createdAt = context.clock.utc();
    auto log = context.topics.create(topic);
    if (!log) {
        call->fail(log.error());
        return;
    }
    context.topicCreated(*log);
    const std::string json = topicJson((*log)->topic());
    context.act(
        call, {.action = "topic.created", .object = key.text(), .after = json},
        [topic = (*log)->topic()](Tables &tables) { return tables.topics().put(topic); },
        [&context, call, log = *log, json](const Result<void> &stored) {
            if (!stored) {
                (void)context.topics.remove(log->key());
                context.topicRemoved(log);
                call->fail(stored.error());
                return;
            }
            call->reply(201, json);
        });
}

void change(ApiContext &context, const CallPtr &call, const std::shared_ptr<TopicLog> &log,
            const TopicSettings &settings)
{
    if (settings.durability && *settings.durability != log->durability()) {
        call->fail({ErrorCode::FailedPrecondition,
                    "the durability of a topic is fixed when it is made; this one is "
                        + std::string(wireName(log->durability()))});
        return;
    }
    Topic changed = log->topic();
    const std::string before = topicJson(changed);
    settings.applyTo(changed.retention);
    log->change(changed.retention, settings.slowReaders.value_or(changed.slowReaders));
    const std::string after = topicJson(log->topic());
    context.act(
        call,
        {.action = "topic.changed", .object = log->key().text(), .before = before, .after = after},
        [topic = log->topic()](Tables &tables) { return tables.topics().put(topic); },
        [call, after](const Result<void> &stored) {
            if (stored)
                call->reply(200, after);
            else
                call->fail(stored.error());
        });
}

void putTopic(ApiContext &context, const CallPtr &call)
{
    const auto key = call->topicKey(0);
    const auto settings = settingsOf(*call);
    if (!key || !settings) {
        call->fail(key ? settings.error() : key.error());
        return;
    }
    if (key->topic.isSystem()) {
        call->fail({ErrorCode::PermissionDenied, "system topics belong to the broker"});
        return;
    }
    if (const auto log = context.topics.find(*key))
        change(context, call, log, *settings);
    else
        createTopic(context, call, *key, *settings);
}

void removeTopic(ApiContext &context, const CallPtr &call)
{
    const auto key = call->topicKey(0);
    if (!key) {
        call->fail(key.error());
        return;
    }
    const auto log = context.topics.remove(*key);
    if (!log) {
        call->fail(log.error());
        return;
    }
    context.topicRemoved(*log);
    context.act(
        call,
        {.action = "topic.deleted", .object = key->text(), .before = topicJson((*log)->topic())},
        [key = *key](Tables &tables) { return tables.removeTopic(key); },
        [call](const Result<void> &stored) { call->replyEmptyOr(stored); });
}

std::uint64_t secondsBehind(const SessionTable::Reader &reader, UtcTime now)
{
    const UtcTime since = reader.behindSince.value_or(now);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - since).count();
    return static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 0));
}

void writeReader(JsonWriter &writer, const SessionTable::Reader &reader, UtcTime now)
{
    const Token &token = reader.token->token();
    writer.beginObject()
        .member("connectionId", reader.connectionId)
        .member("transport", reader.transport)
        .member("tokenId", token.id)
        .member("label", token.label)
        .member("publisherId", token.publisherId)
        .member("address", reader.address)
        .member("since", reader.since)
        .member("sequence", reader.sequence)
        .member("lagMessages", reader.lagMessages)
        .member("lagBytes", reader.lagBytes)
        .member("lagSeconds", secondsBehind(reader, now))
        .endObject();
}

void subscribers(const ApiContext &context, const CallPtr &call)
{
    const auto log = findTopicOrFail(context, call);
    if (!log)
        return;
    using Readers = std::vector<SessionTable::Reader>;
    context.loops.gather<Readers>(
        [log](LoopParts &loop) { return loop.sessions.readersOf(log->key()); },
        [&context, call](const std::vector<Readers> &loops) {
            std::string json;
            JsonWriter writer(json);
            writer.beginObject().key("subscribers").beginArray();
            for (const Readers &readers : loops)
                for (const auto &reader : readers)
                    writeReader(writer, reader, context.clock.utc());
            writer.endArray().endObject();
            call->reply(200, std::move(json));
        });
}

} // namespace

void addTopicRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/topics", Access::topic(AdminAccess::Read),
               [&context](const CallPtr &call) { listTopics(context, call); });
    router.add("GET", "/v1/topics/*/**", Access::topic(AdminAccess::Read),
               [&context](const CallPtr &call) { showTopic(context, call); });
    router.add("PUT", "/v1/topics/*/**", Access::topic(AdminAccess::Write),
               [&context](const CallPtr &call) { putTopic(context, call); });
    router.add("DELETE", "/v1/topics/*/**", Access::topic(AdminAccess::Write),
               [&context](const CallPtr &call) { removeTopic(context, call); });
    router.add("GET", "/v1/subscribers/*/**", Access::topic(AdminAccess::Read),
               [&context](const CallPtr &call) { subscribers(context, call); });
}

} // namespace parley
