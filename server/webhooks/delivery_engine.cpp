#include "server/webhooks/delivery_engine.h"

#include <algorithm>
#include <utility>

namespace parley {
namespace {

constexpr std::chrono::minutes kUpkeepInterval{1};

Error unavailable()
{
    return Error{ErrorCode::Unavailable, "webhooks are not running"};
}

} // namespace

DeliveryEngine::DeliveryEngine(Parts parts) :
    m_parts(parts), m_settler(parts.clock, parts.random), m_writer(parts.journal, parts.log),
    m_alarms(parts.clock, [this](const std::string &id, MonotonicTime time) { rang(id, time); }),
    m_open({parts.clock, parts.observer, parts.runner, m_writer, m_settler,
            [this](const std::string &id) { return find(id); },
            [this](const std::string &id) { settled(id); }}),
    m_fetcher({parts.clock, parts.journal, [this](const std::string &id) { return find(id); },
               [this](const std::string &id) { return m_open.contains(id) || m_writer.holds(id); },
               [this](Endpoint &endpoint) {
                   refresh(endpoint);
                   dispatch();
               }}),
    m_intake({parts.clock, parts.journal, parts.observer, m_writer, m_open,
              [this](const std::string &id) { return find(id); },
              [this](Endpoint *endpoint) {
                  if (endpoint)
                      refresh(*endpoint);
                  finishStop();
                  dispatch();
              }}),
    m_acts({parts.clock, parts.random, parts.journal, parts.observer, m_writer, m_open,
            [this](const std::string &id) { return find(id); },
            [this](Endpoint &endpoint) {
                refresh(endpoint);
                dispatch();
            },
            [this](const std::string &id) { cancelOpen(id); }}),
    m_tests(parts.clock, parts.random, parts.runner),
    m_wallClock(parts.clock, parts.journal, parts.log)
{
    m_writer.onDrained([this] {
        finishStop();
        dispatch();
    });
    m_upkeep.setInterval(kUpkeepInterval);
    connect(&m_upkeep, &QTimer::timeout, this, &DeliveryEngine::upkeep);
}

DeliveryEngine::~DeliveryEngine() = default;

Endpoint *DeliveryEngine::find(const std::string &webhookId)
{
    const auto found = m_endpoints.find(webhookId);
    return found == m_endpoints.end() ? nullptr : found->second.get();
}

void DeliveryEngine::start(Done done)
{
    PARLEY_ASSERT_OWN_THREAD();
    m_parts.journal.recover([this, done](Result<DeliveryJournal::Recovered> recovered) {
        if (!recovered) {
            done(recovered.error());
            return;
        }
        m_started = true;
        m_intake.countOnFrom(recovered->lastLine);
        for (const auto &[webhookId, count] : recovered->open)
            if (Endpoint *const endpoint = find(webhookId))
                endpoint->open = count;
            else
                cancelOpen(webhookId); // deleted just before the last run ended
        for (const WebhookHour &hour : recovered->hours)
            if (Endpoint *const endpoint = find(hour.webhookId))
                endpoint->statistics.restore(hour);
        m_upkeep.start();
        for (const auto &[id, endpoint] : m_endpoints)
            activate(*endpoint);
        dispatch();
        done({});
    });
}

void DeliveryEngine::stop(std::function<void()> done)
{
    PARLEY_ASSERT_OWN_THREAD();
    m_stopping = true;
    m_stopped = std::move(done);
    m_upkeep.stop();
    m_tests.cancelAll();
    m_open.stop();
    finishStop();
}

void DeliveryEngine::finishStop()
{
    if (!m_stopping || !m_stopped || m_open.count() > 0 || !m_writer.isEmpty())
        return;
    storeStatistics();
    std::exchange(m_stopped, nullptr)();
}

void DeliveryEngine::upkeep()
{
    storeStatistics();
    m_parts.journal.prune();
}

void DeliveryEngine::storeStatistics()
{
    PARLEY_ASSERT_OWN_THREAD();
    std::vector<WebhookHour> changed;
    for (const auto &[id, endpoint] : m_endpoints)
        for (WebhookHour &hour : endpoint->statistics.takeChanged()) {
            hour.webhookId = id;
            changed.push_back(std::move(hour));
        }
    if (!changed.empty())
        m_parts.journal.storeHours(std::move(changed));
}

void DeliveryEngine::putWebhook(Webhook webhook)
{
    PARLEY_ASSERT_OWN_THREAD();
    const std::string id = webhook.id;
    auto &endpoint = m_endpoints[id];
    if (endpoint) {
        endpoint->setWebhook(std::move(webhook), m_parts.clock.monotonic());
    } else {
        endpoint = std::make_unique<Endpoint>(std::move(webhook));
        endpoint->moreInJournal(DeliveryLane::First); // perhaps; the fetch will tell
        endpoint->moreInJournal(DeliveryLane::Retry);
    }
    refresh(*endpoint);
    dispatch();
}

void DeliveryEngine::removeWebhook(const std::string &webhookId)
{
    PARLEY_ASSERT_OWN_THREAD();
    if (m_endpoints.erase(webhookId) == 0)
        return;
    m_open.cancelOf(webhookId);
    cancelOpen(webhookId);
}

void DeliveryEngine::cancelOpen(const std::string &webhookId)
{
    static constexpr std::size_t kPerTurn = 500;
    m_parts.journal.cancelOpen(
        webhookId, kPerTurn, [this, webhookId](const Result<std::vector<Delivery>> &canceled) {
            if (!canceled) {
                m_parts.log.error("deliveries of a deleted webhook cannot be canceled: "
                                  + canceled.error().message);
                return;
            }
            for (const Delivery &delivery : *canceled)
                m_parts.observer.deliveryChanged(delivery);
            if (canceled->size() == kPerTurn)
                cancelOpen(webhookId);
        });
}

void DeliveryEngine::offer(const std::string &webhookId,
                           const std::vector<PublishedMessage> &messages, Done done)
{
    PARLEY_ASSERT_OWN_THREAD();
    m_wallClock.check();
    if (!m_started || m_stopping)
        return done(unavailable());
    m_intake.offer(webhookId, messages, std::move(done));
}

void DeliveryEngine::activate(const Endpoint &endpoint)
{
    const std::string &id = endpoint.webhook().id;
    if (m_inRing.insert(id).second)
        m_ring.push_back(id);
}

void DeliveryEngine::dispatch()
{
    const MonotonicTime now = m_parts.clock.monotonic();
    while (m_started && !m_stopping && !m_ring.empty() && m_writer.hasRoom()
           && m_open.count() < kMaxConcurrent) {
        const std::string id = std::move(m_ring.front());
        m_ring.pop_front();
        m_inRing.erase(id);
        Endpoint *const endpoint = find(id);
        if (!endpoint)
            continue;
        const bool retriesAllowed = m_open.retries() < kMaxConcurrent / 2;
        const bool hostHasRoom = m_open.hostHasRoom(*endpoint);
        auto next = hostHasRoom ? endpoint->takeNext(now, retriesAllowed) : std::nullopt;
        if (!next) { // whatever changes this puts it into the ring again
            m_fetcher.fetchWhatIsWanted(*endpoint);
            if (now < m_fetcher.notBefore())
                wake(*endpoint, m_fetcher.notBefore());
            if (const auto at = endpoint->nextTry(now))
                wake(*endpoint, *at);
            if (!retriesAllowed || !hostHasRoom)
                m_parked.push_back(id);
            continue;
        }
        activate(*endpoint);
        const bool automatic = next->trigger == Trigger::Auto || next->trigger == Trigger::Probe;
        if (automatic && m_settler.isExpired(*endpoint, next->delivery))
            expire(*endpoint, std::move(*next));
        else
            m_open.beginAndStore(*endpoint, std::move(*next));
    }
}

// An attempt is over and its room is free.
void DeliveryEngine::settled(const std::string &webhookId)
{
    if (Endpoint *const endpoint = find(webhookId))
        refresh(*endpoint);
    for (const std::string &id : std::exchange(m_parked, {}))
        if (const Endpoint *const endpoint = find(id))
            activate(*endpoint);
    finishStop();
    dispatch();
}

void DeliveryEngine::expire(Endpoint &endpoint, ReadyDelivery ready)
{
    const bool stalls = ready.isTurn && endpoint.webhook().settings.whenDead == WhenDead::Stall;
    if (ready.isTurn && ready.delivery.attempts == 0)
        keepFresh(endpoint, ready);
    ready.members.insert(ready.members.begin(), ready.delivery);
    for (Delivery &delivery : ready.members) {
        delivery.reason = DeadReason::Expired;
        delivery.state = stalls ? DeliveryState::Held : DeliveryState::Dead;
        delivery.nextAttemptAt.reset();
        endpoint.noLongerOpen(stalls ? 0 : 1);
        m_parts.observer.deliveryChanged(delivery);
        m_writer.write({withoutBody(delivery)});
    }
    ready.delivery = ready.members.front();
    endpoint.turnEnded(ready, m_parts.clock.utc(), m_parts.clock.monotonic());
    activate(endpoint);
}

// A batch that was never sent is none yet: who came later has time left.
void DeliveryEngine::keepFresh(Endpoint &endpoint, ReadyDelivery &ready) const
{
    const auto fresh
        = std::find_if(ready.members.begin(), ready.members.end(), [&](const Delivery &member) {
              return !m_settler.isExpired(endpoint, member);
          });
    if (fresh == ready.members.end())
        return;
    ready.members.erase(fresh, ready.members.end());
    endpoint.line()->shrinkTurn(ready.delivery.orderingKey, 1 + ready.members.size());
    if (ready.members.empty())
        ready.delivery.batchId.clear();
}

void DeliveryEngine::retryNow(const std::string &deliveryId, Done done)
{
    PARLEY_ASSERT_OWN_THREAD();
    isRunning() ? m_acts.retryNow(deliveryId, std::move(done)) : done(unavailable());
}

void DeliveryEngine::resend(const std::string &deliveryId, const std::string &body,
                            std::function<void(Result<std::string>)> done)
{
    PARLEY_ASSERT_OWN_THREAD();
    isRunning() ? m_acts.resend(deliveryId, body, std::move(done)) : done(unavailable());
}

void DeliveryEngine::cancel(const std::string &deliveryId, Done done)
{
    PARLEY_ASSERT_OWN_THREAD();
    isRunning() ? m_acts.cancel(deliveryId, std::move(done)) : done(unavailable());
}

void DeliveryEngine::sendTest(const std::string &webhookId, const std::string &payload,
                              std::function<void(Result<Attempt>)> done)
{
    PARLEY_ASSERT_OWN_THREAD();
    const Endpoint *const endpoint = find(webhookId);
    if (m_stopping)
        return done(unavailable());
    if (!endpoint)
        return done(Error{ErrorCode::NotFound, "no such webhook"});
    m_tests.send(endpoint->webhook(), payload, std::move(done));
}

Result<std::map<std::string, WebhookHealth>>
DeliveryEngine::health(const std::string &webhookId) const
{
    PARLEY_ASSERT_OWN_THREAD();
    std::map<std::string, WebhookHealth> out;
    const MonotonicTime now = m_parts.clock.monotonic();
    for (const auto &[id, endpoint] : m_endpoints)
        if (webhookId.empty() || id == webhookId)
            out.emplace(id, endpoint->health(m_parts.clock.utc(), now));
    if (out.empty() && !webhookId.empty())
        return Error{ErrorCode::NotFound, "no such webhook"};
    return out;
}

void DeliveryEngine::refresh(Endpoint &endpoint)
{
    const MonotonicTime now = m_parts.clock.monotonic();
    for (const Delivery *const changed : endpoint.showHeld(endpoint.looksHeld(now))) {
        m_parts.observer.deliveryChanged(*changed);
        m_writer.write({withoutBody(*changed)});
    }
    if (endpoint.nextDue())
        wake(endpoint, *endpoint.nextDue());
    if (const auto until = endpoint.heldUntil(now))
        wake(endpoint, *until);
    if (const auto at = endpoint.nextTry(now))
        wake(endpoint, *at);
    activate(endpoint);
}

void DeliveryEngine::wake(Endpoint &endpoint, MonotonicTime time)
{
    if (endpoint.wakeAt && *endpoint.wakeAt <= time)
        return;
    endpoint.wakeAt = time;
    m_alarms.set(time, endpoint.webhook().id);
}

void DeliveryEngine::rang(const std::string &webhookId, MonotonicTime time)
{
    m_wallClock.check();
    Endpoint *const endpoint = find(webhookId);
    if (!endpoint || endpoint->wakeAt != time)
        return; // an earlier alarm took its place
    endpoint->wakeAt.reset();
    endpoint->takeDue(m_parts.clock.monotonic());
    refresh(*endpoint);
    dispatch();
}

} // namespace parley
