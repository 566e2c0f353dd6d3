#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/base/result.h"
#include "server/net/connection.h"
#include "server/protocol/http_request.h"
#include "server/protocol/http_response.h"

namespace parley {

class HttpConnection;

// One request and the way to answer it, at once or later. Shared by the connection and whoever
// works on the answer; when the client has gone the answer is dropped. Thread: I/O loop.
class ServedRequest final
{
public:
    using MakeHandler = std::function<std::unique_ptr<ConnectionHandler>(Connection &)>;

    ServedRequest(HttpConnection &connection, HttpRequest request);

    const HttpRequest &request() const { return m_request; }
    std::string peerAddress() const; // "" when the client has gone
    bool isOpen() const { return m_connection != nullptr; } // not answered, client still there

    void addHeader(HttpHeader header) { m_headers.push_back(std::move(header)); } // of the answer
    const std::vector<HttpHeader> &headers() const { return m_headers; }
    void respond(HttpResponse response); // once
    void fail(const Error &error) { respond(HttpResponse::failure(error)); }
    //! Hands the connection to another conversation, together with what the client sent since.
    void switchTo(const MakeHandler &makeHandler);
    void setEstablished(); // a valid token was shown

private:
    friend class HttpConnection;
    HttpConnection *m_connection; // null: answered, or gone
    HttpRequest m_request;
    std::vector<HttpHeader> m_headers;
};

// What the requests mean. Thread: I/O loop.
class HttpHandler
{
public:
    //! Looks at a request's head before its body is read. \return the most bytes that the body may
    //! have, or why the request is refused.
    virtual Result<std::size_t> admit(const HttpRequest &head) = 0;
    //! The answer to a request that admit() refused.
    virtual HttpResponse refusal(const HttpRequest &head, const Error &error) const = 0;
    virtual void handle(std::shared_ptr<ServedRequest> exchange) = 0; // answers, now or later

protected:
    ~HttpHandler() = default; // never deleted through this interface
};

} // namespace parley
