#include "server/api/batch_lines.h"

#include <algorithm>

#include "server/protocol/json_reader.h"
#include "server/protocol/payload_json.h"
#include "server/types/idempotency_key.h"

namespace parley {
namespace {

Error ofLine(std::size_t number, const Error &error)
{
    return {error.code, "line " + std::to_string(number) + ": " + error.message};
}

Result<BatchMessage> messageOf(std::string_view line)
{
    const auto json = parseJson(line);
    if (!json)
        return json.error();
    JsonReader in(*json);
    const auto text = in.optionalString("text");
    const auto encoded = in.optionalString("base64");
    const auto key = in.optionalString("idempotencyKey");
    if (auto ok = in.finish(); !ok)
        return ok.error();
    auto payload = payloadOfMembers(text, encoded);
    if (!payload)
        return payload.error();
    BatchMessage message{*std::move(payload), {}};
    if (key) {
        auto parsed = IdempotencyKey::parse(*key);
        if (!parsed)
            return parsed.error();
        message.idempotencyKey = parsed->text();
    }
    return message;
}

} // namespace

Result<std::vector<BatchMessage>> messagesOf(std::string_view lines)
{
    std::vector<BatchMessage> messages;
    for (std::size_t number = 1; !lines.empty(); ++number) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        if (number > kMaxBatchMessages)
            return Error{ErrorCode::LimitExceeded, "a request has at most 1,000 messages"};
        auto message = messageOf(lines.substr(0, end));
        if (!message)
            return ofLine(number, message.error());
        messages.push_back(*std::move(message));
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    if (messages.empty())
        return Error{ErrorCode::InvalidArgument, "the body has no line"};
    return messages;
}

} // namespace parley
