#include "server/types/delivery_settings.h"

#include <algorithm>
#include <array>

namespace parley {
namespace {

template <typename Enum, std::size_t N>
Result<Enum> from(std::string_view name, const std::array<Enum, N> &all, std::string_view why)
{
    for (const Enum value : all)
        if (name == wireName(value))
            return value;
    return Error{ErrorCode::InvalidArgument, std::string(why)};
}

Error invalid(std::string_view why)
{
    return {ErrorCode::InvalidArgument, std::string(why)};
}

Result<void> checkSchedule(const DeliverySettings &settings)
{
    if (settings.schedule != ScheduleName::Custom && !settings.delays.empty())
        return invalid("delaySeconds belongs to the schedule custom");
    if (settings.delays.size() > DeliverySettings::kMaxDelays)
        return invalid("delaySeconds has at most 30 delays");
    const auto isOut = [](std::chrono::seconds delay) {
        return delay < DeliverySettings::kMinDelay || delay > DeliverySettings::kMaxDelay;
    };
    if (std::any_of(settings.delays.begin(), settings.delays.end(), isOut))
        return invalid("each of delaySeconds must be 1 to 604800");
    if (settings.deadline.count() < 0 || settings.deadline > DeliverySettings::kMaxDeadline)
        return invalid("deadlineSeconds must be 0 to 30");
    return {};
}

Result<void> checkOrdering(const DeliverySettings &settings)
{
    const bool isPointer = settings.orderingKey.starts_with('/')
        && settings.orderingKey.size() <= DeliverySettings::kMaxPointerBytes;
    if (settings.orderingKey != DeliverySettings::kTopicKey && !isPointer)
        return invalid("orderingKey must be topic or a JSON pointer such as /user/id");
    if (settings.batchMessages < 1 || settings.batchMessages > DeliverySettings::kMaxBatchMessages)
        return invalid("batchMessages must be 1 to 100");
    if (settings.batchTime.count() < 0 || settings.batchTime > DeliverySettings::kMaxBatchTime)
        return invalid("batchMilliseconds must be 0 to 5000");
    if (settings.batchMessages > 1 && settings.ordering == Ordering::None)
        return invalid("batchMessages needs an ordering: messages of a batch stay together");
    return {};
}

} // namespace

std::string_view wireName(ScheduleName schedule)
{
    switch (schedule) {
    case ScheduleName::Standard: return "standard";
    case ScheduleName::Chat: return "chat";
    case ScheduleName::Momento: return "momento";
    case ScheduleName::Custom: return "custom";
    }
    __builtin_unreachable();
}

std::string_view wireName(Ordering ordering)
{
    switch (ordering) {
    case Ordering::None: return "none";
    case Ordering::Endpoint: return "endpoint";
    case Ordering::Key: return "key";
    }
    __builtin_unreachable();
}

std::string_view wireName(WhenDead whenDead)
{
    return whenDead == WhenDead::Skip ? "skip" : "stall";
}

std::string_view wireName(ClientErrors clientErrors)
{
    return clientErrors == ClientErrors::Retry ? "retry" : "final";
}

Result<ScheduleName> scheduleNameFrom(std::string_view name)
{
    return from(name,
                std::array{ScheduleName::Standard, ScheduleName::Chat, ScheduleName::Momento,
                           ScheduleName::Custom},
                "schedule must be standard, chat, momento or custom");
}

Result<Ordering> orderingFrom(std::string_view name)
{
    return from(name, std::array{Ordering::None, Ordering::Endpoint, Ordering::Key},
                "ordering must be none, endpoint or key");
}

Result<WhenDead> whenDeadFrom(std::string_view name)
{
    return from(name, std::array{WhenDead::Skip, WhenDead::Stall},
                "whenDead must be skip or stall");
}

Result<ClientErrors> clientErrorsFrom(std::string_view name)
{
    return from(name, std::array{ClientErrors::Retry, ClientErrors::Final},
                "clientErrors must be retry or final");
}

Result<void> DeliverySettings::check() const
{
    if (auto ok = checkSchedule(*this); !ok)
        return ok;
    if (auto ok = checkOrdering(*this); !ok)
        return ok;
    if (concurrency < 1 || concurrency > kMaxConcurrency)
        return invalid("concurrency must be 1 to 32");
    if (perSecond > kMaxPerSecond)
        return invalid("perSecond must be 0 to 10000");
    if (filter.size() > kMaxFilterBytes)
        return invalid("filter must have at most 4096 bytes");
    return {};
}

} // namespace parley
