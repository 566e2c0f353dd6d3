#pragma once

#include <functional>
#include <list>
#include <memory>

#include "server/api/inspector_log.h"
#include "server/api/inspector_settings.h"
#include "server/net/event_loop.h"
#include "server/net/served_request.h"

namespace parley {

// An endpoint that answers as it is told and keeps what came, so that webhooks, their retries and
// their time limits can be watched without a server. It listens on a port of its own on loopback
// from the first time that it is turned on; while it is off it says 503 and keeps nothing.
// Thread: I/O loop; apply() also before the loop runs.
class Inspector final : public HttpHandler
{
public:
    //! Makes the port serve this handler. \param port 0: any. \return the port in use.
    using Listen = std::function<Result<std::uint16_t>(std::uint16_t port)>;

    Inspector(EventLoop &loop, const Clock &clock, Listen listen); // both borrowed
    ~Inspector(); // after the loop ended

    //! As the settings say from here on. When it must begin to listen, that is where it did the
    //! last time, if nobody else does. Errors: see Listener::listen().
    Result<void> apply(InspectorSettings settings);
    const InspectorSettings &settings() const { return m_settings; }
    std::string address() const; // "http://127.0.0.1:41234"; "": it does not listen

    InspectorLog &log() { return m_log; }
    //! Answers that wait for their time; more are told to come later. A webhook has 32 requests
    //! under way at most, and each that waits may hold 1 MiB of its body.
    static constexpr std::size_t kMaxWaiting = 64;

    void stop(); // gives up the answers that still wait

    // HttpHandler
    Result<HttpAdmission> admit(const HttpRequest &head) override;
    HttpResponse refusal(const HttpRequest &head, std::string_view peer,
                         const Error &error) override;
    void handle(std::shared_ptr<ServedRequest> exchange) override;

private:
    struct Waiting;

    bool hasRoom(); // for one more that waits
    void answer(ServedRequest &exchange, std::uint64_t id, const InspectorSettings &settings);
    void answerLater(std::shared_ptr<ServedRequest> exchange, std::uint64_t id);
    static void onTime(uv_timer_t *timer);

    EventLoop &m_loop;
    const Clock &m_clock;
    const Listen m_listen;
    InspectorSettings m_settings;
    std::shared_ptr<const InspectorSettings> m_shared; // the same, for those that wait
    InspectorLog m_log;
    std::list<Waiting *> m_waiting; // each deletes itself when libuv has let go of it
    bool m_listens = false;
};

} // namespace parley
