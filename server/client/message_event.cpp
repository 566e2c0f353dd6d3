#include "server/client/message_event.h"

#include "server/client/json_reader.h"

namespace parley::client {

Result<MessageEvent> messageEventFrom(const Item &item)
{
    const auto object = jsonObjectFrom(item.payload);
    if (!object)
        return object.error();
    auto inner = itemFrom(*object);
    if (!inner)
        return inner.error();
    const JsonReader reader(*object, "message event");
    MessageEvent event;
    event.item = *std::move(inner);
    event.bytes = reader.numberOr("bytes", static_cast<std::uint64_t>(event.item.payload.size()));
    event.truncated = reader.flagOr("truncated", false);
    return event;
}

} // namespace parley::client
