#include "server/api/inspector.h"

#include <cassert>
#include <utility>

#include "server/protocol/http_fields.h"
#include "server/protocol/limits.h"

namespace parley {

// An answer whose time has not come; as it was set when the request came.
struct Inspector::Waiting {
    uv_timer_t timer{};
    Inspector *inspector = nullptr;
    std::shared_ptr<ServedRequest> exchange{};
    std::uint64_t id = 0;
    std::shared_ptr<const InspectorSettings> settings{};

    void close()
    {
        exchange.reset();
        uv_close(reinterpret_cast<uv_handle_t *>(&timer),
                 [](uv_handle_t *handle) { delete static_cast<Waiting *>(handle->data); });
    }
};

Inspector::Inspector(EventLoop &loop, const Clock &clock, Listen listen) :
    m_loop(loop), m_clock(clock), m_listen(std::move(listen))
{
}

Inspector::~Inspector()
{
    assert(m_waiting.empty());
}

Result<void> Inspector::apply(InspectorSettings settings)
{
    if (settings.on && !m_listens) {
        auto port = m_listen(m_settings.port != 0 ? m_settings.port : settings.port);
        if (!port && port.error().code == ErrorCode::AlreadyExists)
            port = m_listen(0);
        if (!port)
            return port.error();
        m_settings.port = *port;
        m_listens = true;
    }
    if (m_listens)
        settings.port = m_settings.port;
    m_settings = std::move(settings);
    m_shared = std::make_shared<const InspectorSettings>(m_settings);
    return {};
}

std::string Inspector::address() const
{
    return m_listens ? "http://127.0.0.1:" + std::to_string(m_settings.port) : std::string();
}

Result<HttpAdmission> Inspector::admit(const HttpRequest &)
{
    return HttpAdmission{limits::kBodyBytes, false}; // the longest that a webhook sends
}

HttpResponse Inspector::refusal(const HttpRequest &, std::string_view, const Error &error)
{
    return HttpResponse::failure(error);
}

void Inspector::handle(std::shared_ptr<ServedRequest> exchange)
{
    if (!m_settings.on) {
        exchange->fail({ErrorCode::Unavailable, "the inspector is turned off"});
        return;
    }
    const bool waits = m_settings.delay.count() > 0;
    if (waits && !hasRoom()) {
        exchange->fail({ErrorCode::Unavailable, "too many answers wait for their time"});
        return;
    }
    const std::uint64_t id
        = m_log.add(exchange->request(), exchange->peerAddress(), m_clock.utc(), m_settings.status);
    if (waits)
        answerLater(std::move(exchange), id);
    else
        answer(*exchange, id, m_settings);
}

// Those whose sender has gone make room.
bool Inspector::hasRoom()
{
    if (m_waiting.size() < kMaxWaiting)
        return true;
    for (auto each = m_waiting.begin(); each != m_waiting.end();) {
        Waiting *const waiting = *each;
        const bool isOpen = waiting->exchange->isOpen();
        each = isOpen ? std::next(each) : m_waiting.erase(each);
        if (!isOpen)
            waiting->close();
    }
    return m_waiting.size() < kMaxWaiting;
}

void Inspector::answer(ServedRequest &exchange, std::uint64_t id, const InspectorSettings &settings)
{
    if (!exchange.isOpen())
        return; // the sender has gone
    m_log.answered(id, m_clock.utc());
    HttpResponse response
        = HttpResponse::text(settings.status, "text/plain; charset=utf-8", settings.body);
    for (const HttpHeader &header : settings.headers) {
        if (equalIgnoringCase(header.name, "content-type"))
            response.contentType = header.value;
        else
            response.headers.push_back(header);
    }
    exchange.respond(std::move(response));
}

void Inspector::answerLater(std::shared_ptr<ServedRequest> exchange, std::uint64_t id)
{
    auto *waiting = new Waiting{{}, this, std::move(exchange), id, m_shared};
    waiting->timer.data = waiting;
    uv_timer_init(m_loop.handle(), &waiting->timer);
    uv_update_time(m_loop.handle()); // the delay counts from now, not from the turn's begin
    uv_timer_start(&waiting->timer, onTime, static_cast<std::uint64_t>(m_settings.delay.count()),
                   0);
    m_waiting.push_back(waiting);
}

void Inspector::onTime(uv_timer_t *timer)
{
    auto *waiting = static_cast<Waiting *>(timer->data);
    Inspector &self = *waiting->inspector;
    self.m_waiting.remove(waiting);
    self.answer(*waiting->exchange, waiting->id, *waiting->settings);
    waiting->close();
}

void Inspector::stop()
{
    m_settings.on = false;
    for (Waiting *waiting : std::exchange(m_waiting, {}))
        waiting->close();
}

} // namespace parley
