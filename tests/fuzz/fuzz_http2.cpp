#include <memory>
#include <vector>

#include "server/net/http2_session.h"
#include "server/protocol/http_fields.h"
#include "server/protocol/limits.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/support/fake_clock.h"

using namespace parley;

namespace {

constexpr std::size_t kBodyLimit = 64; // so that inputs of libFuzzer's size reach it

// Reads nothing while it is stalled, as a client may.
class FakeTransport final : public Http2Transport
{
public:
    void write(std::string bytes) override
    {
        fuzz::require(!closed, "nothing is written behind the end");
        written += bytes.size();
        if (stalled)
            waiting += bytes.size();
    }
    std::size_t unsent() const override { return waiting; }
    void closeAfterWrites() override { closed = true; }
    void setEstablished() override { established = true; }
    void callSoon() override { called = true; }
    std::uint64_t id() const override { return 1; }
    std::string peerAddress() const override { return "127.0.0.1:1"; }

    std::size_t written = 0;
    std::size_t waiting = 0;
    bool stalled = false;
    bool closed = false;
    bool established = false;
    bool called = false;
};

class FakeWriter final : public AnswerWriter
{
public:
    explicit FakeWriter(AnswerStream &stream) : m_stream(stream) { m_stream.write("begin"); }
    void drained() override { m_stream.write("more"); }
    void tick(MonotonicTime) override
    {
        if (++m_ticks > 3)
            m_stream.end();
        else
            m_stream.write(std::string(100'000, 'x'));
    }
    void closed() override { fuzz::require(!std::exchange(m_closed, true), "closed() comes once"); }

private:
    AnswerStream &m_stream;
    int m_ticks = 0;
    bool m_closed = false;
};

class FakeHandler final : public HttpHandler
{
public:
    Result<HttpAdmission> admit(const HttpRequest &head) override
    {
        if (head.path == "/refused")
            return Error{ErrorCode::Unauthenticated, "no"};
        return HttpAdmission{head.header("authorization") ? kBodyLimit : 0,
                             head.header("authorization") != nullptr};
    }
    HttpResponse refusal(const HttpRequest &, std::string_view, const Error &error) override
    {
        return HttpResponse::failure(error);
    }
    void handle(std::shared_ptr<ServedRequest> exchange) override
    {
        check(exchange->request());
        if (exchange->request().path == "/stream")
            exchange->stream(HttpResponse::stream("text/plain"), [](AnswerStream &stream) {
                return std::make_unique<FakeWriter>(stream);
            });
        else if (exchange->request().path == "/later")
            m_later.push_back(std::move(exchange));
        else
            exchange->respond(HttpResponse::json(200, exchange->request().body + "{}"));
    }
    void answerLater()
    {
        for (const auto &exchange : std::exchange(m_later, {}))
            exchange->respond(HttpResponse::json(200, std::string(70'000, ' ')));
    }

private:
    static void check(const HttpRequest &request)
    {
        fuzz::require(request.path == "*" || request.path.starts_with('/'), "a path is absolute");
        fuzz::require(request.path.find_first_of("%\\ #?") == std::string::npos,
                      "a path is literal");
        fuzz::require(request.path.find("/../") == std::string::npos, "without dot segments");
        fuzz::require(request.body.size() <= kBodyLimit, "no body is over the limit");
        fuzz::require(request.headers.size() <= limits::kHeaderFields, "fields are bounded");
        for (const HttpHeader &header : request.headers)
            fuzz::require(isToken(header.name) && isFieldValue(header.value), "fields are clean");
    }

    std::vector<std::shared_ptr<ServedRequest>> m_later;
};

} // namespace

// The first byte says how the stream is cut, and whether the client reads.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const fuzz::Input input(data, size);
    test::FakeClock clock;
    FakeHandler handler;
    HostRules rules;
    const HttpService service(handler, rules, clock);
    FakeTransport transport;
    transport.stalled = (input.cutting & 0x80) != 0;
    const std::size_t step = (input.cutting & 0x3f) == 0 ? 4096 : (input.cutting & 0x3f);
    Http2Session session(transport, service, clock.monotonic());
    std::string_view rest = input.stream;
    for (int turn = 0; !rest.empty() && !transport.closed; ++turn) {
        const std::string_view piece = rest.substr(0, step);
        rest.remove_prefix(piece.size());
        session.received({piece.data(), piece.size()});
        fuzz::require(session.held() <= Http2Session::kHeldBytes, "requests held are bounded");
        if (!transport.established)
            fuzz::require(session.held() <= limits::kUnauthenticatedBytes, "a stranger's more so");
        fuzz::require(session.streams() <= http2::kStreams, "streams are bounded");
        if (turn % 8 == 7) {
            handler.answerLater();
            clock.advance(std::chrono::seconds(1));
            session.tick(clock.monotonic());
        }
        for (int i = 0; i < 4 && std::exchange(transport.called, false); ++i)
            session.resume();
    }
    transport.waiting = 0;
    transport.stalled = false;
    session.drained();
    session.goAway();
    session.closed();
    fuzz::require(session.streams() == 0, "nothing stays behind the end");
    handler.answerLater(); // the clients have gone
    return 0;
}
