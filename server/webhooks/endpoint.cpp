#include "server/webhooks/endpoint.h"

#include <algorithm>

#include "server/webhooks/delivery_factory.h"
#include "server/webhooks/endpoint_url.h"

namespace parley {

Endpoint::Endpoint(Webhook webhook) :
    m_webhook(std::make_shared<const Webhook>(std::move(webhook))), m_schedule(m_webhook->settings)
{
    applySettings();
    m_limit = maxConcurrent();
    statistics.consecutiveFailures = m_webhook->failures.count;
    statistics.storedFailures = m_webhook->failures.count;
    statistics.failingSince = m_webhook->failures.since;
}

int Endpoint::maxConcurrent() const
{
    const DeliverySettings &settings = m_webhook->settings;
    return settings.ordering == Ordering::Endpoint ? 1 : static_cast<int>(settings.concurrency);
}

void Endpoint::setWebhook(Webhook webhook, MonotonicTime now)
{
    const bool enabledAgain
        = m_webhook->state == WebhookState::Disabled && webhook.state == WebhookState::Active;
    const bool isOther = webhook.url != m_webhook->url;
    const bool hasOtherRoom = webhook.settings.concurrency != m_webhook->settings.concurrency
        || webhook.settings.ordering != m_webhook->settings.ordering;
    m_webhook = std::make_shared<const Webhook>(std::move(webhook));
    applySettings();
    if (isOther) { // nothing is known about it
        m_breaker = {};
        m_throttledUntil = {};
    } else if (enabledAgain) {
        m_breaker.startHalfOpen(now);
    }
    if (isOther || hasOtherRoom)
        m_limit = maxConcurrent();
    if (isOther || enabledAgain) { // it gets its time again
        statistics.consecutiveFailures = 0;
        statistics.failingSince.reset();
    }
}

void Endpoint::applySettings()
{
    const DeliverySettings &settings = m_webhook->settings;
    m_schedule = RetrySchedule(settings);
    m_pace.set(settings.perSecond);
    m_filter.reset();
    if (auto filter = EventPattern::parse(settings.filter)) // judged when it was saved
        m_filter = *std::move(filter);
    const auto url = EndpointUrl::parse(m_webhook->url);
    m_host = m_webhook->callsFunction() ? std::string() : url ? url->authority() : m_webhook->url;
    const bool keepsOrder = settings.ordering != Ordering::None;
    if (keepsOrder && !m_line) { // all is read anew, in order
        m_line = std::make_unique<OrderedLine>();
        for (Lane &lane : m_lanes) {
            for (const ReadyDelivery &ready : lane.ready)
                m_inMemory.erase(ready.delivery.id);
            lane = {.fetching = lane.fetching};
        }
    } else if (!keepsOrder && m_line) {
        m_line.reset();
        m_turns.clear();
        m_missing.clear();
        for (Lane &lane : m_lanes)
            lane.more = true;
    }
    if (m_line)
        m_line->setRules({settings.batchMessages, settings.batchTime, kMaxRequestBodyBytes});
}

void Endpoint::disable(std::string reason)
{
    Webhook disabled = *m_webhook;
    disabled.state = WebhookState::Disabled;
    disabled.stateReason = std::move(reason);
    m_webhook = std::make_shared<const Webhook>(std::move(disabled));
}

// What is in memory tells of the oldest: the first lane's head is older than all that is behind it
// in the journal.
WebhookHealth Endpoint::health(UtcTime utc, MonotonicTime now) const
{
    WebhookHealth health;
    const auto at = [&](MonotonicTime time) {
        return utc + std::chrono::duration_cast<std::chrono::milliseconds>(time - now);
    };
    health.breaker = m_breaker.isOpen()
        ? (m_breaker.isProbing() || m_breaker.openUntil() <= now ? BreakerState::HalfOpen
                                                                 : BreakerState::Open)
        : BreakerState::Closed;
    health.throttled = now < m_throttledUntil;
    if (const auto until = heldUntil(now))
        health.heldUntil = at(*until);
    if (m_breaker.isOpen() && !m_breaker.isProbing())
        health.nextProbeAt = at(std::max(m_breaker.openUntil(), now));
    health.open = open;
    health.inFlight = static_cast<std::uint64_t>(m_inFlight);
    const std::uint64_t busy
        = health.inFlight + laneOf(DeliveryLane::First).ready.size() + m_manual.size();
    health.waiting = open > busy ? open - busy : 0;
    for (const Lane &lane : m_lanes)
        if (!lane.ready.empty()) {
            const UtcTime made = lane.ready.front().delivery.createdAt;
            health.oldestOpenAt = std::min(health.oldestOpenAt.value_or(made), made);
        }
    if (m_line)
        addTimesOfLine(health);
    statistics.report(utc, health);
    return health;
}

bool Endpoint::isHeld(MonotonicTime now) const
{
    return now < m_throttledUntil || !m_breaker.allows(now);
}

bool Endpoint::looksHeld(MonotonicTime now) const
{
    return now < m_throttledUntil || m_breaker.isOpen();
}

void Endpoint::holdUntil(MonotonicTime time)
{
    m_throttledUntil = std::max(m_throttledUntil, time);
}

std::optional<MonotonicTime> Endpoint::heldUntil(MonotonicTime now) const
{
    const MonotonicTime breaker = m_breaker.isOpen() ? m_breaker.openUntil() : MonotonicTime{};
    const MonotonicTime until = std::max(breaker, m_throttledUntil);
    return until > now ? std::optional(until) : std::nullopt;
}

void Endpoint::slowDown()
{
    m_limit = std::max(1, m_limit / 2);
    m_successes = 0;
}

void Endpoint::countSuccess()
{
    static constexpr int kSuccessesPerSlot = 10;
    if (m_limit < maxConcurrent() && ++m_successes >= kSuccessesPerSlot) {
        ++m_limit;
        m_successes = 0;
    }
}

bool Endpoint::holds(const std::string &deliveryId) const
{
    return m_inMemory.contains(deliveryId)
        || (m_line && m_line->placeOf(deliveryId) != OrderedLine::Place::None);
}

bool Endpoint::lineIsEmpty() const
{
    if (m_line)
        return false; // it decides whose turn it is
    const Lane &lane = laneOf(DeliveryLane::First);
    return lane.ready.empty() && !lane.more && !lane.fetching;
}

bool Endpoint::acceptsInMemory() const
{
    const Lane &lane = laneOf(DeliveryLane::First);
    return !lane.more && !lane.fetching && lane.ready.size() < kMaxReady
        && lane.bytes < kMaxReadyBytes;
}

void Endpoint::addReady(DeliveryLane lane, ReadyDelivery ready)
{
    Lane &to = laneOf(lane);
    to.bytes += ready.delivery.body.size();
    m_inMemory.insert(ready.delivery.id);
    to.ready.push_back(std::move(ready));
}

void Endpoint::addManual(ReadyDelivery ready)
{
    m_inMemory.insert(ready.delivery.id);
    m_manual.push_back(std::move(ready));
}

ReadyDelivery Endpoint::takeFrom(Lane &lane)
{
    ReadyDelivery ready = std::move(lane.ready.front());
    lane.ready.pop_front();
    lane.bytes -= ready.delivery.body.size();
    m_inMemory.erase(ready.delivery.id);
    return ready;
}

std::optional<ReadyDelivery> Endpoint::takeNext(MonotonicTime now, bool retriesAllowed)
{
    if (m_webhook->state != WebhookState::Active || !hasRoom() || !m_pace.allows(now))
        return std::nullopt;
    if (!m_manual.empty()) { // a person's wish does not wait for a breaker
        ReadyDelivery ready = std::move(m_manual.front());
        m_manual.pop_front();
        m_inMemory.erase(ready.delivery.id);
        return ready;
    }
    if (isHeld(now) && !hasTurnByHand())
        return std::nullopt;
    if (m_line)
        return takeTurn(now);
    Lane &first = laneOf(DeliveryLane::First);
    Lane &retries = laneOf(DeliveryLane::Retry);
    const bool retryFits = retriesAllowed && m_retriesInFlight < std::max(1, m_limit / 2);
    const bool probing = m_breaker.isOpen();
    Lane *from = nullptr;
    if (!retries.ready.empty() && (retryFits || probing))
        from = &retries; // older than any first attempt, and never more than half of the room
    else if (!first.ready.empty())
        from = &first;
    if (!from)
        return std::nullopt;
    ReadyDelivery ready = takeFrom(*from);
    if (probing)
        ready.trigger = Trigger::Probe;
    return ready;
}

std::optional<ReadyDelivery> Endpoint::remove(const std::string &deliveryId)
{
    const auto isIt = [&](const ReadyDelivery &ready) { return ready.delivery.id == deliveryId; };
    const auto removeFrom = [&](std::deque<ReadyDelivery> &ready) -> std::optional<ReadyDelivery> {
        const auto found = std::find_if(ready.begin(), ready.end(), isIt);
        if (found == ready.end())
            return std::nullopt;
        std::optional<ReadyDelivery> out(std::move(*found));
        ready.erase(found);
        lessInMemory(deliveryId);
        return out;
    };
    if (m_line && m_line->placeOf(deliveryId) != OrderedLine::Place::Busy)
        m_line->remove(deliveryId);
    if (!m_inMemory.contains(deliveryId))
        return std::nullopt;
    if (auto out = removeFrom(m_manual))
        return out;
    for (Lane &lane : m_lanes)
        if (auto out = removeFrom(lane.ready)) {
            lane.bytes -= out->delivery.body.size();
            return out;
        }
    return std::nullopt; // in flight
}

std::vector<const Delivery *> Endpoint::showHeld(bool held)
{
    const DeliveryState from = held ? DeliveryState::Queued : DeliveryState::Held;
    std::vector<const Delivery *> changed;
    for (Lane &lane : m_lanes)
        for (ReadyDelivery &ready : lane.ready)
            if (ready.delivery.state == from) {
                ready.delivery.state = held ? DeliveryState::Held : DeliveryState::Queued;
                changed.push_back(&ready.delivery);
            }
    return changed;
}

void Endpoint::started(const ReadyDelivery &ready, MonotonicTime now)
{
    m_pace.take(now);
    ++m_inFlight;
    ++m_untransmitted;
    m_inMemory.insert(ready.delivery.id);
    if (ready.delivery.attempts > 0 && m_flyingRetries.insert(ready.delivery.id).second)
        ++m_retriesInFlight;
    m_breaker.attemptStarted();
}

void Endpoint::ended(const std::string &deliveryId)
{
    --m_inFlight;
    lessInMemory(deliveryId);
    if (m_flyingRetries.erase(deliveryId) != 0)
        --m_retriesInFlight;
}

void Endpoint::lessInMemory(const std::string &deliveryId)
{
    m_inMemory.erase(deliveryId);
    for (Lane &lane : m_lanes)
        lane.waitsForLess = false;
}

bool Endpoint::wantsFetch(DeliveryLane lane) const
{
    const Lane &of = laneOf(lane);
    return !m_line && m_webhook->state == WebhookState::Active && of.more && !of.fetching
        && !of.waitsForLess && of.ready.empty();
}

void Endpoint::fetchStarted(DeliveryLane lane)
{
    laneOf(lane).fetching = true;
    laneOf(lane).more = false; // set again by what comes meanwhile
}

void Endpoint::fetchEnded(DeliveryLane lane, bool more)
{
    laneOf(lane).fetching = false;
    laneOf(lane).more = laneOf(lane).more || more;
}

void Endpoint::waitUntil(MonotonicTime due)
{
    if (!m_nextDue || due < *m_nextDue)
        m_nextDue = due;
}

bool Endpoint::takeDue(MonotonicTime now)
{
    if (!m_nextDue || now < *m_nextDue)
        return false;
    m_nextDue.reset();
    moreInJournal(DeliveryLane::Retry);
    return true;
}

} // namespace parley
