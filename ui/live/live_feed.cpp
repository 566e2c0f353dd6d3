#include "ui/live/live_feed.h"

#include "server/client/message_event.h"
#include "server/client/subscription.h"
#include "ui/common/broker_link.h"
#include "ui/views/log_store.h"

namespace parley::ui {
namespace {

// What was missed arrives at once after a reconnect; what comes later is new.
constexpr int kRecoveryMs = 500;

} // namespace

LiveFeed::LiveFeed(BrokerLink &link, LogStore &store, QObject *parent) :
    QObject(parent), m_link(link), m_store(store)
{
    m_clock.start();
    m_markTimer.setSingleShot(true);
    m_markTimer.setInterval(kRecoveryMs);
    connect(&m_markTimer, &QTimer::timeout, this, &LiveFeed::markReturn);
    m_rateTimer.setInterval(1000);
    connect(&m_rateTimer, &QTimer::timeout, this, [this] {
        m_rate.sample(m_store.appendedRows(), m_clock.elapsed());
        Q_EMIT rateChanged();
    });
    m_rateTimer.start();
    connect(&link, &BrokerLink::addressChanged, this, [this] {
        m_store.clear(); // rows of another broker
        follow();
    });
    follow();
}

void LiveFeed::follow()
{
    delete m_events;
    m_following = false;
    m_problem.clear();
    m_awaySince = m_backAt = 0;
    m_events
        = m_link.socket().subscribe({QStringLiteral("default"), QStringLiteral("$events/messages")},
                                    client::Start::lastMessages(1000),
                                    this); // so that a window that opens late shows something
    connect(m_events, &client::Subscription::activated, this, [this] {
        m_following = true;
        if (m_awaySince != 0) {
            m_backAt = QDateTime::currentMSecsSinceEpoch();
            m_recovered = 0;
            m_markTimer.start();
        }
        Q_EMIT stateChanged();
    });
    connect(m_events, &client::Subscription::interrupted, this, [this] {
        m_following = false;
        if (m_awaySince == 0)
            m_awaySince = QDateTime::currentMSecsSinceEpoch();
        Q_EMIT stateChanged();
    });
    connect(m_events, &client::Subscription::refused, this, [this](const QString &reason) {
        m_following = false;
        m_problem = reason;
        Q_EMIT stateChanged();
    });
    connect(m_events, &client::Subscription::itemArrived, this, &LiveFeed::takeItem);
    connect(m_events, &client::Subscription::gapFound, this, &LiveFeed::takeGap);
}

void LiveFeed::takeItem(const client::Item &item)
{
    auto event = client::messageEventFrom(item);
    if (!event)
        return; // an event of a kind that this program does not know
    auto &message = event->item;
    LogRow row;
    row.timeMs = message.time.toMSecsSinceEpoch();
    row.namespaceName = message.address.nameSpace;
    row.topic = message.address.topic;
    row.page = message.position.page;
    row.sequence = message.position.sequence;
    row.publisherId = message.publisherId;
    row.payload = message.payload;
    row.binary = !message.isText;
    row.payloadBytes = static_cast<quint32>(event->bytes);
    if (m_backAt != 0) {
        if (row.timeMs <= m_backAt)
            ++m_recovered;
        else
            markReturn();
    }
    m_store.append(row);
}

void LiveFeed::takeGap(const client::Gap &gap)
{
    std::optional<quint64> missed;
    if (gap.after.page == gap.next.page && gap.next.sequence > gap.after.sequence)
        missed = gap.next.sequence - gap.after.sequence - 1;
    m_store.appendGap(QDateTime::currentMSecsSinceEpoch(), gap.address.nameSpace, gap.address.topic,
                      missed);
}

void LiveFeed::markReturn()
{
    m_markTimer.stop();
    if (m_backAt == 0)
        return;
    m_store.appendDisconnected(m_awaySince, m_backAt, m_recovered);
    m_awaySince = m_backAt = 0;
}

} // namespace parley::ui
