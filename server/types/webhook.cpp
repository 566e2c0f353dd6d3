#include "server/types/webhook.h"

namespace parley {

std::string_view wireName(BodyFormat format)
{
    switch (format) {
    case BodyFormat::Momento: return "momento";
    case BodyFormat::Standard: return "standard";
    }
    __builtin_unreachable();
}

std::string_view wireName(ScheduleName schedule)
{
    switch (schedule) {
    case ScheduleName::Standard: return "standard";
    case ScheduleName::Chat: return "chat";
    case ScheduleName::Momento: return "momento";
    }
    __builtin_unreachable();
}

std::string_view wireName(AddressLevel level)
{
    switch (level) {
    case AddressLevel::Public: return "public";
    case AddressLevel::Lan: return "lan";
    case AddressLevel::Local: return "local";
    }
    __builtin_unreachable();
}

std::string_view wireName(WebhookState state)
{
    switch (state) {
    case WebhookState::Active: return "active";
    case WebhookState::Paused: return "paused";
    case WebhookState::Disabled: return "disabled";
    }
    __builtin_unreachable();
}

Result<BodyFormat> bodyFormatFrom(std::string_view name)
{
    for (const auto format : {BodyFormat::Momento, BodyFormat::Standard})
        if (name == wireName(format))
            return format;
    return Error{ErrorCode::InvalidArgument, "format must be momento or standard"};
}

Result<ScheduleName> scheduleNameFrom(std::string_view name)
{
    for (const auto schedule : {ScheduleName::Standard, ScheduleName::Chat, ScheduleName::Momento})
        if (name == wireName(schedule))
            return schedule;
    return Error{ErrorCode::InvalidArgument, "schedule must be standard, chat or momento"};
}

Result<AddressLevel> addressLevelFrom(std::string_view name)
{
    for (const auto level : {AddressLevel::Public, AddressLevel::Lan, AddressLevel::Local})
        if (name == wireName(level))
            return level;
    return Error{ErrorCode::InvalidArgument, "level must be public, lan or local"};
}

Result<WebhookState> webhookStateFrom(std::string_view name)
{
    for (const auto state : {WebhookState::Active, WebhookState::Paused, WebhookState::Disabled})
        if (name == wireName(state))
            return state;
    return Error{ErrorCode::InvalidArgument, "state must be active, paused or disabled"};
}

} // namespace parley
