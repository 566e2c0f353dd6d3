#include "server/webhooks/journal_writer.h"

#include <utility>

namespace parley {
namespace {

std::size_t sizeOf(const JournalEntry &entry)
{
    constexpr std::size_t kRow = 1024; // the fields that are always small
    if (!entry.attempt)
        return kRow;
    const Attempt &attempt = *entry.attempt;
    return kRow + attempt.requestHead.size() + attempt.responseHead.size()
        + attempt.responseBody.size() + attempt.outcomeText.size();
}

} // namespace

JournalWriter::JournalWriter(DeliveryJournal &journal, Log log) : m_journal(journal), m_log(log)
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(kRetryInterval);
    connect(&m_retry, &QTimer::timeout, this, &JournalWriter::retry);
}

void JournalWriter::write(JournalEntry entry, std::optional<WebhookStateChange> webhook,
                          std::function<void()> written)
{
    const std::size_t bytes = sizeOf(entry);
    ++m_ids[entry.delivery.id];
    m_bytes += bytes;
    m_pending.push_back({std::move(entry), std::move(webhook), std::move(written), bytes});
    if (!m_failing)
        send(m_pending.back());
}

bool JournalWriter::hasRoom() const
{
    return !m_failing && m_bytes < kMaxPendingBytes && m_pending.size() < kMaxPending;
}

void JournalWriter::send(const Pending &pending)
{
    ++m_sent;
    m_journal.update(pending.entry, pending.webhook,
                     [this](const Result<void> &result) { answered(result); });
}

// Answers come in the order of the writes. After a failure everything from the failed write on is
// written again, in order: to write the same state twice does no harm, to write an older one would.
void JournalWriter::answered(const Result<void> &result)
{
    --m_sent;
    if (!m_failing && result) {
        pop();
        return;
    }
    if (!m_failing)
        m_log.error("deliveries cannot be stored: " + result.error().message);
    m_failing = true;
    if (m_sent == 0)
        m_retry.start();
}

void JournalWriter::pop()
{
    const bool hadRoom = hasRoom();
    Pending done = std::move(m_pending.front());
    m_pending.pop_front();
    m_bytes -= done.bytes;
    const auto id = m_ids.find(done.entry.delivery.id);
    if (--id->second == 0)
        m_ids.erase(id);
    if (done.written)
        done.written();
    if (m_drained && (!hadRoom || m_pending.empty()))
        m_drained();
}

void JournalWriter::retry()
{
    m_failing = false;
    for (const Pending &pending : m_pending)
        send(pending);
}

} // namespace parley
