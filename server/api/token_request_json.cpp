#include "server/api/token_request_json.h"

#include "server/protocol/host_policy.h"
#include "server/protocol/scope_json.h"

namespace parley {
namespace {

Error placed(const std::string &where, const Error &error)
{
    return where.empty() ? error : Error{error.code, where + ": " + error.message};
}

std::uint32_t bound(JsonReader &in, std::string_view name, std::uint32_t most)
{
    return static_cast<std::uint32_t>(in.optionalWholeNumber(name, 0, most).value_or(0));
}

std::vector<std::string> optionalStrings(JsonReader &in, std::string_view name)
{
    return in.has(name) ? in.strings(name) : std::vector<std::string>();
}

std::optional<std::chrono::seconds> validFor(JsonReader &in)
{
    constexpr std::uint64_t kLongest
        = std::chrono::duration_cast<std::chrono::seconds>(TokenRequest::kMaxLifetime).count();
    const auto seconds = in.optionalWholeNumber("validForSeconds", 1, kLongest);
    return seconds ? std::optional(std::chrono::seconds(*seconds)) : std::nullopt;
}

// In one spelling, as they are compared.
Result<void> normalize(std::vector<std::string> &origins)
{
    for (std::string &origin : origins) {
        auto normalized = normalizedOrigin(origin);
        if (!normalized)
            return Error{ErrorCode::InvalidArgument,
                         "allowedOrigins must be like https://chat.example or http://host:8080"};
        origin = std::move(*normalized);
    }
    return {};
}

} // namespace

Result<TokenRequest> tokenRequestFrom(const JsonValue &object, const std::string &where)
{
    JsonReader in(object, where);
    TokenRequest request;
    request.label = in.optionalString("label").value_or("");
    request.publisherId = in.optionalString("publisherId").value_or("");
    const auto kind = tokenKindFrom(in.optionalString("kind").value_or("key"));
    const JsonValue *admin = in.optionalValue("admin");
    request.templates = optionalStrings(in, "templates");
    request.validFor = validFor(in);
    request.oneUse = in.optionalBoolean("oneUse").value_or(false);
    request.limits.maxConnections = bound(in, "maxConnections", TokenRequest::kMaxConnections);
    request.limits.publishPerSecond = bound(in, "publishPerSecond", PublishRate::kMaxPerSecond);
    request.limits.requestsPerSecond = bound(in, "requestsPerSecond", PublishRate::kMaxPerSecond);
    request.allowedOrigins = optionalStrings(in, "allowedOrigins");
    request.refreshable = in.optionalBoolean("refreshable").value_or(false);
    request.room = in.optionalString("room").value_or("");
    const JsonValue grants(in.optionalArray("grants"));
    if (auto ok = in.finish(); !ok)
        return ok.error();
    if (!kind)
        return placed(where, kind.error());
    request.kind = *kind;
    if (admin)
        if (auto ok = readAdmin(*admin, request.scope); !ok)
            return placed(where, ok.error());
    if (auto ok = normalize(request.allowedOrigins); !ok)
        return placed(where, ok.error());
    auto parsed = grantsFromJson(grants);
    if (!parsed)
        return placed(where, parsed.error());
    request.scope.grants = std::move(*parsed);
    return request;
}

Result<TemplateRequest> templateRequestFrom(const JsonValue &object, const std::string &where)
{
    JsonReader in(object, where);
    TemplateRequest request;
    request.validFor = validFor(in);
    const JsonValue *variables = in.optionalObject("variables");
    if (auto ok = in.finish(); !ok)
        return ok.error();
    if (!variables)
        return request;
    JsonReader values(*variables, where.empty() ? "variables" : where + ".variables");
    for (const auto &[name, value] : *variables->object()) {
        if (value.string())
            request.values.texts.emplace_back(name, values.string(name));
        else
            request.values.lists.emplace_back(name, values.strings(name));
    }
    if (auto ok = values.finish(); !ok)
        return ok.error();
    return request;
}

Result<JsonValue::Array> batchFrom(const JsonValue &body)
{
    JsonReader in(body);
    const JsonValue::Array &tokens = in.array("tokens");
    if (auto ok = in.finish(); !ok)
        return ok.error();
    if (tokens.empty() || tokens.size() > kMaxBatch)
        return Error{ErrorCode::InvalidArgument, "tokens must have 1 to 1000 elements"};
    return tokens;
}

std::string whereInBatch(std::size_t index)
{
    return "tokens[" + std::to_string(index) + "]";
}

} // namespace parley
