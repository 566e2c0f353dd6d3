#include "server/api/api.h"

#include "server/api/delivery_export.h"
#include "server/api/delivery_query.h"

namespace parley {
namespace {

// "true", which holds where it is not said, or "false".
Result<bool> flagOf(const ApiCall &call, std::string_view name, bool usual)
{
    const std::string *text = call.request().parameter(name);
    if (!text)
        return usual;
    if (*text != "true" && *text != "false")
        return Error{ErrorCode::InvalidArgument, std::string(name) + " must be true or false"};
    return *text == "true";
}

void exportAll(ApiContext &context, const CallPtr &call)
{
    if (call->request().parameter("limit")) // it would look like all
        return call->fail({ErrorCode::InvalidArgument, "an export has no limit"});
    const auto query = deliveryQueryOf(*call, {"format", "redact", "signature"});
    const auto redact = flagOf(*call, "redact", true);
    const auto signature = flagOf(*call, "signature", false);
    if (!query || !redact || !signature) {
        call->fail(!query ? query.error() : !redact ? redact.error() : signature.error());
        return;
    }
    const std::string *name = call->request().parameter("format");
    auto format = DeliveryFormat::of(name ? *name : "ndjson", *signature);
    if (!format) {
        call->fail(format.error());
        return;
    }
    HttpResponse head = HttpResponse::stream((*format)->contentType());
    head.headers.push_back({"Content-Disposition",
                            "attachment; filename=\"" + std::string((*format)->fileName()) + '"'});
    if (call->request().method == "HEAD") {
        call->exchange().respond(head);
        return;
    }
    call->exchange().stream(head, [&](AnswerStream &stream) {
        auto writer = std::make_unique<DeliveryExport>(context, stream, *query, *std::move(format),
                                                       *redact);
        writer->start();
        return writer;
    });
}

} // namespace

void addDeliveryExportRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/deliveries/export", Access::read(AdminArea::Webhooks),
               [&context](const CallPtr &call) { exportAll(context, call); });
}

} // namespace parley
