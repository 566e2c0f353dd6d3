#include "server/webhooks/delivery_acts.h"

#include <utility>

#include "server/base/ulid.h"
#include "server/webhooks/delivery_factory.h"

namespace parley {
namespace {

using Place = OrderedLine::Place;

Error cannot(std::string_view why)
{
    return {ErrorCode::FailedPrecondition, std::string(why)};
}

Error tooMany()
{
    return {ErrorCode::Busy, "too many deliveries wait to be sent again"};
}

} // namespace

Result<Endpoint *> DeliveryActs::activeEndpointOf(const Delivery &delivery) const
{
    Endpoint *const endpoint = m_parts.endpointOf(delivery.webhookId);
    if (!endpoint)
        return cannot("its webhook was deleted");
    if (endpoint->webhook().state != WebhookState::Active)
        return cannot("its webhook is not active");
    return endpoint;
}

// The caller has put it, or will put it, where it is sent from.
void DeliveryActs::queueAgain(Delivery &delivery)
{
    delivery.state = DeliveryState::Queued;
    delivery.reason = DeadReason::None;
    delivery.nextAttemptAt.reset();
    m_parts.observer.deliveryChanged(withoutBody(delivery));
    m_parts.writer.write({withoutBody(delivery)});
}

void DeliveryActs::retryNow(const std::string &deliveryId, Done done)
{
    if (m_parts.open.contains(deliveryId))
        return done(cannot("the delivery is being sent now"));
    m_parts.journal.find(deliveryId, [this, done](const Result<Delivery> &found) {
        found ? retryFound(*found, done) : done(found.error());
    });
}

void DeliveryActs::retryFound(Delivery delivery, const Done &done)
{
    const auto active = activeEndpointOf(delivery);
    if (!active)
        return done(active.error());
    Endpoint &endpoint = **active;
    if (m_parts.open.contains(delivery.id))
        return done(cannot("the delivery is being sent now"));
    if (delivery.body.empty()) // it was too large from the beginning
        return done(cannot("the delivery has no body"));
    if (endpoint.keepsOrder()) {
        if (auto ok = takeItsTurn(endpoint, delivery); !ok)
            return done(ok.error());
        if (endpoint.line()->placeOf(delivery.id) == Place::Head)
            return hurry(endpoint, std::move(delivery), done);
        delivery.batchId.clear(); // it goes alone
    }
    if (!endpoint.acceptsManual())
        return done(tooMany());
    const bool wasFinal = delivery.isFinal();
    endpoint.remove(delivery.id); // it replaces the automatic one
    queueAgain(delivery);
    endpoint.addManual({std::move(delivery), wasFinal ? Trigger::Replay : Trigger::Manual});
    if (wasFinal)
        ++endpoint.open;
    m_parts.changed(endpoint);
    done({});
}

// Whether it may be sent by hand: one that waits in its line only as its head.
Result<void> DeliveryActs::takeItsTurn(Endpoint &endpoint, const Delivery &delivery) const
{
    if (!endpoint.line()->isLoaded())
        return Error{ErrorCode::Busy, "the webhook's order is being read; try again in a moment"};
    const Place place = endpoint.line()->placeOf(delivery.id);
    if (place == Place::Behind || place == Place::Busy)
        return cannot("one before it in its order is not delivered yet");
    return {};
}

void DeliveryActs::hurry(Endpoint &endpoint, Delivery delivery, const Done &done)
{
    queueAgain(delivery);
    endpoint.line()->hurry(delivery.id);
    m_parts.changed(endpoint);
    done({});
}

void DeliveryActs::resend(const std::string &deliveryId, const std::string &body, Resent done)
{
    if (body.size() > kMaxRequestBodyBytes)
        return done(Error{ErrorCode::PayloadTooLarge, "the body is larger than 1 MiB"});
    m_parts.journal.find(deliveryId, [this, body, done](const Result<Delivery> &found) {
        if (!found)
            return done(found.error());
        Delivery edited = *found;
        edited.body = body;
        resendFound(edited, done);
    });
}

void DeliveryActs::resendFound(const Delivery &delivery, const Resent &done)
{
    const auto endpoint = activeEndpointOf(delivery);
    if (!endpoint)
        return done(endpoint.error());
    if (!(*endpoint)->acceptsManual())
        return done(tooMany());
    const UtcTime now = m_parts.clock.utc();
    const Delivery fresh = editedDelivery(delivery, makeUlid(now, m_parts.random), now);
    m_parts.journal.enqueue({{fresh}}, std::nullopt,
                            [this, fresh, done](const Result<std::vector<std::string>> &known) {
                                if (!known)
                                    return done(known.error());
                                takeResent(fresh);
                                done(fresh.id);
                            });
}

void DeliveryActs::takeResent(Delivery delivery)
{
    Endpoint *const endpoint = m_parts.endpointOf(delivery.webhookId);
    m_parts.observer.deliveryChanged(withoutBody(delivery));
    if (!endpoint) // deleted meanwhile, but not with this one
        return m_parts.cancelOpen(delivery.webhookId);
    ++endpoint->open;
    endpoint->addManual({std::move(delivery), Trigger::Manual});
    m_parts.changed(*endpoint);
}

void DeliveryActs::cancel(const std::string &deliveryId, Done done)
{
    if (m_parts.open.cancel(deliveryId))
        return done({});
    m_parts.journal.find(deliveryId, [this, done](const Result<Delivery> &found) {
        found ? cancelFound(*found, done) : done(found.error());
    });
}

void DeliveryActs::cancelFound(Delivery delivery, const Done &done)
{
    if (m_parts.open.cancel(delivery.id))
        return done({});
    if (delivery.isFinal())
        return done(cannot("the delivery is over already"));
    Endpoint *const endpoint = m_parts.endpointOf(delivery.webhookId);
    if (endpoint && endpoint->line() && endpoint->line()->placeOf(delivery.id) == Place::Busy)
        return done(cannot("the delivery is being sent now"));
    delivery.state = DeliveryState::Canceled;
    delivery.nextAttemptAt.reset();
    m_parts.observer.deliveryChanged(withoutBody(delivery));
    m_parts.writer.write({withoutBody(delivery)});
    if (endpoint) {
        endpoint->remove(delivery.id);
        endpoint->noLongerOpen(1);
        m_parts.changed(*endpoint);
    }
    done({});
}

} // namespace parley
