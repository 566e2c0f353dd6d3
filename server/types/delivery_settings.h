#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"

namespace parley {

enum class ScheduleName : std::uint8_t { Standard, Chat, Momento, Custom };
enum class Ordering : std::uint8_t {
    None,
    Endpoint, // one after the other, whatever they are about
    Key // one after the other among those with the same key
};
enum class WhenDead : std::uint8_t { Skip, Stall }; // what those behind a dead one do
enum class ClientErrors : std::uint8_t { Retry, Final }; // 4xx but 408, 409, 425, 429

std::string_view wireName(ScheduleName schedule);
std::string_view wireName(Ordering ordering);
std::string_view wireName(WhenDead whenDead);
std::string_view wireName(ClientErrors clientErrors);
Result<ScheduleName> scheduleNameFrom(std::string_view name);
Result<Ordering> orderingFrom(std::string_view name);
Result<WhenDead> whenDeadFrom(std::string_view name);
Result<ClientErrors> clientErrorsFrom(std::string_view name);

// How a webhook's deliveries are sent. Plain value. Bounds: the webhook sheet, section 4.
struct DeliverySettings {
    static constexpr std::size_t kMaxDelays = 30;
    static constexpr std::chrono::seconds kMinDelay{1};
    static constexpr std::chrono::seconds kMaxDelay{7 * 24 * 3600};
    static constexpr std::chrono::seconds kMaxDeadline{30};
    static constexpr unsigned kMaxBatchMessages = 100;
    static constexpr std::chrono::milliseconds kMaxBatchTime{5'000}; // a person waits behind it
    static constexpr unsigned kMaxConcurrency = 32; // what one host gets in all
    static constexpr unsigned kMaxPerSecond = 10'000; // more than one thread sends
    static constexpr std::size_t kMaxFilterBytes = 4 * 1024;
    static constexpr std::size_t kMaxPointerBytes = 256;
    static constexpr std::string_view kTopicKey = "topic";

    ScheduleName schedule = ScheduleName::Standard;
    std::vector<std::chrono::seconds> delays{}; // before the second attempt on; of Custom only
    std::chrono::seconds deadline{0}; // of one attempt; 0: the schedule's own
    Ordering ordering = Ordering::None;
    std::string orderingKey{kTopicKey}; // or a JSON pointer (RFC 6901) into the payload
    WhenDead whenDead = WhenDead::Skip;
    unsigned batchMessages = 1; // sent as one JSON array; more than 1 needs an ordering
    std::chrono::milliseconds batchTime{50}; // how long the first one waits for company
    unsigned concurrency = 8;
    unsigned perSecond = 0; // attempts; 0: no limit
    ClientErrors clientErrors = ClientErrors::Retry;
    std::string filter{}; // an EventPattern's JSON; "": every message

    //! What does not fit together or is out of bounds, by the wire's names. The filter's text is
    //! not parsed here.
    Result<void> check() const;

    friend bool operator==(const DeliverySettings &, const DeliverySettings &) = default;
};

} // namespace parley
