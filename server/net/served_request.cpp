#include "server/net/served_request.h"

#include <utility>

namespace parley {

ServedRequest::ServedRequest(Responder &responder, HttpRequest request) :
    m_responder(&responder), m_request(std::move(request))
{
}

std::string ServedRequest::peerAddress() const
{
    return m_responder ? m_responder->peerAddress() : std::string();
}

void ServedRequest::respond(HttpResponse response)
{
    response.headers.insert(response.headers.end(), m_headers.begin(), m_headers.end());
    if (auto *responder = std::exchange(m_responder, nullptr))
        responder->respond(response);
}

void ServedRequest::stream(HttpResponse head, const MakeWriter &makeWriter)
{
    head.headers.insert(head.headers.end(), m_headers.begin(), m_headers.end());
    if (auto *responder = std::exchange(m_responder, nullptr))
        responder->stream(head, makeWriter);
}

void ServedRequest::switchTo(const MakeHandler &makeHandler)
{
    if (auto *responder = std::exchange(m_responder, nullptr))
        responder->switchTo(makeHandler);
}

void ServedRequest::setEstablished()
{
    if (m_responder)
        m_responder->setEstablished();
}

} // namespace parley
