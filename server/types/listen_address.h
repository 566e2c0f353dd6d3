#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/base/result.h"

namespace parley {

// Where a broker listens: an IP address of this machine and a port. A checked value. Thread: any.
class ListenAddress final
{
public:
    //! "192.168.1.5:8443", "[fd00::5]:8443", "0.0.0.0:8443" (all of IPv4), "[::]:8443" (all of
    //! IPv6). Port 0 takes a free one. InvalidArgument for anything else; names are not looked up,
    //! because they can mean another address tomorrow.
    static Result<ListenAddress> parse(std::string_view text);
    static ListenAddress loopback4(std::uint16_t port) { return {"127.0.0.1", port, false}; }
    static ListenAddress loopback6(std::uint16_t port) { return {"::1", port, true}; }

    const std::string &host() const { return m_host; } // in one spelling, without brackets
    std::uint16_t port() const { return m_port; }
    bool isV6() const { return m_v6; }
    bool isLoopback() const; // 127.0.0.0/8 and ::1: nobody else's packets arrive there
    bool isEverything() const { return m_host == "0.0.0.0" || m_host == "::"; }
    std::string authority() const; // "[fd00::5]:8443", as in a URL
    ListenAddress withPort(std::uint16_t port) const { return {m_host, port, m_v6}; }

private:
    ListenAddress(std::string host, std::uint16_t port, bool v6) :
        m_host(std::move(host)), m_port(port), m_v6(v6)
    {
    }

    std::string m_host;
    std::uint16_t m_port;
    bool m_v6;
};

} // namespace parley
