#include "server/api/replays.h"

#include <algorithm>
#include <utility>

#include "server/api/resource_json.h"
#include "server/base/ulid.h"

namespace parley {
namespace {

constexpr std::size_t kMaxPlanning = 4; // at once: each keeps asking the store

} // namespace

// A plan in the making.
struct Replays::Planning {
    DeliveryQuery query{};
    Replay replay{};
    std::vector<std::string> ids{}; // newest first
    int questions = 0;
    std::function<void(const Result<Replay> &)> done{};
};

std::string_view wireName(Replays::State state)
{
    switch (state) {
    case Replays::State::Planned: return "planned";
    case Replays::State::Running: return "running";
    case Replays::State::Done: return "done";
    case Replays::State::Canceled: return "canceled";
    }
    return "";
}

void writeReplay(JsonWriter &writer, const Replays::Replay &replay)
{
    writer.beginObject()
        .member("id", replay.id)
        .member("state", wireName(replay.state))
        .member("createdAt", replay.createdAt)
        .member("count", replay.count)
        .member("counted", replay.counted)
        .member("done", replay.done)
        .member("failed", replay.failed)
        .key("sample")
        .beginArray();
    for (const FoundDelivery &found : replay.sample)
        writeFoundDelivery(writer, found, false, false);
    writer.endArray().endObject();
}

Replays::Replays(ApiContext &context) : m_context(context)
{
    m_context.loop.addTickObserver(*this);
}

Replays::~Replays()
{
    m_context.loop.removeTickObserver(*this);
}

void Replays::plan(DeliveryQuery query, std::function<void(const Result<Replay> &)> done)
{
    if (m_planning == kMaxPlanning) {
        done(Error{ErrorCode::Busy, "other replays are being planned now"});
        return;
    }
    ++m_planning;
    const auto planning = std::make_shared<Planning>();
    planning->query = std::move(query);
    planning->query.limit = DeliveryQuery::kMaxDeliveries;
    planning->done = std::move(done);
    planning->replay.createdAt = m_context.clock.utc();
    planning->replay.id = "rpl_" + makeUlid(planning->replay.createdAt, m_context.random);
    ask(planning);
}

void Replays::ask(const std::shared_ptr<Planning> &planning)
{
    ++planning->questions;
    m_context.store.read([this, planning](Tables &tables) {
        auto found = tables.deliverySearch().find(planning->query);
        m_context.loop.post([this, planning, found = std::move(found)]() mutable {
            answered(planning, std::move(found));
        });
    });
}

void Replays::answered(const std::shared_ptr<Planning> &planning, Result<DeliveriesFound> found)
{
    if (!found) {
        --m_planning;
        planning->done(found.error());
        return;
    }
    Replay &replay = planning->replay;
    for (FoundDelivery &one : found->deliveries) {
        if (planning->ids.size() == kMaxDeliveries)
            break;
        planning->ids.push_back(one.delivery.id);
        if (replay.sample.size() < kSample)
            replay.sample.push_back(std::move(one));
    }
    const bool isFull = planning->ids.size() == kMaxDeliveries;
    if (found->next && !isFull && planning->questions < kMaxQuestions) {
        planning->query.before = *found->next;
        ask(planning);
        return;
    }
    --m_planning;
    replay.counted = !found->next;
    replay.count = planning->ids.size();
    replay.left.assign(planning->ids.rbegin(), planning->ids.rend());
    planning->done(replay);
    keep(std::move(replay));
}

void Replays::keep(Replay replay)
{
    if (m_replays.size() >= kMaxKept) { // the oldest makes room, rather one that is over
        auto goes = std::find_if(m_replays.begin(), m_replays.end(),
                                 [](const auto &one) { return one.second.state >= State::Done; });
        if (goes == m_replays.end())
            goes = std::find_if(m_replays.begin(), m_replays.end(),
                                [](const auto &one) { return one.second.state == State::Planned; });
        m_replays.erase(goes == m_replays.end() ? m_replays.begin() : goes);
    }
    std::string id = replay.id;
    m_replays.insert_or_assign(std::move(id), std::move(replay));
}

const Replays::Replay *Replays::find(const std::string &id) const
{
    const auto found = m_replays.find(id);
    return found == m_replays.end() ? nullptr : &found->second;
}

std::vector<const Replays::Replay *> Replays::all() const
{
    std::vector<const Replay *> replays;
    for (auto one = m_replays.rbegin(); one != m_replays.rend(); ++one)
        replays.push_back(&one->second);
    return replays;
}

Result<Replays::Replay> Replays::run(const std::string &id)
{
    const auto found = m_replays.find(id);
    if (found == m_replays.end())
        return Error{ErrorCode::NotFound, "no such replay"};
    if (found->second.state != State::Planned)
        return Error{ErrorCode::FailedPrecondition, "the replay ran already"};
    found->second.state = found->second.left.empty() ? State::Done : State::Running;
    return found->second;
}

Result<void> Replays::cancel(const std::string &id)
{
    const auto found = m_replays.find(id);
    if (found == m_replays.end())
        return Error{ErrorCode::NotFound, "no such replay"};
    if (found->second.state <= State::Running) {
        found->second.state = State::Canceled;
        found->second.left.clear();
    }
    return {};
}

void Replays::tick()
{
    for (auto &[id, replay] : m_replays)
        if (replay.state == State::Running && replay.underWay == 0)
            sendSome(replay);
}

void Replays::sendSome(Replay &replay)
{
    std::vector<std::string> ids;
    while (ids.size() < kPerTick && !replay.left.empty()) {
        ids.push_back(std::move(replay.left.front()));
        replay.left.pop_front();
    }
    replay.underWay += ids.size();
    for (const std::string &id : ids)
        m_context.webhookControl.retryNow(
            id, [this, replayId = replay.id, id](const Result<void> &result) {
                sent(replayId, id, result);
            });
}

void Replays::sent(const std::string &replayId, const std::string &deliveryId,
                   const Result<void> &result)
{
    const auto found = m_replays.find(replayId);
    if (found == m_replays.end())
        return;
    Replay &replay = found->second;
    --replay.underWay;
    const bool isBusy = !result && result.error().code == ErrorCode::Busy;
    if (isBusy && replay.state == State::Running)
        replay.left.push_back(deliveryId); // its endpoint has a full line: later again
    else
        ++(result ? replay.done : replay.failed);
    if (replay.state == State::Running && replay.underWay == 0 && replay.left.empty())
        replay.state = State::Done;
}

} // namespace parley
