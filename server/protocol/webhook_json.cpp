#include "server/protocol/webhook_json.h"

#include <algorithm>

namespace parley {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

void writeDelivery(JsonWriter &writer, const DeliverySettings &settings)
{
    writer.member("schedule", wireName(settings.schedule)).key("delaySeconds").beginArray();
    for (const seconds delay : settings.delays)
        writer.number(std::int64_t{delay.count()});
    writer.endArray()
        .member("deadlineSeconds", std::int64_t{settings.deadline.count()})
        .member("ordering", wireName(settings.ordering))
        .member("orderingKey", settings.orderingKey)
        .member("whenDead", wireName(settings.whenDead))
        .member("batchMessages", std::uint64_t{settings.batchMessages})
        .member("batchMilliseconds", std::int64_t{settings.batchTime.count()})
        .member("concurrency", std::uint64_t{settings.concurrency})
        .member("perSecond", std::uint64_t{settings.perSecond})
        .member("clientErrors", wireName(settings.clientErrors))
        .key("filter");
    if (settings.filter.empty())
        writer.null();
    else
        writer.raw(settings.filter);
}

// What a name says, when it is there: the enumerations of a webhook are all read in this way.
template <typename Enum>
Result<void> readEnum(JsonReader &in, std::string_view name, Result<Enum> (*from)(std::string_view),
                      Enum &value)
{
    const auto text = in.optionalString(name);
    if (!text)
        return {};
    const auto parsed = from(*text);
    if (!parsed)
        return parsed.error();
    value = *parsed;
    return {};
}

void readDelays(JsonReader &in, DeliverySettings &settings)
{
    if (!in.has("delaySeconds"))
        return;
    settings.delays.clear();
    for (const JsonValue &value : in.optionalArray("delaySeconds")) {
        const std::int64_t *delay = value.integer();
        if (!delay || *delay < 0 || *delay > DeliverySettings::kMaxDelay.count())
            return in.fail("delaySeconds", "must hold whole numbers from 1 to 604800");
        settings.delays.emplace_back(*delay);
    }
}

void readFilter(JsonReader &in, DeliverySettings &settings)
{
    if (!in.has("filter"))
        return;
    const JsonValue *filter = in.optionalValue("filter");
    settings.filter = filter && !filter->isNull() ? jsonText(*filter) : std::string();
}

void readNumbers(JsonReader &in, DeliverySettings &settings)
{
    if (const auto deadline = in.optionalInteger("deadlineSeconds", 0, 30))
        settings.deadline = seconds(*deadline);
    if (auto key = in.optionalString("orderingKey"))
        settings.orderingKey = std::move(*key);
    if (const auto messages = in.optionalWholeNumber("batchMessages", 1, 100))
        settings.batchMessages = static_cast<unsigned>(*messages);
    if (const auto time = in.optionalInteger("batchMilliseconds", 0, 5'000))
        settings.batchTime = milliseconds(*time);
    if (const auto concurrency = in.optionalWholeNumber("concurrency", 1, 32))
        settings.concurrency = static_cast<unsigned>(*concurrency);
    if (const auto perSecond = in.optionalWholeNumber("perSecond", 0, 10'000))
        settings.perSecond = static_cast<unsigned>(*perSecond);
}

Result<void> readDelivery(JsonReader &in, DeliverySettings &settings)
{
    const ScheduleName before = settings.schedule;
    if (auto ok = readEnum(in, "schedule", scheduleNameFrom, settings.schedule); !ok)
        return ok;
    if (settings.schedule != before)
        settings.delays.clear(); // they were the other schedule's
    if (auto ok = readEnum(in, "ordering", orderingFrom, settings.ordering); !ok)
        return ok;
    if (auto ok = readEnum(in, "whenDead", whenDeadFrom, settings.whenDead); !ok)
        return ok;
    if (auto ok = readEnum(in, "clientErrors", clientErrorsFrom, settings.clientErrors); !ok)
        return ok;
    readDelays(in, settings);
    readNumbers(in, settings);
    readFilter(in, settings);
    return {};
}

void writeCredentials(JsonWriter &writer, const WebhookCredentials &credentials)
{
    writer.key("headers").beginArray();
    for (const CustomHeader &header : credentials.headers) {
        writer.beginObject().member("name", header.name).key("value");
        if (header.isSecret)
            writer.null();
        else
            writer.string(header.value);
        writer.member("secret", header.isSecret).endObject();
    }
    const Authentication &authentication = credentials.authentication;
    writer.endArray()
        .key("authentication")
        .beginObject()
        .member("kind", wireName(authentication.kind))
        .member("user", authentication.user)
        .member("hasSecret", !authentication.secret.empty())
        .member("region", authentication.region)
        .member("service", authentication.service)
        .endObject()
        .key("tls")
        .beginObject()
        .member("authorities", credentials.tls.authoritiesPem)
        .member("certificate", credentials.tls.certificatePem)
        .member("hasKey", !credentials.tls.keyPem.empty())
        .endObject()
        .member("ed25519", !credentials.ed25519Key.empty())
        .key("secrets")
        .beginArray();
    if (!credentials.secret.empty())
        writer.beginObject()
            .member("createdAt", credentials.secretSince)
            .key("validUntil")
            .null()
            .endObject();
    for (const OldSecret &old : credentials.olderSecrets)
        writer.beginObject()
            .member("createdAt", old.createdAt)
            .member("validUntil", old.validUntil)
            .endObject();
    writer.endArray();
}

// A header without a value keeps the one that it had: who edits does not see secret ones.
Result<void> readHeaders(const JsonValue::Array &values, std::vector<CustomHeader> &headers)
{
    std::vector<CustomHeader> read;
    for (std::size_t i = 0; i < values.size(); ++i) {
        JsonReader in(values[i], "headers[" + std::to_string(i) + "]");
        CustomHeader header;
        header.name = in.string("name");
        auto value = in.optionalString("value");
        header.isSecret = in.optionalBoolean("secret").value_or(true);
        if (auto ok = in.finish(); !ok)
            return ok;
        const auto old = std::find_if(headers.begin(), headers.end(), [&](const auto &each) {
            return each.name == header.name && (header.isSecret || !each.isSecret);
        });
        if (!value && old == headers.end())
            return Error{ErrorCode::InvalidArgument,
                         "headers[" + std::to_string(i) + "] needs a value"};
        header.value = value ? std::move(*value) : old->value;
        read.push_back(std::move(header));
    }
    headers = std::move(read);
    return {};
}

// Another kind or another user is another account: its secret is not the old one.
Result<void> readAuthentication(const JsonValue &value, Authentication &authentication)
{
    JsonReader in(value, "authentication");
    Authentication read = authentication;
    if (auto ok = readEnum(in, "kind", authenticationKindFrom, read.kind); !ok)
        return ok;
    if (auto user = in.optionalString("user"))
        read.user = std::move(*user);
    if (auto region = in.optionalString("region"))
        read.region = std::move(*region);
    if (auto service = in.optionalString("service"))
        read.service = std::move(*service);
    if (read.kind != authentication.kind || read.user != authentication.user)
        read.secret.clear();
    if (auto secret = in.optionalString("secret"))
        read.secret = std::move(*secret);
    in.optionalBoolean("hasSecret"); // what was shown may be sent back
    if (auto ok = in.finish(); !ok)
        return ok;
    authentication = read.kind == AuthenticationKind::None ? Authentication{} : std::move(read);
    return {};
}

Result<void> readTls(const JsonValue &value, TlsProfile &tls)
{
    JsonReader in(value, "tls");
    if (auto authorities = in.optionalString("authorities"))
        tls.authoritiesPem = std::move(*authorities);
    if (auto certificate = in.optionalString("certificate"))
        tls.certificatePem = std::move(*certificate);
    if (auto key = in.optionalString("key"))
        tls.keyPem = std::move(*key);
    if (tls.certificatePem.empty())
        tls.keyPem.clear(); // of no use without it
    in.optionalBoolean("hasKey");
    return in.finish();
}

Result<void> readCredentials(JsonReader &in, WebhookCredentials &credentials)
{
    if (in.has("headers"))
        if (auto ok = readHeaders(in.optionalArray("headers"), credentials.headers); !ok)
            return ok;
    if (const JsonValue *authentication = in.optionalObject("authentication"))
        if (auto ok = readAuthentication(*authentication, credentials.authentication); !ok)
            return ok;
    if (const JsonValue *tls = in.optionalObject("tls"))
        return readTls(*tls, credentials.tls);
    return {};
}

UtcTime timeOf(JsonReader &in, std::string_view name)
{
    return fromEpochMilliseconds(in.integer(name, 0, INT64_MAX));
}

Result<void> readOldSecrets(const JsonValue::Array &values, std::vector<OldSecret> &secrets)
{
    for (const JsonValue &value : values) {
        JsonReader in(value, "older");
        OldSecret old;
        old.text = in.string("text");
        old.createdAt = timeOf(in, "createdAt");
        old.validUntil = timeOf(in, "validUntil");
        if (auto ok = in.finish(); !ok)
            return ok;
        secrets.push_back(std::move(old));
    }
    return {};
}

} // namespace

void writeWebhookSettings(JsonWriter &writer, const Webhook &webhook)
{
    writer.member("match", wireName(webhook.match))
        .member("format", wireName(webhook.format))
        .member("userAgent", wireName(webhook.userAgent))
        .member("level", wireName(webhook.level));
    writeDelivery(writer, webhook.settings);
    writeCredentials(writer, webhook.credentials);
}

Result<void> readWebhookSettings(JsonReader &in, Webhook &webhook)
{
    if (auto name = in.optionalString("name"))
        webhook.name = std::move(*name);
    if (auto url = in.optionalString("url"))
        webhook.url = std::move(*url);
    if (auto ok = readEnum(in, "format", bodyFormatFrom, webhook.format); !ok)
        return ok;
    if (auto ok = readEnum(in, "userAgent", userAgentFrom, webhook.userAgent); !ok)
        return ok;
    if (auto ok = readEnum(in, "level", addressLevelFrom, webhook.level); !ok)
        return ok;
    if (auto ok = readDelivery(in, webhook.settings); !ok)
        return ok;
    if (auto ok = readCredentials(in, webhook.credentials); !ok)
        return ok;
    if (auto ok = webhook.settings.check(); !ok)
        return ok;
    return webhook.credentials.check();
}

std::string storedSettings(const Webhook &webhook)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject()
        .member("match", wireName(webhook.match))
        .member("prefix", webhook.prefix)
        .member("userAgent", wireName(webhook.userAgent));
    writeDelivery(writer, webhook.settings);
    writer.endObject();
    return json;
}

Result<void> readStoredSettings(std::string_view json, Webhook &webhook)
{
    if (json.empty()) // of an older Parley
        return {};
    const auto value = parseJson(json);
    if (!value)
        return value.error();
    JsonReader in(*value);
    if (auto ok = readEnum(in, "match", topicMatchFrom, webhook.match); !ok)
        return ok;
    webhook.prefix = in.string("prefix");
    if (auto ok = readEnum(in, "userAgent", userAgentFrom, webhook.userAgent); !ok)
        return ok;
    if (auto ok = readDelivery(in, webhook.settings); !ok)
        return ok;
    if (auto ok = in.finish(); !ok)
        return ok;
    return webhook.settings.check();
}

std::string storedCredentials(const WebhookCredentials &credentials)
{
    const Authentication &authentication = credentials.authentication;
    std::string json;
    JsonWriter writer(json);
    writer.beginObject()
        .member("secretSince", epochMilliseconds(credentials.secretSince))
        .key("older")
        .beginArray();
    for (const OldSecret &old : credentials.olderSecrets)
        writer.beginObject()
            .member("text", old.text)
            .member("createdAt", epochMilliseconds(old.createdAt))
            .member("validUntil", epochMilliseconds(old.validUntil))
            .endObject();
    writer.endArray().member("ed25519", credentials.ed25519Key).key("headers").beginArray();
    for (const CustomHeader &header : credentials.headers)
        writer.beginObject()
            .member("name", header.name)
            .member("value", header.value)
            .member("secret", header.isSecret)
            .endObject();
    writer.endArray()
        .key("authentication")
        .beginObject()
        .member("kind", wireName(authentication.kind))
        .member("user", authentication.user)
        .member("secret", authentication.secret)
        .member("region", authentication.region)
        .member("service", authentication.service)
        .endObject()
        .key("tls")
        .beginObject()
        .member("authorities", credentials.tls.authoritiesPem)
        .member("certificate", credentials.tls.certificatePem)
        .member("key", credentials.tls.keyPem)
        .endObject()
        .endObject();
    return json;
}

Result<WebhookCredentials> readStoredCredentials(std::string_view json)
{
    WebhookCredentials credentials;
    if (json.empty()) // of an older Parley
        return credentials;
    const auto value = parseJson(json);
    if (!value)
        return value.error();
    JsonReader in(*value);
    credentials.secretSince = timeOf(in, "secretSince");
    if (auto ok = readOldSecrets(in.array("older"), credentials.olderSecrets); !ok)
        return ok.error();
    credentials.ed25519Key = in.string("ed25519");
    if (auto ok = readCredentials(in, credentials); !ok)
        return ok.error();
    if (auto ok = in.finish(); !ok)
        return ok.error();
    return credentials;
}

} // namespace parley
