#include "server/api/entrance.h"

namespace parley {

void enterWithToken(ApiContext &context, const CallPtr &call, const Router::Handle &handle)
{
    if (auto ok = call->token()->takeRequest(context.clock); !ok) {
        call->fail(ok.error());
        return;
    }
    context.gate.enter(*call->token(), context.loop, [call, &handle](const Result<void> &entered) {
        if (entered)
            handle(call);
        else
            call->fail(entered.error());
    });
}

std::optional<std::string_view> originOf(const HttpRequest &request)
{
    const std::string *origin = request.header("origin");
    return origin ? std::optional<std::string_view>(*origin) : std::nullopt;
}

} // namespace parley
