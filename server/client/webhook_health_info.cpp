#include "server/client/webhook_health_info.h"

#include <numeric>

#include "server/client/json_reader.h"

namespace parley::client {

std::uint64_t WebhookHealthInfo::succeeded() const
{
    return std::accumulate(
        hours.begin(), hours.end(), std::uint64_t{0},
        [](std::uint64_t sum, const auto &hour) { return sum + hour.succeeded; });
}

std::uint64_t WebhookHealthInfo::failed() const
{
    return std::accumulate(hours.begin(), hours.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const auto &hour) { return sum + hour.failed; });
}

Result<WebhookHealthInfo> webhookHealthFrom(const QJsonObject &json)
{
    JsonReader reader(json, "webhook's health");
    WebhookHealthInfo info;
    info.state = reader.text("state");
    info.stateReason = reader.textOr("stateReason");
    info.breaker = reader.textOr("breaker", info.breaker);
    info.heldUntil = reader.timeOrNull("heldUntil");
    info.nextProbeAt = reader.timeOrNull("nextProbeAt");
    info.queued = reader.numberOr("queued", 0);
    info.waiting = reader.numberOr("waiting", 0);
    info.inFlight = reader.numberOr("inFlight", 0);
    info.oldestWaitingAt = reader.timeOrNull("oldestWaitingAt");
    info.consecutiveFailures = reader.numberOr("consecutiveFailures", 0);
    info.lastSuccessAt = reader.timeOrNull("lastSuccessAt");
    info.p50Microseconds = reader.numberOr("p50Microseconds", 0);
    info.p95Microseconds = reader.numberOr("p95Microseconds", 0);
    info.filteredMessages = reader.numberOr("filteredMessages", 0);
    for (const auto &element : reader.objects("hours")) {
        const JsonReader hour(element, "hour");
        info.hours.append(
            {hour.timeOrNull("from"), hour.numberOr("succeeded", 0), hour.numberOr("failed", 0)});
    }
    if (reader.failed())
        return reader.error();
    return info;
}

Result<QHash<QString, WebhookHealthInfo>> webhookHealthsFrom(const QJsonObject &json)
{
    JsonReader reader(json, "answer");
    const auto all = reader.object("webhooks");
    if (reader.failed())
        return reader.error();
    QHash<QString, WebhookHealthInfo> healths;
    for (auto each = all.begin(); each != all.end(); ++each) {
        auto health = webhookHealthFrom(each.value().toObject());
        if (!health)
            return health.error();
        healths.insert(each.key(), *std::move(health));
    }
    return healths;
}

} // namespace parley::client
