#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "server/base/result.h"

namespace parley {

// The parts of administration that a token can be let into one by one.
enum class AdminArea : std::uint8_t { Namespaces, Topics, Webhooks, Tokens, Logs, Moderation };
inline constexpr std::array kAdminAreas{AdminArea::Namespaces, AdminArea::Topics,
                                        AdminArea::Webhooks,   AdminArea::Tokens,
                                        AdminArea::Logs,       AdminArea::Moderation};

enum class AdminAccess : std::uint8_t { None, Read, Write }; // Write includes Read

std::string_view
wireName(AdminArea area); // "namespaces", "topics", "webhooks", "tokens", "logs", "moderation"
Result<AdminArea> adminAreaFrom(std::string_view name);
std::string_view wireName(AdminAccess access); // "none", "read", "write"
Result<AdminAccess> adminAccessFrom(std::string_view name); // "read" or "write"

// What a token may administer, area by area. Gives no right to messages, but for the broker's own
// topics, which Logs opens.
class AdminScope final
{
public:
    AdminAccess operator[](AdminArea area) const { return m_access[index(area)]; }
    void set(AdminArea area, AdminAccess access) { m_access[index(area)] = access; }

    bool allows(AdminArea area, AdminAccess access) const { return (*this)[area] >= access; }
    bool isEmpty() const { return *this == AdminScope(); }
    bool covers(const AdminScope &other) const; // nothing in other is missing here
    friend bool operator==(const AdminScope &, const AdminScope &) = default;

private:
    static std::size_t index(AdminArea area) { return static_cast<std::size_t>(area); }

    std::array<AdminAccess, kAdminAreas.size()> m_access{}; // None
};

} // namespace parley
