#include "server/store/delivery_search.h"

#include <algorithm>
#include <array>

#include "server/protocol/delivery_body.h"
#include "server/store/delivery_table.h"

namespace parley {
namespace {

constexpr std::array kEveryState{
    DeliveryState::Queued,    DeliveryState::Sending, DeliveryState::Waiting, DeliveryState::Held,
    DeliveryState::Delivered, DeliveryState::Dead,    DeliveryState::Canceled};

std::string folded(std::string_view text)
{
    std::string out(text);
    for (char &c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return out;
}

template <typename T>
bool isAmong(const std::vector<T> &wanted, const T &value)
{
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

// What stands in a row itself, read no further than needed. Its columns are those of
// PARLEY_DELIVERY_COLUMNS.
bool fits(const DeliveryQuery &query, const Statement &row)
{
    return (query.webhookId.empty() || query.webhookId == row.text(1))
        && (!query.nameSpace || query.nameSpace->text() == row.text(2))
        && (!query.topic || query.topic->text() == row.text(3))
        && (query.publisherId.empty() || query.publisherId == row.text(6))
        && (!query.reason || wireName(*query.reason) == row.text(9));
}

bool asksForAttempts(const DeliveryQuery &query)
{
    return !query.statusClasses.empty() || !query.outcomes.empty();
}

} // namespace

// The rows that a question goes through, newest first: of each wanted state a line of its own,
// because that is how the indexes are sorted.
struct DeliverySearch::Walk {
    struct Line {
        Statement rows;
        std::string id{}; // of the row it stands on; "": it is at its end
    };

    explicit Walk(std::vector<Statement> statements)
    {
        lines.reserve(statements.size());
        for (Statement &statement : statements) {
            lines.push_back({std::move(statement)});
            step(lines.back());
        }
    }

    void step(Line &line)
    {
        line.id = line.rows.next() ? line.rows.text(0) : std::string();
        if (const auto why = line.rows.failure())
            failure = why;
    }

    Line *newest() // nullptr: there is none left
    {
        const auto found = std::max_element(
            lines.begin(), lines.end(), [](const Line &a, const Line &b) { return a.id < b.id; });
        return found == lines.end() || found->id.empty() ? nullptr : &*found;
    }

    std::vector<Line> lines;
    std::optional<Error> failure{};
};

DeliverySearch::DeliverySearch(const Database &database) :
    m_database(database),
    m_one(database.prepare("SELECT " PARLEY_DELIVERY_COLUMNS " FROM deliveries WHERE id = ?")),
    m_last(database.prepare("SELECT outcome, http_status FROM attempts WHERE delivery_id = ? "
                            "ORDER BY number DESC LIMIT 1")),
    m_bytes(database.prepare("SELECT request_head, response_head, response_body FROM attempts "
                             "WHERE delivery_id = ? ORDER BY number DESC"))
{
}

DeliverySearch::Bounds DeliverySearch::boundsOf(const DeliveryQuery &query)
{
    Bounds bounds{.before = std::string(kAfterEveryDeliveryId)};
    if (!query.before.empty())
        bounds.before = std::min(bounds.before, query.before);
    if (query.to)
        bounds.before = std::min(bounds.before, firstDeliveryIdAt(*query.to));
    if (query.from)
        bounds.from = firstDeliveryIdAt(*query.from);
    return bounds;
}

std::vector<Statement> DeliverySearch::cursorsFor(const DeliveryQuery &query,
                                                  const Bounds &bounds) const
{
    static constexpr const char *kAll
        = "SELECT " PARLEY_DELIVERY_COLUMNS
          " FROM deliveries WHERE id >= ?1 AND id < ?2 ORDER BY id DESC";
    static constexpr const char *kOfState
        = "SELECT " PARLEY_DELIVERY_COLUMNS
          " FROM deliveries WHERE id >= ?1 AND id < ?2 AND state = ?3 ORDER BY id DESC";
    static constexpr const char *kOfWebhook
        = "SELECT " PARLEY_DELIVERY_COLUMNS " FROM deliveries WHERE id >= ?1 AND id < ?2 "
          "AND state = ?3 AND webhook_id = ?4 ORDER BY id DESC";
    std::vector<Statement> cursors;
    const auto add = [&](const char *sql) -> Statement & {
        cursors.push_back(m_database.prepare(sql));
        return cursors.back().bind(0, bounds.from).bind(1, bounds.before);
    };
    if (!query.id.empty()) {
        cursors.push_back(
            m_database.prepare("SELECT " PARLEY_DELIVERY_COLUMNS " FROM deliveries WHERE id = ?1"));
        cursors.back().bind(0, query.id);
    } else if (query.states.empty() && query.webhookId.empty()) {
        add(kAll);
    } else {
        for (const DeliveryState state : kEveryState) {
            if (!isAmong(query.states, state))
                continue;
            Statement &cursor
                = add(query.webhookId.empty() ? kOfState : kOfWebhook).bind(2, wireName(state));
            if (!query.webhookId.empty())
                cursor.bind(3, query.webhookId);
        }
    }
    return cursors;
}

Result<DeliveriesFound> DeliverySearch::find(const DeliveryQuery &query)
{
    const Bounds bounds = boundsOf(query); // bound as views, so they outlive the walk
    Walk walk(cursorsFor(query, bounds));
    DeliveriesFound found;
    std::size_t cost = 0;
    while (Walk::Line *const line = walk.newest()) {
        if (found.deliveries.size() == query.limit || cost >= kMaxCost)
            return found;
        cost += kRowCost;
        found.next = line->id; // where the next question begins, should this one end here
        auto delivery = fits(query, line->rows) ? deliveryFrom(line->rows, false) : std::nullopt;
        if (delivery && isAmong(query.states, delivery->state)) {
            FoundDelivery row{.delivery = *std::move(delivery)};
            if (matches(query, row, cost))
                found.deliveries.push_back(std::move(row));
        }
        walk.step(*line);
    }
    if (walk.failure)
        return *walk.failure;
    found.next.reset();
    return found;
}

bool DeliverySearch::matches(const DeliveryQuery &query, FoundDelivery &found, std::size_t &cost)
{
    if (asksForAttempts(query)) {
        cost += kLookCost;
        readLast(found);
        if (found.delivery.attempts == 0 || !isAmong(query.outcomes, found.lastOutcome)
            || !isAmong(query.statusClasses, found.lastStatus / 100))
            return false;
    }
    if ((!query.text.empty() || query.pattern) && !isRead(query, found.delivery, cost))
        return false;
    if (!asksForAttempts(query))
        readLast(found); // as many as are shown, which is bounded
    return true;
}

// Looks into the bytes, where the asker may.
bool DeliverySearch::isRead(const DeliveryQuery &query, const Delivery &delivery, std::size_t &cost)
{
    if (!query.mayRead || !query.mayRead(delivery.key))
        return false;
    m_one.bind(0, delivery.id);
    std::string body;
    while (m_one.next())
        if (auto whole = deliveryFrom(m_one, true))
            body = std::move(whole->body);
    cost += kLookCost + body.size() / kBytesPerCost;
    if (query.pattern) {
        cost += kPatternCost;
        const auto payload = payloadOfBody(body);
        if (!payload || !query.pattern->match(*payload))
            return false;
    }
    if (query.text.empty())
        return true;
    const std::string wanted = folded(query.text);
    return folded(body).find(wanted) != std::string::npos || attemptsHold(delivery, wanted, cost);
}

bool DeliverySearch::attemptsHold(const Delivery &delivery, std::string_view foldedText,
                                  std::size_t &cost)
{
    bool holds = false;
    m_bytes.bind(0, attemptsId(delivery));
    while (!holds && m_bytes.next()) {
        cost += kLookCost;
        for (int column = 0; column < 3 && !holds; ++column) {
            const std::string bytes = m_bytes.blob(column);
            cost += bytes.size() / kBytesPerCost;
            holds = folded(bytes).find(foldedText) != std::string::npos;
        }
    }
    m_bytes.finish();
    return holds;
}

void DeliverySearch::readLast(FoundDelivery &found)
{
    m_last.bind(0, attemptsId(found.delivery));
    while (m_last.next()) {
        if (const auto outcome = outcomeFrom(m_last.text(0)))
            found.lastOutcome = *outcome;
        found.lastStatus = static_cast<int>(m_last.integer(1));
    }
}

std::optional<FoundDelivery> DeliverySearch::one(const std::string &id)
{
    std::optional<FoundDelivery> found;
    m_one.bind(0, id);
    while (m_one.next())
        if (auto delivery = deliveryFrom(m_one, true))
            found = FoundDelivery{.delivery = *std::move(delivery)};
    if (found)
        readLast(*found);
    return found;
}

} // namespace parley
