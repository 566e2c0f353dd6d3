#include "server/api/api.h"

#include "server/protocol/start_point.h"

namespace parley {
namespace {

struct SearchRequest {
    TopicKey key;
    SearchQuery query{};
};

Result<SearchRequest> requestOf(const CallPtr &call)
{
    auto key = call->topicKey(0);
    if (!key)
        return key.error();
    if (auto ok = call->allowParameters({"text", "before", "limit"}); !ok)
        return ok.error();
    SearchRequest request{.key = *key};
    const HttpRequest &http = call->request();
    const std::string *text = http.parameter("text");
    if (!text || text->empty() || text->size() > SearchQuery::kMaxTextBytes)
        return Error{ErrorCode::InvalidArgument, "text must have 1 to 256 bytes"};
    request.query.text = *text;
    if (const std::string *before = http.parameter("before")) {
        const auto sequence = wholeNumber(*before);
        if (!sequence)
            return Error{ErrorCode::InvalidArgument, "before must be a sequence"};
        request.query.before = *sequence;
    }
    if (const std::string *limit = http.parameter("limit")) {
        const auto count = wholeNumber(*limit);
        if (!count || *count < 1 || *count > SearchQuery::kMaxItems)
            return Error{ErrorCode::InvalidArgument, "limit must be 1 to 100"};
        request.query.limit = *count;
    }
    return request;
}

void reply(ApiCall &call, const Result<SearchResult> &result)
{
    if (!result) {
        call.fail(result.error());
        return;
    }
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("items").beginArray();
    for (const std::string &item : result->items)
        writer.raw(item);
    writer.endArray().key("next");
    if (result->position > 0)
        writer.number(result->position);
    else
        writer.null();
    writer.endObject();
    call.reply(200, std::move(json));
}

void search(ApiContext &context, const CallPtr &call)
{
    auto request = requestOf(call);
    if (!request) {
        call->fail(request.error());
        return;
    }
    const auto log = context.logToRead(*call, Right::History, request->key);
    if (!log) {
        call->fail(log.error());
        return;
    }
    context.search.search(*log, std::move(request->query),
                          [&io = context.loop, call](Result<SearchResult> result) {
                              io.post([call, result = std::move(result)] { reply(*call, result); });
                          });
}

} // namespace

void addSearchRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/search/*/**", Access::data(),
               [&context](const CallPtr &call) { search(context, call); });
}

} // namespace parley
