#include "server/api/api.h"

namespace parley {

void addFunctionRoutes(Router &router, ApiContext &context)
{
    router.add(
        "GET", "/v1/functions", Access::read(AdminArea::Webhooks), [&context](const CallPtr &call) {
            std::string json;
            JsonWriter writer(json);
            writer.beginObject().key("functions").beginArray();
            for (const auto &name : context.functionControl.functionNames())
                writer.beginObject().member("name", name).endObject();
            writer.endArray().key("engines").raw(context.functionControl.enginesJson()).endObject();
            call->reply(200, std::move(json));
        });
}

} // namespace parley
