#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/clock.h"
#include "server/base/result.h"
#include "server/types/delivery_settings.h"
#include "server/types/topic_key.h"
#include "server/types/webhook_credentials.h"

namespace parley {

enum class BodyFormat : std::uint8_t { Momento, Standard, CloudEvents };
enum class TopicMatch : std::uint8_t { Name, Prefix };
enum class UserAgent : std::uint8_t { Parley, Momento }; // what a request says that it is from
enum class AddressLevel : std::uint8_t { Public, Lan, Local }; // how near a target may be
enum class WebhookState : std::uint8_t { Active, Paused, Disabled };

std::string_view wireName(BodyFormat format);
std::string_view wireName(TopicMatch match);
std::string_view wireName(UserAgent agent);
std::string_view wireName(AddressLevel level);
std::string_view wireName(WebhookState state);
Result<BodyFormat> bodyFormatFrom(std::string_view name);
Result<TopicMatch> topicMatchFrom(std::string_view name);
Result<UserAgent> userAgentFrom(std::string_view name);
Result<AddressLevel> addressLevelFrom(std::string_view name);
Result<WebhookState> webhookStateFrom(std::string_view name);

// Attempts that failed since the last one that succeeded.
struct WebhookFailures {
    std::uint64_t count = 0; // as far as it was stored: enough to judge by
    std::optional<UtcTime> since{}; // when the first of them ended
};

// A topic's push target: an http(s) URL, "function:NAME" for a function that runs here, or the ARN
// of an AWS Lambda function. Plain value.
struct Webhook {
    static constexpr std::size_t kMaxNameBytes = 128;
    static constexpr std::size_t kMaxUrlBytes = 2048;
    static constexpr std::string_view kFunctionScheme = "function:";
    static constexpr std::string_view kLambdaScheme = "arn:aws";

    std::string id{}; // "whk_" + ULID
    std::string name{}; // for people
    TopicKey key; // no initializer on purpose: a Webhook without a topic does not compile
    TopicMatch match = TopicMatch::Name;
    //! Of Prefix: how the topics begin, perhaps with a slash at its end; the key has it without.
    std::string prefix{};
    std::string url{};
    BodyFormat format = BodyFormat::Momento;
    UserAgent userAgent = UserAgent::Parley;
    AddressLevel level = AddressLevel::Public;
    DeliverySettings settings{};
    WebhookCredentials credentials{};
    WebhookState state = WebhookState::Active;
    std::string stateReason{}; // why it is disabled, for people
    UtcTime createdAt{};
    WebhookFailures failures{}; // of an earlier run; the engine counts on

    bool callsFunction() const { return url.starts_with(kFunctionScheme); }
    std::string_view functionName() const
    {
        return std::string_view(url).substr(kFunctionScheme.size());
    }
    bool callsLambda() const { return url.starts_with(kLambdaScheme); }
    const std::string &topicText() const
    {
        return match == TopicMatch::Name ? key.topic.text() : prefix;
    }
    //! The broker's own topics match by their whole name only.
    bool matches(const TopicKey &topic) const;
    //! Sets key, match and prefix from what a person wrote. InvalidArgument.
    Result<void> setTopic(NamespaceName nameSpace, std::string_view topic, TopicMatch how);
};

} // namespace parley
