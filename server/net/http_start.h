#pragma once

#include <memory>
#include <string>

#include "server/net/connection.h"
#include "server/net/http_service.h"

namespace parley {

// A connection of which nobody knows yet which HTTP it speaks: its first bytes say so, the preface
// of HTTP/2 (RFC 9113, section 3.4) or anything else. Owned by its connection. Thread: I/O loop.
class HttpStart final : public ConnectionHandler
{
public:
    //! For a fresh connection, also one that agreed on "h2" by ALPN: its preface is still to come.
    static std::unique_ptr<ConnectionHandler> byPreface(Connection &connection,
                                                        const HttpService &service);

    HttpStart(Connection &connection, const HttpService &service);

    void received(std::span<char> bytes) override;
    void drained() override {}
    void tick(MonotonicTime now) override;
    void closed() override {}

private:
    ConnectionHandler &hand(std::unique_ptr<ConnectionHandler> next);

    Connection &m_connection;
    const HttpService m_service; // a few references
    std::string m_held; // the beginning of a preface
    MonotonicTime m_since;
};

} // namespace parley
