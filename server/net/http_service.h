#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "server/net/served_request.h"
#include "server/protocol/host_policy.h"

namespace parley {

// What HTTP/1.1 and HTTP/2 do alike around a request: who may send it, whether its body is read,
// and what every answer says. Thread: I/O loop.
class HttpService final
{
public:
    //! All borrowed; they outlive the service.
    HttpService(HttpHandler &handler, const HostRules &rules, const Clock &clock) :
        m_handler(handler), m_rules(rules), m_clock(clock)
    {
    }

    struct Admission {
        std::optional<Error> refusedBy{}; // nullopt: it may go on
        bool isStranger = false; // Host or Origin are not ours; the handler was not asked
        HttpAdmission allowed{};
    };
    //! The body is read only for somebody who may send one.
    Admission admit(const HttpRequest &head) const;
    //! What somebody hears who was not admitted. Once for each request: it is noted.
    HttpResponse refusal(const Admission &admission, const HttpRequest &head,
                         std::string_view peer) const;
    //! Host, Origin and fetch site. \return why the sender is refused.
    Result<void> checkSender(const HttpRequest &request) const;
    void handle(std::shared_ptr<ServedRequest> exchange) const;

    //! A server with a clock says the time of its answers (RFC 9110, section 6.6.1).
    HttpResponse dated(HttpResponse response) const;
    MonotonicTime now() const { return m_clock.monotonic(); }

private:
    HttpHandler &m_handler;
    const HostRules &m_rules;
    const Clock &m_clock;
};

} // namespace parley
