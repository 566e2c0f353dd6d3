#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "server/api/api_context.h"

namespace parley {

// Deliveries that shall be sent again together: planned first, so that a person sees how many they
// are, and run then at a pace that leaves room for what is new. Plans are kept in memory and end
// with the broker; what a plan sent again is stored as a delivery of its own. Thread: I/O loop.
class Replays final : private TickObserver
{
public:
    static constexpr std::size_t kMaxKept = 16; // of 20,000 ids, 64 bytes each: 20 MB at most
    static constexpr std::size_t kMaxDeliveries = 20'000; // of one; the rest is a plan of its own
    static constexpr std::size_t kSample = 5; // deliveries that a plan shows
    static constexpr std::size_t kPerTick = 50; // 200 a second: a tenth of what endpoints take
    //! Questions to the store for one plan; each costs DeliverySearch::kMaxCost at most, so these
    //! are enough for a text in all that the store keeps.
    static constexpr int kMaxQuestions = 1'000;

    enum class State : std::uint8_t { Planned, Running, Done, Canceled };
    struct Replay {
        std::string id{};
        State state = State::Planned;
        bool counted = false; // false: there may be more than these
        std::size_t count = 0;
        std::size_t done = 0; // queued to be sent again
        std::size_t failed = 0; // could not be
        std::vector<FoundDelivery> sample{};
        std::deque<std::string> left{}; // ids, oldest first
        std::size_t underWay = 0; // asked of the engine, not answered
        UtcTime createdAt{};
    };

    explicit Replays(ApiContext &context); // borrowed
    ~Replays();
    Replays(const Replays &) = delete;
    Replays &operator=(const Replays &) = delete;

    //! Looks for all that \p query means. \p done gets the plan. Errors: Busy, or the store's.
    void plan(DeliveryQuery query, std::function<void(const Result<Replay> &)> done);
    Result<Replay> run(const std::string &id); // NotFound, FailedPrecondition
    Result<void> cancel(const std::string &id); // NotFound; one that is over stays as it is
    const Replay *find(const std::string &id) const;
    std::vector<const Replay *> all() const; // newest first

private:
    struct Planning;
    void ask(const std::shared_ptr<Planning> &planning);
    void answered(const std::shared_ptr<Planning> &planning, Result<DeliveriesFound> found);
    void keep(Replay replay);
    void tick() override;
    void sendSome(Replay &replay);
    void sent(const std::string &replayId, const std::string &deliveryId,
              const Result<void> &result);

    ApiContext &m_context;
    std::map<std::string, Replay> m_replays; // by id: oldest first
    std::size_t m_planning = 0;
};

std::string_view wireName(Replays::State state);
void writeReplay(JsonWriter &writer, const Replays::Replay &replay);

} // namespace parley
