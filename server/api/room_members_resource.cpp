#include "server/api/api.h"

#include <algorithm>

#include "server/api/issue_token.h"
#include "server/api/room_setup.h"
#include "server/protocol/json_reader.h"
#include "server/protocol/safe_text.h"

// Tokens of a room's members.
namespace parley {
namespace {

Grant grantOn(Role role, const TopicKey &key)
{
    return {role, key.nameSpace, {TopicSelector::Kind::Name, key.topic.text()}};
}

Result<TokenRequest> memberRequest(const ApiCall &call, const Room &room)
{
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    TokenRequest request;
    request.room = room.nameSpace.text() + "/" + room.name;
    request.label = in.optionalString("label").value_or("");
    request.publisherId = in.string("publisherId");
    const auto wanted = in.strings("languages");
    const bool publish = in.optionalBoolean("publish").value_or(true);
    constexpr std::uint64_t kLongest = 366ull * 24 * 3600 * 10; // as TokenRegistry::kMaxLifetime
    if (const auto seconds = in.optionalWholeNumber("validForSeconds", 1, kLongest))
        request.validFor = std::chrono::seconds(*seconds);
    if (request.validFor && *request.validFor <= Token::kMaxDisposable)
        request.kind = TokenKind::Disposable;
    if (auto ok = in.finish(); !ok)
        return ok.error();
    if (publish)
        request.scope.grants.push_back(grantOn(Role::Publish, room.publishTopic()));
    for (const auto &code : wanted) {
        if (std::find(room.languages.begin(), room.languages.end(), code) == room.languages.end())
            return Error{ErrorCode::InvalidArgument, "the room has no language " + quoted(code)};
        request.scope.grants.push_back(grantOn(Role::Subscribe, room.subscribeTopic(code)));
    }
    if (!publish)
        return request;
    request.scope.grants.push_back(grantOn(Role::Both, room.presenceTopic()));
    request.scope.grants.push_back(
        grantOn(Role::Subscribe, room.noticesTopic(request.publisherId)));
    return request;
}

// Where the member is told what became of his messages. A second token of the same publisher reads
// the same topic.
void issueWithNotices(ApiContext &context, const CallPtr &call, const Room &room,
                      const TokenRequest &request)
{
    const TopicKey key = room.noticesTopic(request.publisherId);
    if (context.topics.find(key)) {
        issueToken(context, call, request);
        return;
    }
    const auto log = createRoomTopic(context, room, key);
    if (!log) {
        call->fail(log.error());
        return;
    }
    context.write([topic = (*log)->topic()](Tables &tables) { return tables.topics().put(topic); },
                  [&context, call, request, log = *log](const Result<void> &stored) {
                      if (stored) {
                          issueToken(context, call, request);
                          return;
                      }
                      (void)context.topics.remove(log->key());
                      context.topicRemoved(log);
                      call->fail(stored.error());
                  });
}

void issueMemberToken(ApiContext &context, const CallPtr &call)
{
    const Room *room = findRoomOrFail(context, call);
    if (!room)
        return;
    const auto request = memberRequest(*call, *room);
    if (!request)
        call->fail(request.error());
    else if (request->scope.allows(Right::Publish, room->publishTopic()))
        issueWithNotices(context, call, *room, *request);
    else
        issueToken(context, call, *request);
}

} // namespace

void addRoomMemberRoutes(Router &router, ApiContext &context)
{
    router.add("POST", "/v1/rooms/*/*/tokens", Access::write(AdminArea::Tokens),
               [&context](const CallPtr &call) { issueMemberToken(context, call); });
}

} // namespace parley
