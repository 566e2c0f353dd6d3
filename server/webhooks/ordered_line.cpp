#include "server/webhooks/ordered_line.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace parley {
namespace {

// It stalls: somebody has to say what becomes of it.
bool waitsForAPerson(const Delivery &delivery)
{
    return delivery.state == DeliveryState::Held && delivery.reason != DeadReason::None;
}

std::optional<MonotonicTime> dueOf(const Delivery &delivery, UtcTime utc, MonotonicTime now)
{
    if (!delivery.nextAttemptAt || *delivery.nextAttemptAt <= utc)
        return std::nullopt;
    return now + std::chrono::ceil<std::chrono::milliseconds>(*delivery.nextAttemptAt - utc);
}

} // namespace

void OrderedLine::append(Delivery delivery, MonotonicTime now)
{
    const std::string key = delivery.orderingKey;
    if (!m_keys.emplace(delivery.id, key).second)
        return;
    Entry entry{std::move(delivery)};
    entry.bytes = entry.delivery.body.size();
    entry.since = now;
    if (m_bodies < kMaxBodies && m_bodyBytes + entry.bytes <= kMaxBodyBytes) {
        ++m_bodies;
        m_bodyBytes += entry.bytes;
    } else {
        entry.delivery.body.clear();
    }
    Line &line = m_lines[key];
    line.entries.push_back(std::move(entry));
    look(key, line, now);
}

void OrderedLine::load(std::vector<Delivery> deliveries, UtcTime utc, MonotonicTime now)
{
    for (Delivery &delivery : deliveries) {
        const std::string key = delivery.orderingKey;
        if (!m_keys.emplace(delivery.id, key).second)
            continue; // it came while the journal was read
        const std::size_t bytes = delivery.bodyBytes;
        const auto due = dueOf(delivery, utc, now);
        m_lines[key].entries.push_back({std::move(delivery), bytes, now, due});
    }
    m_loaded = true;
    for (auto &[key, line] : m_lines)
        arrange(key, line, now);
}

void OrderedLine::insert(Delivery delivery, UtcTime utc, MonotonicTime now)
{
    const std::string key = delivery.orderingKey;
    if (!m_keys.emplace(delivery.id, key).second)
        return;
    const std::size_t bytes = delivery.body.size();
    delivery.body.clear();
    const auto due = dueOf(delivery, utc, now);
    Line &line = m_lines[key];
    line.entries.push_back({std::move(delivery), bytes, now, due});
    if (m_loaded && line.turn == 0)
        arrange(key, line, now);
}

// Puts a line of which nothing is being sent into order, and sees when its head may go.
void OrderedLine::arrange(const std::string &key, Line &line, MonotonicTime now)
{
    std::stable_sort(line.entries.begin(), line.entries.end(), [](const auto &a, const auto &b) {
        return a.delivery.line < b.delivery.line;
    });
    if (line.isReady)
        std::erase(m_ready, key);
    line.isReady = false;
    line.isHurried = false;
    lookAtHead(key, line, now);
}

// What keeps a delivery waiting is its own, and stays with it while others are in front.
void OrderedLine::lookAtHead(const std::string &key, Line &line, MonotonicTime now)
{
    const Entry &head = line.entries.front();
    line.isStalled = waitsForAPerson(head.delivery);
    stopWaiting(key, line);
    if (head.due)
        waitUntil(key, line, *head.due);
    else
        look(key, line, now);
}

// A batch keeps its members once it was sent: retries are the same bytes.
std::size_t OrderedLine::turnOf(const Line &line) const
{
    const auto &entries = line.entries;
    const std::string &batch = entries.front().delivery.batchId;
    std::size_t count = 1;
    std::size_t bytes = entries.front().bytes;
    if (!batch.empty()) {
        while (count < entries.size() && entries[count].delivery.batchId == batch)
            ++count;
        return count;
    }
    if (entries.front().delivery.attempts > 0)
        return 1; // it was sent alone
    while (count < std::min<std::size_t>(entries.size(), m_rules.batchMessages)) {
        const Entry &next = entries[count];
        bytes += next.bytes + 1;
        if (!next.delivery.batchId.empty() || next.delivery.attempts > 0
            || bytes > m_rules.batchBytes)
            break;
        ++count;
    }
    return count;
}

void OrderedLine::look(const std::string &key, Line &line, MonotonicTime now)
{
    if (!m_loaded || line.turn > 0 || line.isStalled || line.isReady)
        return;
    const Entry &head = line.entries.front();
    const bool isFirst = head.delivery.attempts == 0 && head.delivery.batchId.empty();
    const bool isFull = line.entries.size() >= m_rules.batchMessages;
    const MonotonicTime full = head.since + m_rules.batchTime;
    if (m_rules.batchMessages > 1 && isFirst && !isFull && now < full)
        return waitUntil(key, line, full);
    const bool hasCompany = m_rules.batchMessages > 1 && isFirst && isFull;
    if (line.due && *line.due > now && !hasCompany)
        return; // it waits for its next attempt, whatever comes behind it
    stopWaiting(key, line);
    line.isReady = true;
    m_ready.push_back(key);
}

void OrderedLine::waitUntil(const std::string &key, Line &line, MonotonicTime due)
{
    stopWaiting(key, line);
    line.due = due;
    m_waiting.emplace(due, key);
}

void OrderedLine::stopWaiting(const std::string &key, Line &line)
{
    if (line.due)
        m_waiting.erase({*line.due, key});
    line.due.reset();
}

bool OrderedLine::isComplete(const Line &line, std::size_t turn) const
{
    return std::none_of(line.entries.begin(),
                        line.entries.begin() + static_cast<std::ptrdiff_t>(turn),
                        [](const Entry &entry) { return entry.delivery.body.empty(); });
}

std::optional<OrderedLine::Turn> OrderedLine::next(MonotonicTime now)
{
    while (!m_waiting.empty() && m_waiting.begin()->first <= now) {
        const std::string key = m_waiting.begin()->second;
        m_waiting.erase(m_waiting.begin());
        const auto found = m_lines.find(key);
        if (found == m_lines.end())
            continue;
        found->second.due.reset();
        look(key, found->second, now);
    }
    if (m_ready.empty())
        return std::nullopt;
    Turn turn;
    turn.key = std::move(m_ready.front());
    m_ready.pop_front();
    Line &line = m_lines.at(turn.key);
    line.isReady = false;
    line.turn = turnOf(line);
    const bool complete = isComplete(line, line.turn);
    turn.byHand = std::exchange(line.isHurried, false);
    const std::string leader = line.entries.front().delivery.id;
    for (std::size_t i = 0; i < line.turn; ++i) {
        Delivery &delivery = line.entries[i].delivery;
        delivery.batchId
            = line.turn > 1 ? leader : std::string(); // alone: the others were canceled
        turn.ids.push_back(delivery.id);
        if (complete)
            turn.deliveries.push_back(delivery);
    }
    return turn;
}

bool OrderedLine::isHurried() const
{
    return !m_ready.empty() && m_lines.at(m_ready.front()).isHurried;
}

bool OrderedLine::isTurn(const std::string &key, const std::string &id) const
{
    const auto found = m_lines.find(key);
    return found != m_lines.end() && found->second.turn > 0
        && found->second.entries.front().delivery.id == id;
}

void OrderedLine::forget(Entry &entry)
{
    if (!entry.delivery.body.empty()) {
        --m_bodies;
        m_bodyBytes -= entry.delivery.body.size();
    }
    m_keys.erase(entry.delivery.id);
}

void OrderedLine::gone(const std::string &key)
{
    const auto found = m_lines.find(key);
    if (found == m_lines.end())
        return;
    Line &line = found->second;
    stopWaiting(key, line); // one that came in front of it
    for (; line.turn > 0; --line.turn) {
        forget(line.entries.front());
        line.entries.pop_front();
    }
    if (line.entries.empty()) {
        m_lines.erase(found);
        return;
    }
    lookAtHead(key, line, line.entries.front().since + m_rules.batchTime); // no more for company
}

void OrderedLine::again(const std::string &key, MonotonicTime due, std::uint32_t attempts)
{
    const auto found = m_lines.find(key);
    if (found == m_lines.end())
        return;
    Line &line = found->second;
    for (std::size_t i = 0; i < line.turn; ++i) {
        line.entries[i].delivery.attempts = std::max(attempts, line.entries[i].delivery.attempts);
        line.entries[i].due = due;
    }
    line.turn = 0;
    waitUntil(key, line, due);
}

void OrderedLine::stall(const std::string &key, std::uint32_t attempts)
{
    const auto found = m_lines.find(key);
    if (found == m_lines.end())
        return;
    Line &line = found->second;
    for (std::size_t i = 0; i < line.turn; ++i)
        line.entries[i].delivery.attempts = attempts;
    Delivery &head = line.entries.front().delivery;
    head.state = DeliveryState::Held;
    head.reason = DeadReason::Exhausted; // or another one: the journal knows
    line.turn = 0;
    line.isStalled = true;
}

OrderedLine::Place OrderedLine::placeOf(const std::string &id) const
{
    const auto key = m_keys.find(id);
    if (key == m_keys.end())
        return Place::None;
    const Line &line = m_lines.at(key->second);
    const auto at = std::find_if(line.entries.begin(), line.entries.end(),
                                 [&](const Entry &entry) { return entry.delivery.id == id; });
    const auto index = static_cast<std::size_t>(at - line.entries.begin());
    if (index < line.turn)
        return Place::Busy;
    const std::string &batch = line.entries.front().delivery.batchId;
    const bool goesWithHead = !batch.empty() && at->delivery.batchId == batch;
    return index == 0 || goesWithHead ? Place::Head : Place::Behind;
}

void OrderedLine::hurry(const std::string &id)
{
    const auto key = m_keys.find(id);
    if (key == m_keys.end())
        return;
    Line &line = m_lines.at(key->second);
    line.isStalled = false;
    line.entries.front().delivery.state = DeliveryState::Queued;
    line.entries.front().delivery.reason = DeadReason::None;
    line.entries.front().due.reset();
    stopWaiting(key->second, line);
    if (line.turn > 0 || !m_loaded)
        return;
    if (std::exchange(line.isReady, true))
        std::erase(m_ready, key->second);
    line.isHurried = true;
    m_ready.push_front(key->second);
}

void OrderedLine::remove(const std::string &id)
{
    const auto found = m_keys.find(id);
    if (found == m_keys.end())
        return;
    const std::string key = found->second;
    Line &line = m_lines.at(key);
    const auto at = std::find_if(line.entries.begin(), line.entries.end(),
                                 [&](const Entry &entry) { return entry.delivery.id == id; });
    const bool wasHead = at == line.entries.begin();
    assert(static_cast<std::size_t>(at - line.entries.begin()) >= line.turn);
    forget(*at);
    line.entries.erase(at);
    if (!line.entries.empty() && !wasHead)
        return;
    stopWaiting(key, line);
    if (line.isReady)
        std::erase(m_ready, key);
    line.isReady = false;
    line.isHurried = false;
    if (line.entries.empty()) {
        m_lines.erase(key);
        return;
    }
    lookAtHead(key, line, line.entries.front().since + m_rules.batchTime);
}

void OrderedLine::shrinkTurn(const std::string &key, std::size_t count)
{
    const auto found = m_lines.find(key);
    if (found == m_lines.end())
        return;
    Line &line = found->second;
    for (std::size_t i = count; i < line.turn; ++i)
        line.entries[i].delivery.batchId.clear();
    line.turn = std::min(line.turn, count);
}

std::optional<MonotonicTime> OrderedLine::nextDue() const
{
    if (!m_ready.empty())
        return MonotonicTime{};
    return m_waiting.empty() ? std::nullopt : std::optional(m_waiting.begin()->first);
}

std::optional<UtcTime> OrderedLine::oldest() const
{
    std::optional<UtcTime> oldest;
    for (const auto &[key, line] : m_lines)
        oldest = std::min(oldest.value_or(line.entries.front().delivery.createdAt),
                          line.entries.front().delivery.createdAt);
    return oldest;
}

} // namespace parley
