#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/protocol/event_pattern.h"
#include "server/store/database.h"
#include "server/types/attempt.h"
#include "server/types/delivery.h"

namespace parley {

// Which deliveries somebody wants to see; what is empty counts for nothing.
struct DeliveryQuery {
    static constexpr std::size_t kMaxDeliveries = 500; // of one answer
    static constexpr int kNoResponse = 0; // a status class

    std::string id{}; // the webhook-id
    std::string webhookId{};
    std::vector<DeliveryState> states{};
    std::optional<DeadReason> reason{};
    std::vector<int> statusClasses{}; // of the last attempt: 2 to 5, kNoResponse
    std::vector<Outcome> outcomes{}; // of the last attempt
    std::optional<NamespaceName> nameSpace{};
    std::optional<TopicName> topic{};
    std::string publisherId{};
    std::optional<UtcTime> from{}; // of the message, by which deliveries are sorted
    std::optional<UtcTime> to{}; // the first moment that does not belong
    std::string text{}; // in the body or in an attempt's bytes; letter case of ASCII does not count
    std::optional<EventPattern> pattern{}; // on the body's payload
    std::string before{}; // only deliveries with a smaller id
    std::size_t limit = 100; // 1 to kMaxDeliveries
    //! Whose bodies may be looked into; empty: nobody's, so text and pattern find nothing.
    std::function<bool(const TopicKey &)> mayRead{};
};

//! Id of the delivery that the attempts of \p delivery are recorded with: of a batch, its first.
inline const std::string &attemptsId(const Delivery &delivery)
{
    return delivery.batchId.empty() ? delivery.id : delivery.batchId;
}

// A delivery without its body, and what came of its last attempt.
struct FoundDelivery {
    Delivery delivery;
    Outcome lastOutcome = Outcome::Unknown;
    int lastStatus = 0;
};

struct DeliveriesFound {
    std::vector<FoundDelivery> deliveries{}; // newest first
    std::optional<std::string> next{}; // to ask before for more; nullopt: that was all
};

// Looks for deliveries. Thread: store.
class DeliverySearch final
{
public:
    //! \brief What one question may cost, however little it finds: about as many microseconds, for
    //! which whoever publishes waits for the store's thread. So an answer may be short, or empty,
    //! and have more after it. The costs below are as measured with rows in the page cache.
    static constexpr std::size_t kMaxCost = 5'000;
    static constexpr std::size_t kRowCost = 1; // a delivery that is passed by
    static constexpr std::size_t kLookCost = 4; // its body or an attempt is read
    static constexpr std::size_t kPatternCost = 16; // its body is parsed
    static constexpr std::size_t kBytesPerCost = 128; // of what is searched

    explicit DeliverySearch(const Database &database);

    Result<DeliveriesFound> find(const DeliveryQuery &query);
    //! What the list shows of one.
    std::optional<FoundDelivery> one(const std::string &id);

private:
    struct Walk;
    struct Bounds {
        std::string from{}; // ids: from <= id < before
        std::string before{};
    };
    static Bounds boundsOf(const DeliveryQuery &query);
    std::vector<Statement> cursorsFor(const DeliveryQuery &query, const Bounds &bounds) const;
    bool matches(const DeliveryQuery &query, FoundDelivery &found, std::size_t &cost);
    bool isRead(const DeliveryQuery &query, const Delivery &delivery, std::size_t &cost);
    bool attemptsHold(const Delivery &delivery, std::string_view foldedText, std::size_t &cost);
    void readLast(FoundDelivery &found);

    const Database &m_database;
    Statement m_one;
    Statement m_last;
    Statement m_bytes;
};

} // namespace parley
