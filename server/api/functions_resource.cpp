#include "server/api/api.h"

#include <algorithm>

#include "server/api/webhook_calls.h"
#include "server/auth/delegation.h"
#include "server/base/digest.h"
#include "server/base/encoding.h"
#include "server/protocol/json_reader.h"
#include "server/protocol/safe_text.h"

// Functions that webhooks call: those that come with Parley, and those that people wrote.
namespace parley {
namespace {

enum class Shown { Listed, Whole, Noted };

// The audit says which text it was by its digest: a text may be long, and hold what is nobody's.
void writeFunction(JsonWriter &writer, const StoredFunction &function, Shown shown)
{
    writer.beginObject().member("name", function.name);
    if (shown != Shown::Noted)
        writer.member("builtIn", false);
    writer.member("language", "javascript");
    if (shown == Shown::Whole)
        writer.member("source", function.source);
    if (shown == Shown::Noted)
        writer.member("sourceSha256", hex(sha256(function.source)));
    writer.member("tokenId", function.tokenId)
        .member("milliseconds", function.milliseconds)
        .member("megabytes", function.megabytes)
        .member("changedAt", function.changedAt)
        .endObject();
}

std::string functionJson(const StoredFunction &function, Shown shown)
{
    std::string json;
    JsonWriter writer(json);
    writeFunction(writer, function, shown);
    return json;
}

void writeBuiltIn(JsonWriter &writer, const std::string &name)
{
    writer.beginObject().member("name", name).member("builtIn", true).endObject();
}

void listFunctions(const ApiContext &context, const CallPtr &call)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("functions").beginArray();
    for (const auto &name : context.functionControl.functionNames()) {
        if (const StoredFunction *function = context.functions.find(name))
            writeFunction(writer, *function, Shown::Listed);
        else
            writeBuiltIn(writer, name);
    }
    writer.endArray().key("engines").raw(context.functionControl.enginesJson()).endObject();
    call->reply(200, std::move(json));
}

bool isBuiltIn(const ApiContext &context, const std::string &name)
{
    const auto names = context.functionControl.functionNames();
    return !context.functions.find(name)
        && std::find(names.begin(), names.end(), name) != names.end();
}

Error noSuchFunction()
{
    return {ErrorCode::NotFound, "no such function"};
}

void showFunction(const ApiContext &context, const CallPtr &call)
{
    const std::string &name = call->argument(0);
    std::string json;
    JsonWriter writer(json);
    if (const StoredFunction *function = context.functions.find(name))
        writeFunction(writer, *function, Shown::Whole);
    else if (isBuiltIn(context, name))
        writeBuiltIn(writer, name);
    else
        return call->fail(noSuchFunction());
    call->reply(200, std::move(json));
}

void readBounds(JsonReader &in, StoredFunction &function)
{
    using F = StoredFunction;
    if (const auto ms
        = in.optionalWholeNumber("milliseconds", F::kMinMilliseconds, F::kMaxMilliseconds))
        function.milliseconds = static_cast<std::uint32_t>(*ms);
    if (const auto mb = in.optionalWholeNumber("megabytes", F::kMinMegabytes, F::kMaxMegabytes))
        function.megabytes = static_cast<std::uint32_t>(*mb);
}

Result<StoredFunction> functionOf(const ApiContext &context, const ApiCall &call)
{
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    StoredFunction function;
    function.name = call.argument(0);
    if (const auto name = in.optionalString("name"); name && *name != function.name)
        in.fail("name", "must be the one in the path");
    if (const auto language = in.optionalString("language"); language && *language != "javascript")
        in.fail("language", "must be javascript");
    function.source = in.string("source");
    function.tokenId = in.optionalString("tokenId").value_or("");
    readBounds(in, function);
    if (auto ok = in.finish(); !ok)
        return ok.error();
    function.changedAt = context.clock.utc();
    return StoredFunction::checked(std::move(function));
}

// A function acts with its token for whoever writes it: he must hold what it holds, also when all
// that he changes is the text.
Result<void> checkToken(const ApiContext &context, const ApiCall &call, const std::string &tokenId)
{
    if (tokenId.empty())
        return {};
    const auto token = context.tokens.find(tokenId);
    if (!token || context.tokens.isOver(*token))
        return Error{ErrorCode::InvalidArgument,
                     "tokenId: there is no active token " + quoted(tokenId)};
    // Its publisher id goes on what the function publishes: nobody lends himself another's name.
    const Token &caller = call.token()->token();
    const bool isHis = token->token().id == caller.id || token->token().issuer == caller.id
        || caller.scope.admin || caller.scope.areas.allows(AdminArea::Tokens, AdminAccess::Write);
    if (!isHis)
        return Error{ErrorCode::PermissionDenied,
                     "tokenId: a function publishes as a token that its writer holds or issued"};
    return checkDelegation(caller, token->token());
}

// It gets what is published to the topics of the webhooks that call it, as by a webhook of his.
Result<void> checkReads(const ApiContext &context, const ApiCall &call, const std::string &name)
{
    for (const auto &[id, webhook] : context.webhooks.all())
        if (webhook.callsFunction() && webhook.functionName() == name
            && !mayRead(*call.token(), webhook))
            return Error{ErrorCode::PermissionDenied,
                         "who changes a function must be able to subscribe to the topics of the "
                         "webhooks that call it"};
    return {};
}

Result<StoredFunction> functionToPut(const ApiContext &context, const ApiCall &call)
{
    auto function = functionOf(context, call);
    if (!function)
        return function;
    if (isBuiltIn(context, function->name))
        return Error{ErrorCode::AlreadyExists, "a function of this name comes with Parley"};
    if (auto ok = checkToken(context, call, function->tokenId); !ok)
        return ok.error();
    if (auto ok = checkReads(context, call, function->name); !ok)
        return ok.error();
    if (!context.functions.find(function->name) && context.functions.isFull())
        return Error{ErrorCode::LimitExceeded, "the broker has its 200 functions"};
    return function;
}

void putFunction(ApiContext &context, const CallPtr &call)
{
    const auto function = functionToPut(context, *call);
    if (!function)
        return call->fail(function.error());
    const StoredFunction *before = context.functions.find(function->name);
    context.act(
        call,
        {.action = before ? "function.changed" : "function.created",
         .object = function->name,
         .before = before ? functionJson(*before, Shown::Noted) : std::string(),
         .after = functionJson(*function, Shown::Noted)},
        [function = *function](Tables &tables) { return tables.functions().put(function); },
        [&context, call, function = *function,
         status = before ? 200 : 201](const Result<void> &stored) {
            if (!stored)
                return call->fail(stored.error());
            context.functions.put(function);
            context.functionControl.putFunction(function);
            call->reply(status, functionJson(function, Shown::Whole));
        });
}

Result<void> checkUncalled(const ApiContext &context, const std::string &name)
{
    for (const auto &[id, webhook] : context.webhooks.all())
        if (webhook.callsFunction() && webhook.functionName() == name)
            return Error{ErrorCode::FailedPrecondition, "webhook " + id + " calls it"};
    return {};
}

void removeFunction(ApiContext &context, const CallPtr &call)
{
    const StoredFunction *found = context.functions.find(call->argument(0));
    if (!found)
        return call->fail(noSuchFunction());
    if (auto ok = checkUncalled(context, found->name); !ok)
        return call->fail(ok.error());
    context.act(
        call,
        {.action = "function.deleted",
         .object = found->name,
         .before = functionJson(*found, Shown::Noted)},
        [name = found->name](Tables &tables) { return tables.functions().remove(name); },
        [&context, call, name = found->name](const Result<void> &stored) {
            if (stored) {
                context.functions.remove(name);
                context.functionControl.removeFunction(name);
            }
            call->replyEmptyOr(stored);
        });
}

// As it is stored, with what the request says instead: a text need not be stored to be tried.
void tryOut(ApiContext &context, const CallPtr &call)
{
    const auto body = call->json();
    if (!body)
        return call->fail(body.error());
    const StoredFunction *found = context.functions.find(call->argument(0));
    StoredFunction function = found ? *found : StoredFunction{.name = call->argument(0)};
    JsonReader in(*body);
    const std::string event = in.string("body");
    if (const auto source = in.optionalString("source"))
        function.source = *source;
    else if (!found)
        return call->fail(noSuchFunction());
    readBounds(in, function);
    if (auto ok = in.finish(); !ok)
        return call->fail(ok.error());
    const auto checked = StoredFunction::checked(std::move(function));
    if (!checked)
        return call->fail(checked.error());
    context.functionControl.tryFunction(*checked, event, [call](Result<std::string> json) {
        if (json)
            call->reply(200, std::move(*json));
        else
            call->fail(json.error());
    });
}

} // namespace

void addFunctionRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/functions", Access::read(AdminArea::Webhooks),
               [&context](const CallPtr &call) { listFunctions(context, call); });
    router.add("GET", "/v1/functions/*", Access::read(AdminArea::Webhooks),
               [&context](const CallPtr &call) { showFunction(context, call); });
    router.add("PUT", "/v1/functions/*", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { putFunction(context, call); });
    router.add("DELETE", "/v1/functions/*", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { removeFunction(context, call); });
    router.add("POST", "/v1/functions/*/test", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { tryOut(context, call); });
}

} // namespace parley
