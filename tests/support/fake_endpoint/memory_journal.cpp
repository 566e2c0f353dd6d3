#include "tests/support/fake_endpoint/memory_journal.h"

#include <algorithm>
#include <utility>

namespace parley::test {
namespace {

const Error kFull{ErrorCode::StorageFailed, "the disk is full"};

bool isReady(const Delivery &delivery, const ReadyQuery &query)
{
    const bool first = query.lane == DeliveryLane::First;
    if (delivery.webhookId != query.webhookId || first != (delivery.attempts == 0))
        return false;
    switch (delivery.state) {
    case DeliveryState::Queued:
    case DeliveryState::Held: return true;
    case DeliveryState::Waiting:
        return *delivery.nextAttemptAt <= query.now
            || *delivery.nextAttemptAt > query.now + DeliveryJournal::kFarthestDue;
    default: return false;
    }
}

} // namespace

template <typename T>
void MemoryJournal::answer(std::function<void(Result<T>)> done, Result<T> result)
{
    if (m_frozen)
        return;
    post([this, epoch = m_epoch, done = std::move(done), result = std::move(result)] {
        if (epoch == m_epoch)
            done(result);
    });
}

void MemoryJournal::post(std::function<void()> answer)
{
    if (m_holding)
        m_held.push_back(std::move(answer));
    else
        QMetaObject::invokeMethod(this, std::move(answer), Qt::QueuedConnection);
}

void MemoryJournal::release()
{
    m_holding = false;
    for (auto &answer : std::exchange(m_held, {}))
        post(std::move(answer));
}

bool MemoryJournal::fails()
{
    return m_failWrites > 0 && m_failWrites-- > 0;
}

std::vector<std::string> MemoryJournal::ids() const
{
    std::vector<std::string> out;
    for (const auto &[id, delivery] : m_deliveries)
        out.push_back(id);
    return out;
}

std::vector<Attempt> MemoryJournal::attempts(const std::string &id) const
{
    std::vector<Attempt> out;
    if (const auto found = m_attempts.find(id); found != m_attempts.end())
        for (const auto &[number, attempt] : found->second)
            out.push_back(attempt);
    return out;
}

int MemoryJournal::count(DeliveryState state) const
{
    return static_cast<int>(
        std::count_if(m_deliveries.begin(), m_deliveries.end(),
                      [&](const auto &entry) { return entry.second.state == state; }));
}

std::optional<Position> MemoryJournal::position(const std::string &webhookId) const
{
    for (const auto &[place, position] : m_positions)
        if (place.first == webhookId)
            return position;
    return std::nullopt;
}

void MemoryJournal::recover(std::function<void(Result<Recovered>)> done)
{
    std::map<std::string, std::uint64_t> counts;
    for (auto &[id, delivery] : m_deliveries) {
        if (delivery.state == DeliveryState::Sending)
            delivery.state = DeliveryState::Queued;
        if (!delivery.isFinal())
            ++counts[delivery.webhookId];
    }
    Recovered recovered;
    for (const auto &[webhookId, count] : counts)
        recovered.open.push_back({webhookId, count});
    for (const auto &[id, delivery] : m_deliveries)
        recovered.lastLine = std::max(recovered.lastLine, delivery.line);
    for (const auto &[key, hour] : m_hours)
        recovered.hours.push_back(hour);
    answer<Recovered>(std::move(done), std::move(recovered));
}

void MemoryJournal::storeHours(std::vector<WebhookHour> hours)
{
    for (WebhookHour &hour : hours)
        m_hours.insert_or_assign({hour.webhookId, hour.hour}, std::move(hour));
}

void MemoryJournal::enqueue(std::vector<JournalEntry> entries, std::optional<FeedPosition> feed,
                            std::function<void(Result<std::vector<std::string>>)> done)
{
    const bool isLost = m_lostAnswers > 0 && m_lostAnswers-- > 0;
    if (!isLost && fails())
        return answer<std::vector<std::string>>(std::move(done), kFull);
    std::vector<std::string> known;
    for (JournalEntry &entry : entries) {
        const std::string id = entry.delivery.id;
        if (!m_deliveries.try_emplace(id, std::move(entry.delivery)).second)
            known.push_back(id);
        else if (entry.attempt)
            m_attempts[id][entry.attempt->number] = *entry.attempt;
    }
    if (feed)
        m_positions[{feed->webhookId, feed->key}] = feed->position;
    if (isLost)
        return answer<std::vector<std::string>>(std::move(done), kFull);
    answer<std::vector<std::string>>(std::move(done), std::move(known));
}

void MemoryJournal::update(JournalEntry entry, std::optional<WebhookStateChange> webhook,
                           std::function<void(Result<void>)> done)
{
    if (fails())
        return answer<void>(std::move(done), kFull);
    const auto put = [this](Delivery delivery) {
        const auto row = m_deliveries.find(delivery.id);
        if (row == m_deliveries.end())
            return; // as in a table: there is nothing to change
        delivery.body = std::move(row->second.body);
        row->second = std::move(delivery);
    };
    if (entry.attempt)
        m_attempts[entry.delivery.id][entry.attempt->number] = *entry.attempt;
    put(std::move(entry.delivery));
    for (Delivery &member : entry.members)
        put(std::move(member));
    if (entry.failures)
        m_failures = entry.failures;
    if (webhook)
        m_webhookChange = webhook;
    answer<void>(std::move(done), {});
}

void MemoryJournal::nextReady(ReadyQuery query, std::function<void(Result<ReadyBatch>)> done)
{
    ++m_fetches;
    ReadyBatch batch;
    std::size_t bytes = 0;
    for (const auto &[id, delivery] : m_deliveries) {
        if (isReady(delivery, query)) {
            if (batch.deliveries.size() == query.limit || bytes >= query.maxBytes) {
                batch.more = true;
                break;
            }
            bytes += delivery.body.size();
            batch.deliveries.push_back(delivery);
        } else if (delivery.webhookId == query.webhookId && query.lane == DeliveryLane::Retry
                   && delivery.state == DeliveryState::Waiting) {
            const UtcTime due = *delivery.nextAttemptAt;
            batch.nextDue = batch.nextDue ? std::min(*batch.nextDue, due) : due;
        }
    }
    m_largestBatch = std::max(m_largestBatch, batch.deliveries.size());
    answer<ReadyBatch>(std::move(done), std::move(batch));
}

void MemoryJournal::find(std::string deliveryId, std::function<void(Result<Delivery>)> done)
{
    const auto found = m_deliveries.find(deliveryId);
    if (found == m_deliveries.end())
        return answer<Delivery>(std::move(done), Error{ErrorCode::NotFound, "no such delivery"});
    answer<Delivery>(std::move(done), found->second);
}

void MemoryJournal::openOf(std::string webhookId,
                           std::function<void(Result<std::vector<Delivery>>)> done)
{
    std::vector<Delivery> open;
    for (const auto &[id, delivery] : m_deliveries)
        if (delivery.webhookId == webhookId && !delivery.isFinal()) {
            open.push_back(delivery);
            open.back().bodyBytes = delivery.body.size();
            open.back().body.clear();
        }
    answer<std::vector<Delivery>>(std::move(done), std::move(open));
}

void MemoryJournal::findAll(std::vector<std::string> deliveryIds,
                            std::function<void(Result<std::vector<Delivery>>)> done)
{
    m_bodiesAsked += deliveryIds.size();
    std::vector<Delivery> found;
    for (const std::string &id : deliveryIds)
        found.push_back(m_deliveries.at(id));
    answer<std::vector<Delivery>>(std::move(done), std::move(found));
}

void MemoryJournal::cancelOpen(std::string webhookId, std::size_t limit,
                               std::function<void(Result<std::vector<Delivery>>)> done)
{
    std::vector<Delivery> canceled;
    for (auto &[id, delivery] : m_deliveries) {
        if (delivery.webhookId != webhookId || delivery.isFinal() || canceled.size() == limit)
            continue;
        delivery.state = DeliveryState::Canceled;
        delivery.nextAttemptAt.reset();
        canceled.push_back(delivery);
    }
    answer<std::vector<Delivery>>(std::move(done), std::move(canceled));
}

void MemoryJournal::shiftWaiting(std::chrono::milliseconds by,
                                 std::function<void(Result<void>)> done)
{
    for (auto &[id, delivery] : m_deliveries)
        if (delivery.nextAttemptAt)
            *delivery.nextAttemptAt += by;
    answer<void>(std::move(done), {});
}

void MemoryJournal::feedPosition(std::string webhookId, TopicKey key,
                                 std::function<void(Result<std::optional<Position>>)> done)
{
    const auto place = m_positions.find({webhookId, key});
    answer<std::optional<Position>>(
        std::move(done), place == m_positions.end() ? std::nullopt : std::optional(place->second));
}

} // namespace parley::test
