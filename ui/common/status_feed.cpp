#include "ui/common/status_feed.h"

#include <QWidget>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/poller.h"

namespace parley::ui {

StatusFeed::StatusFeed(BrokerLink &link, QWidget *window) : QObject(window), m_link(link)
{
    m_clock.start();
    new Poller(window, std::chrono::seconds(1), [this] { ask(); }); // owned by the window
    connect(&link, &BrokerLink::addressChanged, this, [this] {
        m_known = false;
        m_in = {};
        m_out = {};
    });
}

void StatusFeed::ask()
{
    if (m_asking || !m_link.address().isValid())
        return;
    m_asking = true;
    m_link.admin().status(this, [this](const auto &status) { take(status); });
}

void StatusFeed::take(const Result<client::StatusInfo> &status)
{
    m_asking = false;
    m_problem = status ? QString() : client::sentence(status.error());
    if (status) {
        m_known = true;
        m_status = *status;
        m_in.sample(status->publishedMessages, m_clock.elapsed());
        m_out.sample(status->deliveredMessages, m_clock.elapsed());
    }
    Q_EMIT updated();
}

} // namespace parley::ui
