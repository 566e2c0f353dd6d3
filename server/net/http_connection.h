#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "server/net/connection.h"
#include "server/net/http_service.h"
#include "server/protocol/http_request_parser.h"

namespace parley {

// The HTTP/1.1 conversation of a connection: one request after the other, answered in order, until
// one of them turns it into something else. Owned by its connection. Thread: I/O loop.
class HttpConnection final : public ConnectionHandler, private Responder
{
public:
    //! Both borrowed; they outlive the connection.
    //! \param since when the connection came: its first request has a deadline.
    HttpConnection(Connection &connection, const HttpService &service, MonotonicTime since);
    ~HttpConnection() override;

    void received(std::span<char> bytes) override;
    void drained() override;
    void tick(MonotonicTime now) override;
    void closed() override;

private:
    // Responder
    void respond(const HttpResponse &response) override;
    void stream(const HttpResponse &head, const MakeWriter &makeWriter) override;
    bool canSwitch() const override { return true; }
    void switchTo(const MakeHandler &makeHandler) override;
    void setEstablished() override { m_connection.setEstablished(); }
    std::string peerAddress() const override { return m_connection.peerAddress(); }

    void read(std::string_view bytes);
    void admit();
    void begin(HttpRequest request);
    void handOver(ConnectionHandler &successor);
    void refuse(const HttpResponse &response); // answers, and ends the connection
    void readBacklog();

    Connection &m_connection;
    const HttpService m_service; // a few references
    HttpRequestParser m_parser;
    std::shared_ptr<ServedRequest> m_exchange; // the request that is being answered
    std::string m_backlog; // came behind it
    ConnectionHandler *m_successor = nullptr; // the connection's next handler, while read() runs
    MonotonicTime m_since; // of this request's first byte, or of idleness
    bool m_firstRequest = true;
    bool m_admitted = false; // the head of the request whose body is being read
    bool m_reading = false; // read() is on the stack
    bool m_ended = false;
};

} // namespace parley
