// What an Endpoint does where deliveries keep an order, and which messages it wants.
#include "server/webhooks/endpoint.h"

#include <algorithm>
#include <utility>

#include "server/base/digest.h"
#include "server/base/encoding.h"
#include "server/webhooks/json_pointer.h"

namespace parley {
namespace {

constexpr std::string_view kOneLine = "*"; // the key of an endpoint that has one line
constexpr std::size_t kMaxKeyBytes = 128; // longer values are told apart by their digest
constexpr std::chrono::seconds kPause{1}; // after the journal failed

} // namespace

bool Endpoint::wants(const PublishedMessage &message) const
{
    if (!m_filter)
        return true;
    if (message.payload.kind != PayloadKind::Text)
        return false;
    const auto json = parseJson(message.payload.bytes);
    return json && m_filter->match(*json);
}

std::string Endpoint::orderingKeyOf(const PublishedMessage &message) const
{
    const DeliverySettings &settings = m_webhook->settings;
    if (settings.ordering == Ordering::None)
        return {};
    if (settings.ordering == Ordering::Endpoint)
        return std::string(kOneLine);
    if (settings.orderingKey == DeliverySettings::kTopicKey)
        return message.key.topic.text();
    const auto json = message.payload.kind == PayloadKind::Text ? parseJson(message.payload.bytes)
                                                                : Result<JsonValue>(JsonValue());
    const JsonValue *value = json ? atPointer(*json, settings.orderingKey) : nullptr;
    std::string key = value ? jsonText(*value) : std::string(kOneLine);
    return key.size() <= kMaxKeyBytes ? key : hex(sha256(key));
}

ReadyDelivery Endpoint::readyOf(std::vector<Delivery> deliveries, bool byHand)
{
    ReadyDelivery ready{std::move(deliveries.front())};
    if (byHand)
        ready.trigger = Trigger::Manual;
    deliveries.erase(deliveries.begin());
    ready.members = std::move(deliveries);
    ready.isTurn = true;
    return ready;
}

std::optional<ReadyDelivery> Endpoint::takeTurn(MonotonicTime now)
{
    const auto mark = [this](ReadyDelivery ready) {
        if (m_breaker.isOpen() && ready.trigger == Trigger::Auto)
            ready.trigger = Trigger::Probe;
        return ready;
    };
    const bool byHandOnly = isHeld(now);
    if (!m_turns.empty() && (!byHandOnly || m_turns.front().trigger == Trigger::Manual)) {
        ReadyDelivery ready = std::move(m_turns.front());
        m_turns.pop_front();
        return mark(std::move(ready));
    }
    const auto underWay = [this] {
        return static_cast<int>(m_missing.size() + m_turns.size()) + m_supplying + m_inFlight;
    };
    while (underWay() < m_limit && (!byHandOnly || m_line->isHurried())) {
        auto turn = m_line->next(now);
        if (!turn)
            break;
        if (!turn->deliveries.empty())
            return mark(readyOf(std::move(turn->deliveries), turn->byHand));
        m_missing.push_back(std::move(*turn));
    }
    return std::nullopt;
}

bool Endpoint::hasTurnByHand() const
{
    const bool isSupplied = !m_turns.empty() && m_turns.front().trigger == Trigger::Manual;
    return m_line && (isSupplied || m_line->isHurried());
}

void Endpoint::turnEnded(const ReadyDelivery &ready, UtcTime utc, MonotonicTime now)
{
    if (!m_line)
        return;
    const Delivery &delivery = ready.delivery;
    // A person sent it past the line, or it began before there was this one.
    if (!ready.isTurn || !m_line->isTurn(delivery.orderingKey, delivery.id)) {
        if (!delivery.isFinal())
            m_line->insert(delivery, utc, now);
        return;
    }
    const auto wait = delivery.nextAttemptAt.value_or(utc) - utc;
    if (delivery.isFinal())
        m_line->gone(delivery.orderingKey);
    else if (delivery.state == DeliveryState::Held)
        m_line->stall(delivery.orderingKey, delivery.attempts);
    else
        m_line->again(delivery.orderingKey,
                      now + std::chrono::ceil<std::chrono::milliseconds>(wait), delivery.attempts);
}

void Endpoint::lineLoaded(std::optional<std::vector<Delivery>> deliveries, UtcTime utc,
                          MonotonicTime now)
{
    m_loadingLine = false;
    if (m_line && deliveries)
        m_line->load(*std::move(deliveries), utc, now);
}

std::optional<OrderedLine::Turn> Endpoint::takeMissing()
{
    if (m_missing.empty())
        return std::nullopt;
    OrderedLine::Turn turn = std::move(m_missing.front());
    m_missing.pop_front();
    ++m_supplying;
    return turn;
}

void Endpoint::supply(OrderedLine::Turn turn, std::optional<std::vector<Delivery>> deliveries,
                      MonotonicTime now)
{
    --m_supplying;
    if (!m_line || !m_line->isTurn(turn.key, turn.ids.front()))
        return; // it was asked for by a line that is gone
    if (!deliveries)
        return m_line->again(turn.key, now + kPause);
    for (Delivery &delivery : *deliveries)
        delivery.batchId = turn.ids.size() > 1 ? turn.ids.front() : std::string();
    auto ready = readyOf(*std::move(deliveries), turn.byHand);
    turn.byHand ? m_turns.push_front(std::move(ready)) : m_turns.push_back(std::move(ready));
}

std::optional<MonotonicTime> Endpoint::nextTry(MonotonicTime now) const
{
    if (!m_pace.allows(now))
        return m_pace.nextAt();
    const auto due = m_line ? m_line->nextDue() : std::nullopt;
    return due && *due > now ? due : std::nullopt;
}

void Endpoint::addTimesOfLine(WebhookHealth &health) const
{
    health.oldestOpenAt = m_line->oldest();
    const std::uint64_t size = m_line->size();
    health.waiting = size > health.inFlight ? size - health.inFlight : 0;
}

} // namespace parley
