#include "server/protocol/payload_json.h"

#include <utility>

#include "server/base/encoding.h"

namespace parley {

Result<Payload> payloadOfMembers(std::optional<std::string_view> text,
                                 std::optional<std::string_view> encoded)
{
    if (text.has_value() == encoded.has_value())
        return Error{ErrorCode::InvalidArgument,
                     "publish takes exactly one of \"text\" and \"base64\""};
    const Error tooLarge{ErrorCode::PayloadTooLarge,
                         "payload is over " + std::to_string(Payload::kMaxBytes) + " bytes"};
    if (text) { // looked at before it is copied
        if (text->size() > Payload::kMaxBytes)
            return tooLarge;
        return Payload{PayloadKind::Text, std::string(*text)};
    }
    auto bytes = fromBase64(*encoded);
    if (!bytes)
        return Error{ErrorCode::InvalidArgument, "\"base64\" is not padded standard base64"};
    if (bytes->size() > Payload::kMaxBytes)
        return tooLarge;
    return Payload{PayloadKind::Binary, *std::move(bytes)};
}

} // namespace parley
