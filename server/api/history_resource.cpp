#include "server/api/api.h"

#include "server/protocol/envelope.h"
#include "server/protocol/limits.h"
#include "server/protocol/start_point.h"
#include "server/protocol/websocket_frame.h"

namespace parley {
namespace {

constexpr std::size_t kAnswerBytes = 4 * 1024 * 1024; // more items come with the next request

struct HistoryQuery {
    TopicKey key;
    StartPoint start{FromEarliest{}};
    std::size_t limit = limits::kDefaultHistoryItems;
    std::chrono::seconds wait{0}; // for the first item, when there is none yet
};

Result<HistoryQuery> queryOf(const CallPtr &call)
{
    auto key = call->topicKey(0);
    if (!key)
        return key.error();
    if (auto ok = call->allowParameters({"after", "from", "limit", "wait"}); !ok)
        return ok.error();
    HistoryQuery query{.key = *key};
    const std::string *after = call->request().parameter("after");
    const std::string *from = call->request().parameter("from");
    if (after && from)
        return Error{ErrorCode::InvalidArgument, "either after or from, not both"};
    if (after) {
        const auto position = positionFromText(*after);
        if (!position)
            return Error{ErrorCode::InvalidArgument, "after must be PAGE-SEQUENCE"};
        query.start = FromAfter{*position};
    } else if (from) {
        auto start = startPointFromText(*from);
        if (!start)
            return start.error();
        query.start = *start;
    }
    if (const std::string *limit = call->request().parameter("limit")) {
        const auto count = wholeNumber(*limit);
        if (!count || *count < 1 || *count > limits::kHistoryItems)
            return Error{ErrorCode::InvalidArgument, "limit must be 1 to 1000"};
        query.limit = *count;
    }
    if (const std::string *wait = call->request().parameter("wait")) {
        const auto seconds = wholeNumber(*wait);
        if (!seconds || *seconds > std::uint64_t(LongPolls::kLongest.count()))
            return Error{ErrorCode::InvalidArgument, "wait must be 0 to 60 seconds"};
        query.wait = std::chrono::seconds(*seconds);
    }
    return query;
}

// Appends the cursor's next items; stops at the limits. \return how many.
std::size_t appendItems(JsonWriter &writer, const std::string &json, const TopicLog &log,
                        Cursor &cursor, std::size_t limit)
{
    std::size_t items = 0;
    do {
        for (std::string_view rest = cursor.span().bytes; !rest.empty();) {
            if (items == limit || json.size() > kAnswerBytes)
                return items;
            const FrameView frame = viewServerFrame(rest.data());
            writer.raw(rest.substr(frame.headerBytes, frame.bodyBytes));
            cursor.consumeFrame(frame.size());
            rest.remove_prefix(frame.size());
            ++items;
        }
    } while (log.advance(cursor));
    return items;
}

void answer(const CallPtr &call, const TopicLog &log, Cursor cursor, std::size_t limit)
{
    const auto gap = cursor.takeGap();
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("items").beginArray();
    appendItems(writer, json, log, cursor, limit);
    writer.endArray().key("next");
    if (cursor.sequence() < log.visiblePosition().sequence)
        writer.string(positionText({log.page(), cursor.sequence()}));
    else
        writer.null();
    writer.key("gap");
    if (gap)
        writeGap(writer, gap->after, gap->next);
    else
        writer.null();
    // Where to wait for more, whether there is some now or not.
    writer.member("position", positionText({log.page(), cursor.sequence()})).endObject();
    call->reply(200, std::move(json));
}

// The token may have ended while the request waited.
void answerLate(const ApiContext &context, const CallPtr &call, const TopicLog &log, Cursor cursor,
                std::size_t limit)
{
    if (context.tokens.isOver(*call->token()))
        call->fail({ErrorCode::Unauthenticated, "the token is unknown, expired or revoked"});
    else if (log.isClosed())
        call->fail({ErrorCode::NotFound, "the topic was deleted"});
    else
        answer(call, log, std::move(cursor), limit);
}

void history(ApiContext &context, const CallPtr &call)
{
    const auto query = queryOf(call);
    if (!query) {
        call->fail(query.error());
        return;
    }
    const auto readable = context.logToRead(*call, Right::History, query->key);
    if (!readable) {
        call->fail(readable.error());
        return;
    }
    const std::shared_ptr<TopicLog> &log = *readable;
    Cursor cursor = log->cursorAt(query->start);
    if (query->wait.count() == 0 || cursor.hasGap()) {
        answer(call, *log, std::move(cursor), query->limit);
        return;
    }
    const auto waits
        = context.longPolls.wait(call, log, std::move(cursor), query->wait,
                                 [&context, call, log, limit = query->limit](Cursor found) {
                                     answerLate(context, call, *log, std::move(found), limit);
                                 });
    if (!waits)
        call->fail(waits.error());
}

} // namespace

void addHistoryRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/history/*/**", Access::data(),
               [&context](const CallPtr &call) { history(context, call); });
}

} // namespace parley
