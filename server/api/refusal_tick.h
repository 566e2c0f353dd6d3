#pragma once

#include "server/api/audit.h"
#include "server/auth/refusals.h"
#include "server/net/event_loop.h"
#include "server/store/store.h"

namespace parley {

// Once a second: writes into the audit who was refused. Thread: first I/O loop.
class RefusalTick final : private TickObserver
{
public:
    RefusalTick(EventLoop &loop, const Clock &clock, Refusals &refusals, Store &store,
                Audit &audit); // borrowed
    ~RefusalTick();
    RefusalTick(const RefusalTick &) = delete;
    RefusalTick &operator=(const RefusalTick &) = delete;

private:
    void tick() override;
    void write(std::vector<AuditRecord> records);

    EventLoop &m_loop;
    const Clock &m_clock;
    Refusals &m_refusals;
    Store &m_store;
    Audit &m_audit;
    MonotonicTime m_last;
};

} // namespace parley
