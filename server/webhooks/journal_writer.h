#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

#include <QObject>
#include <QTimer>

#include "server/base/log.h"
#include "server/webhooks/delivery_journal.h"

namespace parley {

// Writes what happened to deliveries, in order, and does not give up: while the journal refuses,
// everything waits here and nothing new is started. Thread: webhooks.
class JournalWriter final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JournalWriter)

public:
    //! What may wait to be written: some 60 attempts with the longest answers, or thousands of
    //! usual ones.
    static constexpr std::size_t kMaxPendingBytes = 8 * 1024 * 1024;
    static constexpr std::size_t kMaxPending = 4096;
    static constexpr std::chrono::milliseconds kRetryInterval{1'000};

    JournalWriter(DeliveryJournal &journal, Log log); // borrowed

    //! \p written runs when it is stored, never inside this call; may be empty.
    void write(JournalEntry entry, std::optional<WebhookStateChange> webhook = {},
               std::function<void()> written = {});

    bool hasRoom() const;
    bool isEmpty() const { return m_pending.empty(); }
    bool holds(const std::string &deliveryId) const { return m_ids.contains(deliveryId); }
    void onDrained(std::function<void()> drained) { m_drained = std::move(drained); }

private:
    struct Pending {
        JournalEntry entry;
        std::optional<WebhookStateChange> webhook{};
        std::function<void()> written{};
        std::size_t bytes = 0;
    };

    void send(const Pending &pending);
    void pop();
    void answered(const Result<void> &result);
    void retry();

    DeliveryJournal &m_journal;
    Log m_log;
    std::deque<Pending> m_pending; // oldest first; the first m_sent are with the journal
    std::size_t m_sent = 0;
    bool m_failing = false;
    std::size_t m_bytes = 0;
    std::unordered_map<std::string, int> m_ids;
    std::function<void()> m_drained;
    QTimer m_retry;
};

} // namespace parley
