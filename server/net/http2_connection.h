#pragma once

#include <memory>
#include <string>

#include "server/net/connection.h"
#include "server/net/http2_session.h"

namespace parley {

// A connection that speaks HTTP/2. Owned by its connection. Thread: I/O loop.
class Http2Connection final : public ConnectionHandler, private Http2Transport
{
public:
    //! Both borrowed; they outlive the connection. The client's preface is still to be read.
    //! \param since when the connection came.
    Http2Connection(Connection &connection, const HttpService &service, MonotonicTime since) :
        m_connection(connection), m_session(*this, service, since)
    {
    }

    void received(std::span<char> bytes) override { m_session.received(bytes); }
    void drained() override { m_session.drained(); }
    void tick(MonotonicTime now) override { m_session.tick(now); }
    void goAway() override { m_session.goAway(); }
    void closed() override;

private:
    // Http2Transport
    void write(std::string bytes) override { m_connection.write(std::move(bytes)); }
    std::size_t unsent() const override { return m_connection.unsent(); }
    void closeAfterWrites() override { m_connection.closeAfterWrites(); }
    void setEstablished() override { m_connection.setEstablished(); }
    void callSoon() override;
    std::uint64_t id() const override { return m_connection.id(); }
    std::string peerAddress() const override { return m_connection.peerAddress(); }

    Connection &m_connection;
    Http2Session m_session;
    std::shared_ptr<bool> m_called = std::make_shared<bool>(false); // dies with this
};

} // namespace parley
