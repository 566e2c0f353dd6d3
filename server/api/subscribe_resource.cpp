#include "server/api/api.h"

#include "server/protocol/start_point.h"
#include "server/session/sse_session.h"

namespace parley {
namespace {

// "Last-Event-ID" wins: it is what a reader who reconnects has really seen.
Result<StartPoint> startOf(const HttpRequest &request)
{
    if (const std::string *last = request.header("last-event-id")) {
        const auto position = positionFromText(*last);
        if (!position)
            return Error{ErrorCode::InvalidArgument, "Last-Event-ID must be PAGE-SEQUENCE"};
        return StartPoint{FromAfter{*position}};
    }
    const std::string *from = request.parameter("from");
    return from ? startPointFromText(*from) : Result<StartPoint>(StartPoint{FromLatest{}});
}

void subscribe(ApiContext &context, const CallPtr &call)
{
    auto key = call->topicKey(0);
    auto start = startOf(call->request());
    const auto known = call->allowParameters({"from"});
    if (!key || !start || !known) {
        call->fail(!key ? key.error() : !start ? start.error() : known.error());
        return;
    }
    const auto log = context.logToRead(*call, Right::Subscribe, *key);
    if (!log) {
        call->fail(log.error());
        return;
    }
    static constexpr std::string_view kType = "text/event-stream; charset=utf-8";
    const HttpResponse head = HttpResponse::stream(kType);
    if (call->request().method == "HEAD") {
        call->exchange().respond(head);
        return;
    }
    auto seat = TokenSeat::take(call->token());
    if (!seat) {
        call->fail(seat.error());
        return;
    }
    call->exchange().stream(head, [&](AnswerStream &stream) {
        auto session = std::make_unique<SseSession>(context.loops.first().services, stream,
                                                    std::move(*seat));
        session->start(*log, *start);
        return session;
    });
}

} // namespace

void addSubscribeRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/subscribe/*/**", Access::data(),
               [&context](const CallPtr &call) { subscribe(context, call); });
}

} // namespace parley
