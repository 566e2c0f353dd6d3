#include "ui/shell/status_line.h"

#include <QDateTime>
#include <QLabel>

#include "ui/common/broker_link.h"
#include "ui/common/labels.h"
#include "ui/common/status_feed.h"
#include "ui/common/theme.h"
#include "ui/models/text_format.h"

namespace parley::ui {

StatusLine::StatusLine(const BrokerLink &link, const StatusFeed &feed, QWidget *parent) :
    QStatusBar(parent), m_link(link), m_feed(feed), m_broker(label({}, this)),
    m_figures(label({}, this)), m_zone(label({}, this))
{
    setSizeGripEnabled(false);
    setContentsMargins(10, 2, 10, 2);
    m_figures->setProperty("muted", true);
    m_zone->setProperty("muted", true);
    addWidget(m_broker);
    addWidget(m_figures);
    addPermanentWidget(m_zone);
    connect(&feed, &StatusFeed::updated, this, &StatusLine::showState);
    connect(&link, &BrokerLink::stateChanged, this, &StatusLine::showState);
    connect(&link, &BrokerLink::addressChanged, this, &StatusLine::showState);
    showState();
}

void StatusLine::showState()
{
    const auto &colors = themeColors(palette());
    const auto host = m_link.address().url.authority();
    auto color = colors.good;
    auto text = tr("● online  %1").arg(host);
    if (host.isEmpty()) {
        color = colors.muted;
        text = tr("○ no broker yet");
    } else if (!m_link.isOnline()) {
        color = colors.bad;
        text = tr("○ offline  %1  %2").arg(host, m_link.socket().reason());
    }
    auto shades = m_broker->palette();
    shades.setColor(QPalette::WindowText, color);
    m_broker->setPalette(shades);
    m_broker->setText(text);
    m_figures->setVisible(m_feed.isKnown() && m_link.isOnline());
    m_figures->setText(
        tr("%1  ·  in %2/s  ·  out %3/s")
            .arg(pluralText(m_feed.status().connections, tr("1 connection"), tr("%1 connections")),
                 rateText(m_feed.in().rate()), rateText(m_feed.out().rate())));
    m_zone->setText(tr("local time, %1").arg(QDateTime::currentDateTime().timeZoneAbbreviation()));
}

} // namespace parley::ui
