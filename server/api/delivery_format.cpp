#include "server/api/delivery_format.h"

#include "server/api/curl_script.h"
#include "server/api/exported_head.h"
#include "server/api/http_archive.h"
#include "server/api/resource_json.h"
#include "server/protocol/http_response.h"

namespace parley {
namespace {

// One delivery a line, its attempts within.
class DeliveryLines final : public DeliveryFormat
{
public:
    std::string_view contentType() const override { return "application/x-ndjson"; }
    std::string_view fileName() const override { return "deliveries.ndjson"; }

    std::string piece(const ExportedDelivery &exported) override
    {
        std::string json;
        JsonWriter writer(json);
        writer.beginObject().key("delivery");
        writeDelivery(writer, exported.delivery, !exported.redact);
        writer.key("attempts").beginArray();
        for (Attempt attempt : exported.attempts) {
            attempt.requestHead = ExportedHead::from(attempt.requestHead, exported.redact).text();
            attempt.responseHead = ExportedHead::from(attempt.responseHead, exported.redact).text();
            if (exported.redact) {
                attempt.responseBody.clear();
                if (quotesAnswer(attempt))
                    attempt.outcomeText.clear();
            }
            writeAttempt(writer, attempt, true);
        }
        writer.endArray().endObject();
        return json + '\n';
    }

    std::string broken(const Error &error) override
    {
        return HttpResponse::failure(error).body + '\n'; // {"error":...}
    }
};

} // namespace

Result<std::unique_ptr<DeliveryFormat>> DeliveryFormat::of(std::string_view name, bool signature)
{
    if (name == "ndjson")
        return std::unique_ptr<DeliveryFormat>(std::make_unique<DeliveryLines>());
    if (name == "har")
        return std::unique_ptr<DeliveryFormat>(std::make_unique<HttpArchive>());
    if (name == "curl")
        return std::unique_ptr<DeliveryFormat>(std::make_unique<CurlScript>(signature));
    return Error{ErrorCode::InvalidArgument, "format must be ndjson, har or curl"};
}

} // namespace parley
