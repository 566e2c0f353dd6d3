#include "server/api/refusal_tick.h"

namespace parley {

RefusalTick::RefusalTick(EventLoop &loop, const Clock &clock, Refusals &refusals, Store &store,
                         Audit &audit) :
    m_loop(loop),
    m_clock(clock), m_refusals(refusals), m_store(store), m_audit(audit), m_last(clock.monotonic())
{
    m_loop.addTickObserver(*this);
}

RefusalTick::~RefusalTick()
{
    m_loop.removeTickObserver(*this);
}

void RefusalTick::tick()
{
    constexpr std::chrono::seconds kBetween{1};
    const MonotonicTime now = m_clock.monotonic();
    if (now - m_last < kBetween)
        return;
    m_last = now;
    if (auto records = m_refusals.take(); !records.empty())
        write(std::move(records));
}

// What the store does not take is told all the same: somebody may be watching.
void RefusalTick::write(std::vector<AuditRecord> records)
{
    const auto shared = std::make_shared<std::vector<AuditRecord>>(std::move(records));
    m_store.write(
        [shared](Tables &tables) -> Result<void> {
            for (AuditRecord &record : *shared) {
                const auto id = tables.audit().append(record);
                if (!id)
                    return id.error();
                record.id = *id;
            }
            return {};
        },
        [this, shared](const Result<void> &) {
            m_loop.post([this, shared] {
                for (const AuditRecord &record : *shared)
                    m_audit.tell(record);
            });
        });
}

} // namespace parley
