#pragma once

#include <memory>
#include <vector>

#include "server/api/api_context.h"
#include "server/api/delivery_format.h"

namespace parley {

// Writes all deliveries that a question means into an answer, at the client's pace: the next part
// is read when the part before is on its way, so it costs one part of memory. Owned by its stream.
// Thread: I/O loop.
class DeliveryExport final : public AnswerWriter
{
public:
    //! Of bodies and attempts, after which a part ends; the delivery that goes over it is its last.
    static constexpr std::size_t kPartBytes = 256 * 1024;
    static constexpr std::size_t kPartDeliveries = 100;

    DeliveryExport(ApiContext &context, AnswerStream &stream, DeliveryQuery query,
                   std::unique_ptr<DeliveryFormat> format, bool redact);
    ~DeliveryExport() override;

    void start(); // once

    // AnswerWriter
    void drained() override;
    void tick(MonotonicTime) override {}
    void closed() override { m_ended = true; }

private:
    struct Part {
        std::vector<ExportedDelivery> deliveries{};
        std::optional<std::string> next{};
    };
    struct Link { // outlives this, for answers that come too late
        DeliveryExport *self;
    };
    static Result<Part> read(Tables &tables, const DeliveryQuery &query, bool redact);
    void ask();
    void write(Result<Part> part);
    void finish(std::string last);

    ApiContext &m_context;
    AnswerStream &m_stream;
    DeliveryQuery m_query;
    std::unique_ptr<DeliveryFormat> m_format;
    const bool m_redact;
    bool m_asking = false;
    bool m_ended = false;
    std::shared_ptr<Link> m_link;
};

} // namespace parley
