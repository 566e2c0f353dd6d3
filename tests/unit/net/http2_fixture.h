#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QByteArray>

#include "server/net/http2_session.h"
#include "tests/support/bytes.h"
#include "tests/support/fake_clock.h"
#include "tests/support/http2_frames.h"

// What stands around an Http2Session in its tests: who carries its bytes, who answers, and what a
// client says.
namespace parley::test {

inline constexpr std::size_t kBodyLimit = 1024 * 1024;

// Takes all that is written; while it is stalled, as from a client that reads nothing.
class FakeTransport final : public Http2Transport
{
public:
    void write(std::string bytes) override
    {
        if (stalled)
            waiting += bytes.size();
        said += bytes;
    }
    std::size_t unsent() const override { return waiting; }
    void closeAfterWrites() override { closed = true; }
    void setEstablished() override { established = true; }
    void callSoon() override {}
    std::uint64_t id() const override { return 1; }
    std::string peerAddress() const override { return "127.0.0.1:1"; }

    std::string said{};
    std::size_t waiting = 0;
    bool stalled = false;
    bool closed = false;
    bool established = false;
};

// Who shows a token may send a body. "/later" is answered when the test says so.
class FakeHandler final : public HttpHandler
{
public:
    Result<HttpAdmission> admit(const HttpRequest &head) override
    {
        const bool hasToken = head.header("authorization") != nullptr;
        return HttpAdmission{hasToken ? kBodyLimit : 0, hasToken};
    }
    HttpResponse refusal(const HttpRequest &, std::string_view, const Error &error) override
    {
        return HttpResponse::failure(error);
    }
    void handle(std::shared_ptr<ServedRequest> exchange) override
    {
        ++handled;
        if (exchange->request().header("authorization"))
            exchange->setEstablished();
        if (exchange->request().path == "/later")
            later.push_back(std::move(exchange));
        else if (exchange->request().path == "/long")
            exchange->respond(HttpResponse::json(200, std::string(2 * 1024 * 1024, 'x')));
        else
            exchange->respond(HttpResponse::json(
                200, "{\"bytes\":" + std::to_string(exchange->request().body.size()) + "}"));
    }

    int handled = 0;
    std::vector<std::shared_ptr<ServedRequest>> later{};
};

inline std::string head(const std::string &path, bool withToken = false,
                        const std::string &more = {})
{
    std::string block = hpackField(":method", "POST") + hpackField(":scheme", "http")
        + hpackField(":path", path) + hpackField(":authority", "localhost:8080");
    if (withToken)
        block += hpackField("authorization", "Bearer x");
    return block + more;
}

inline std::string request(std::uint32_t stream, const std::string &block, bool endStream = true)
{
    return http2Frame(h2::Headers, h2::EndHeaders | (endStream ? h2::EndStream : 0), stream, block);
}

inline std::string reset(std::uint32_t stream)
{
    return http2Frame(h2::Reset, 0, stream, bigEndian(h2::Cancel, 4));
}

inline std::string setting(int id, std::uint64_t value)
{
    return http2Frame(h2::Settings, 0, 0, bigEndian(std::uint64_t(id), 2) + bigEndian(value, 4));
}

inline std::string window(std::uint32_t stream, std::uint64_t more)
{
    return http2Frame(h2::WindowUpdate, 0, stream, bigEndian(more, 4));
}

inline constexpr int kInitialWindow = 4; // of SETTINGS

template <typename Make>
std::string times(int count, Make make) // make(1), make(3), ...: as streams are numbered
{
    std::string all;
    for (int i = 0; i < count; ++i)
        all += make(static_cast<std::uint32_t>(2 * i + 1));
    return all;
}

// A client, a session and what is said between them. Each test begins with open().
class Http2Conversation
{
protected:
    void open()
    {
        m_handler = std::make_unique<FakeHandler>();
        m_transport = std::make_unique<FakeTransport>();
        m_session = std::make_unique<Http2Session>(
            *m_transport, HttpService(*m_handler, m_rules, m_clock), m_clock.monotonic());
    }

    void say(const std::string &bytes)
    {
        m_session->received(std::span(bytes.data(), bytes.size()));
    }
    void begin() { say(std::string(kHttp2Preface) + http2Frame(h2::Settings, 0, 0)); }

    std::vector<Http2FrameText> said() const { return http2Frames(m_transport->said); }
    std::vector<Http2FrameText> said(int type, std::uint32_t stream) const
    {
        std::vector<Http2FrameText> found;
        for (const Http2FrameText &frame : said())
            if (frame.type == type && frame.stream == stream)
                found.push_back(frame);
        return found;
    }
    int goAwayCode() const // -1: none was said
    {
        const auto found = said(h2::GoAway, 0);
        return found.empty() ? -1 : static_cast<int>(numberOf(found.back().body.substr(4, 4)));
    }
    int resetCode(std::uint32_t stream) const // the same
    {
        const auto found = said(h2::Reset, stream);
        return found.empty() ? -1 : static_cast<int>(numberOf(found.front().body));
    }
    bool isAnswered(std::uint32_t stream) const { return !said(h2::Headers, stream).empty(); }
    QByteArray body(std::uint32_t stream) const
    {
        QByteArray all;
        for (const Http2FrameText &frame : said(h2::Data, stream))
            all += bytes(frame.body);
        return all;
    }

    FakeClock m_clock;
    HostRules m_rules;
    std::unique_ptr<FakeHandler> m_handler;
    std::unique_ptr<FakeTransport> m_transport;
    std::unique_ptr<Http2Session> m_session;
};

} // namespace parley::test
