#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/clock.h"
#include "server/base/result.h"
#include "server/types/topic_key.h"

namespace parley {

enum class BodyFormat : std::uint8_t { Momento, Standard };
enum class ScheduleName : std::uint8_t { Standard, Chat, Momento };
enum class AddressLevel : std::uint8_t { Public, Lan, Local }; // how near a target may be
enum class WebhookState : std::uint8_t { Active, Paused, Disabled };

std::string_view wireName(BodyFormat format);
std::string_view wireName(ScheduleName schedule);
std::string_view wireName(AddressLevel level);
std::string_view wireName(WebhookState state);
Result<BodyFormat> bodyFormatFrom(std::string_view name);
Result<ScheduleName> scheduleNameFrom(std::string_view name);
Result<AddressLevel> addressLevelFrom(std::string_view name);
Result<WebhookState> webhookStateFrom(std::string_view name);

// A topic's push target: an http(s) URL, or "function:NAME" for a function that runs here.
// Plain value; the secrets never leave the store and the signer.
struct Webhook {
    static constexpr std::size_t kMaxNameBytes = 128;
    static constexpr std::size_t kMaxUrlBytes = 2048;

    std::string id{}; // "whk_" + ULID
    std::string name{}; // for people
    TopicKey key; // no initializer on purpose: a Webhook without a topic does not compile
    std::string url{};
    BodyFormat format = BodyFormat::Momento;
    ScheduleName schedule = ScheduleName::Standard;
    AddressLevel level = AddressLevel::Public;
    WebhookState state = WebhookState::Active;
    std::string stateReason{}; // why it is disabled, for people
    std::string secret{}; // "whsec_..." of Standard Webhooks
    std::string momentoSecret{}; // raw key text of the momento-signature header
    UtcTime createdAt{};

    bool callsFunction() const { return url.starts_with("function:"); }
    std::string_view functionName() const { return std::string_view(url).substr(9); }
};

} // namespace parley
