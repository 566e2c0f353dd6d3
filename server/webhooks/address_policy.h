#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/types/webhook.h"
#include "server/webhooks/ip_address.h"

namespace parley {

// Which addresses a webhook may reach. Judges addresses after the name lookup, never names: a name
// can mean anything by the time it is used. Plain value. Thread: any.
// Source of the table: the webhook sheet, section 6 (IANA special-purpose registries).
class AddressPolicy
{
public:
    //! Ports that this broker listens on, and how to know an address of this machine (loopback
    //! always is one). A webhook never reaches the broker's own doors, at any level.
    struct OwnDoors {
        std::vector<std::uint16_t> ports{};
        std::function<bool(const IpAddress &)> isOwnAddress{};
    };

    AddressPolicy() = default;
    explicit AddressPolicy(OwnDoors doors) : m_doors(std::move(doors)) {}

    //! \return nullopt when \p address may be connected to; else the reason, for people.
    std::optional<std::string> refusal(const IpAddress &address, std::uint16_t port,
                                       AddressLevel level) const;

private:
    OwnDoors m_doors{};
};

//! Whether an address of a network interface of this machine equals \p address.
bool isInterfaceAddress(const IpAddress &address);

} // namespace parley
