#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "server/net/served_request.h"
#include "server/protocol/host_policy.h"
#include "server/protocol/http_request_parser.h"

namespace parley {

// The HTTP/1.1 conversation of a connection: one request after the other, answered in order, until
// one of them turns it into something else. Owned by its connection. Thread: I/O loop.
class HttpConnection final : public ConnectionHandler
{
public:
    //! All borrowed; they outlive the connection.
    HttpConnection(Connection &connection, HttpHandler &handler, const HostRules &rules,
                   const Clock &clock);
    ~HttpConnection() override;

    void received(std::span<char> bytes) override;
    void drained() override;
    void tick(MonotonicTime now) override;
    void closed() override;

private:
    friend class ServedRequest;

    void read(std::string_view bytes);
    void admit();
    void begin(HttpRequest request);
    Result<void> checkSender(const HttpRequest &request) const;
    void respond(const HttpResponse &response);
    void switchTo(const ServedRequest::MakeHandler &makeHandler);
    void handOver(ConnectionHandler &successor);
    HttpResponse dated(HttpResponse response) const;
    void refuse(const HttpResponse &response); // answers, and ends the connection
    void readBacklog();

    Connection &m_connection;
    HttpHandler &m_handler;
    const HostRules &m_rules;
    const Clock &m_clock;
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
