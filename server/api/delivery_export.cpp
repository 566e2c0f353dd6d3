#include "server/api/delivery_export.h"

#include <utility>

namespace parley {
namespace {

std::size_t bytesOf(const ExportedDelivery &exported)
{
    std::size_t bytes = exported.delivery.body.size();
    for (const Attempt &attempt : exported.attempts)
        bytes += attempt.requestHead.size() + attempt.responseHead.size()
            + attempt.responseBody.size();
    return bytes;
}

} // namespace

DeliveryExport::DeliveryExport(ApiContext &context, AnswerStream &stream, DeliveryQuery query,
                               std::unique_ptr<DeliveryFormat> format, bool redact) :
    m_context(context),
    m_stream(stream), m_query(std::move(query)), m_format(std::move(format)), m_redact(redact),
    m_link(std::make_shared<Link>(Link{this}))
{
    m_query.limit = kPartDeliveries;
}

DeliveryExport::~DeliveryExport()
{
    m_link->self = nullptr;
}

void DeliveryExport::start()
{
    if (std::string begin = m_format->begin(); !begin.empty())
        m_stream.write(std::move(begin));
    ask();
}

void DeliveryExport::drained()
{
    ask();
}

void DeliveryExport::ask()
{
    if (m_asking || m_ended)
        return;
    m_asking = true;
    m_context.store.read([&loop = m_context.loop, link = m_link, query = m_query,
                          redact = m_redact](Tables &tables) {
        auto part = read(tables, query, redact);
        loop.post([link, part = std::move(part)]() mutable {
            if (link->self)
                link->self->write(std::move(part));
        });
    });
}

// Thread: store.
Result<DeliveryExport::Part> DeliveryExport::read(Tables &tables, const DeliveryQuery &query,
                                                  bool redact)
{
    auto found = tables.deliverySearch().find(query);
    if (!found)
        return found.error();
    Part part{.next = found->next};
    std::size_t bytes = 0;
    for (const FoundDelivery &one : found->deliveries) {
        if (bytes >= kPartBytes) { // the rest begins behind the last one that was taken
            part.next = part.deliveries.back().delivery.id;
            break;
        }
        auto whole = tables.deliveries().find(one.delivery.id);
        if (!whole)
            continue;
        const bool mayRead = query.mayRead && query.mayRead(whole->key);
        auto attempts = tables.deliveries().attempts(attemptsId(*whole));
        ExportedDelivery exported{.delivery = *std::move(whole),
                                  .attempts = std::move(attempts),
                                  .redact = redact || !mayRead};
        bytes += bytesOf(exported);
        part.deliveries.push_back(std::move(exported));
    }
    return part;
}

void DeliveryExport::write(Result<Part> part)
{
    m_asking = false;
    if (m_ended)
        return;
    if (!part) { // the head is on its way already
        finish(m_format->broken(part.error()));
        return;
    }
    std::string text;
    for (const ExportedDelivery &exported : part->deliveries)
        text += m_format->piece(exported);
    if (!part->next) {
        finish(text + m_format->end());
        return;
    }
    m_query.before = *part->next;
    if (!text.empty())
        m_stream.write(std::move(text));
    if (!m_stream.isBlocked())
        ask();
}

void DeliveryExport::finish(std::string last)
{
    m_ended = true;
    if (!last.empty())
        m_stream.write(std::move(last));
    m_stream.end();
}

} // namespace parley
