#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/base/result.h"
#include "server/net/answer_stream.h"
#include "server/protocol/http_request.h"
#include "server/protocol/http_response.h"

namespace parley {

class Connection;
class ConnectionHandler;

using MakeHandler = std::function<std::unique_ptr<ConnectionHandler>(Connection &)>;

// Where an answer goes: one request's side of a conversation, whichever HTTP it speaks.
// Thread: I/O loop.
class Responder
{
public:
    virtual void respond(const HttpResponse &response) = 0;
    virtual void stream(const HttpResponse &head, const MakeWriter &makeWriter) = 0;
    virtual bool canSwitch() const = 0; // the connection carries this request only
    virtual void switchTo(const MakeHandler &makeHandler) = 0; // only when canSwitch()
    virtual void setEstablished() = 0;
    virtual std::string peerAddress() const = 0;

protected:
    ~Responder() = default; // never deleted through this interface
};

// One request and the way to answer it, at once or later. Shared by the responder and whoever
// works on the answer; when the client has gone the answer is dropped. Thread: I/O loop.
class ServedRequest final
{
public:
    ServedRequest(Responder &responder, HttpRequest request);

    const HttpRequest &request() const { return m_request; }
    std::string peerAddress() const; // "" when the client has gone
    bool isOpen() const { return m_responder != nullptr; } // not answered, client still there

    void addHeader(HttpHeader header) { m_headers.push_back(std::move(header)); } // of the answer
    // Once, one of these.
    void respond(HttpResponse response);
    void fail(const Error &error) { respond(HttpResponse::failure(error)); }
    //! Answers with \p head, and with a body that somebody writes bit by bit.
    void stream(HttpResponse head, const MakeWriter &makeWriter);
    //! Hands the connection to another conversation, together with what the client sent since.
    void switchTo(const MakeHandler &makeHandler);

    bool canSwitch() const { return m_responder && m_responder->canSwitch(); }
    void setEstablished(); // a valid token was shown
    void detach() { m_responder = nullptr; } // the client has gone

private:
    Responder *m_responder; // null: answered, or gone
    HttpRequest m_request;
    std::vector<HttpHeader> m_headers;
};

// What a request's head allows.
struct HttpAdmission {
    std::size_t bodyBytes = 0; // the most that its body may have
    bool hasToken = false; // it shows a valid one
};

// What the requests mean. Thread: I/O loop.
class HttpHandler
{
public:
    //! Looks at a request's head before its body is read. \return why it is refused, if it is.
    virtual Result<HttpAdmission> admit(const HttpRequest &head) = 0;
    //! The answer to a request that admit() refused. \p peer is the address it came from.
    virtual HttpResponse refusal(const HttpRequest &head, std::string_view peer, const Error &error)
        = 0;
    virtual void handle(std::shared_ptr<ServedRequest> exchange) = 0; // answers, now or later

protected:
    ~HttpHandler() = default; // never deleted through this interface
};

} // namespace parley
