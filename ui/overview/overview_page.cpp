#include "ui/overview/overview_page.h"

#include <algorithm>

#include <QGridLayout>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/navigator.h"
#include "ui/common/page_header.h"
#include "ui/common/poller.h"
#include "ui/common/status_feed.h"
#include "ui/common/tables.h"
#include "ui/models/text_format.h"
#include "ui/models/topic_model.h"
#include "ui/overview/figure_card.h"
#include "ui/overview/first_run_panel.h"
#include "ui/overview/problem_list.h"

namespace parley::ui {
namespace {

constexpr int kPeaks = 4; // fewer are no course to look at

} // namespace

OverviewPage::OverviewPage(const PageContext &context, const StatusFeed &feed, QWidget *parent) :
    Page(parent), m_context(context), m_feed(feed), m_firstRun(new FirstRunPanel(this)),
    m_problems(new ProblemList(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(14);
    layout->addWidget(
        new PageHeader(tr("Overview"), tr("How the broker is doing right now"), this));
    layout->addWidget(makeCards());
    layout->addWidget(m_firstRun);
    layout->addWidget(m_problems);
    layout->addWidget(makeTopics(), 1);
    layout->addStretch();
    m_firstRun->hide();
    m_clock.start();
    connect(&feed, &StatusFeed::updated, this, [this] {
        showStatus();
        askForTopics(); // as often as the feed: samples that are close together are no rate
    });
    connect(m_firstRun, &FirstRunPanel::demoRequested, &context.navigator,
            &Navigator::demoRequested);
    connect(m_firstRun, &FirstRunPanel::connectRequested, &context.navigator,
            &Navigator::connectRequested);
    connect(m_firstRun, &FirstRunPanel::emptyRequested, &context.navigator,
            &Navigator::newTopicRequested);
    new Poller(this, std::chrono::seconds(5), [this] { askForProblems(); });
}

// What flows where, for somebody who has just come in; the page of topics does the rest.
QWidget *OverviewPage::makeTopics()
{
    m_rows = new TopicModel(this);
    m_table = makeTable(m_rows, {-20, 6, 14, 6, 6, 6}, tr("Topics"), this);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->hide();
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT m_context.navigator.topicRequested(m_rows->row(index.row()).info.address);
    });
    connect(&m_context.link, &BrokerLink::addressChanged, this,
            [this] { m_rows->setTopics({}, m_clock.elapsed()); });
    return m_table;
}

void OverviewPage::askForTopics()
{
    if (!isVisible() || !m_context.link.address().isValid())
        return;
    m_context.link.admin().topics(this, [this](const auto &topics) {
        if (!topics)
            return; // the status says what is wrong
        m_rows->setTopics(*topics, m_clock.elapsed());
        m_table->setVisible(m_rows->rowCount() > 0);
        if (!m_table->currentIndex().isValid() && m_rows->rowCount() > 0)
            m_table->setCurrentIndex(m_rows->index(0, 0));
    });
}

QWidget *OverviewPage::makeCards()
{
    auto *cards = new QWidget(this);
    cards->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto *grid = new QGridLayout(cards);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(12);
    m_in = new FigureCard(tr("Messages in per second"), true, cards);
    m_out = new FigureCard(tr("Messages out per second"), true, cards);
    m_connections = new FigureCard(tr("Connections"), false, cards);
    m_topics = new FigureCard(tr("Topics"), false, cards);
    m_running = new FigureCard(tr("Running"), false, cards);
    grid->addWidget(m_in, 0, 0, 1, 3);
    grid->addWidget(m_out, 0, 3, 1, 3);
    grid->addWidget(m_connections, 1, 0, 1, 2);
    grid->addWidget(m_topics, 1, 2, 1, 2);
    grid->addWidget(m_running, 1, 4, 1, 2);
    for (int column = 0; column < 6; ++column)
        grid->setColumnStretch(column, 1);
    return cards;
}

void OverviewPage::setDemoOffered(bool offered)
{
    m_firstRun->setDemoOffered(offered);
}

void OverviewPage::setDemoState(bool running, const QString &problem)
{
    m_firstRun->setDemoState(running, problem);
}

void OverviewPage::setBrokerProblem(const QString &problem, std::uint16_t freePort)
{
    QList<Problem> problems;
    if (!problem.isEmpty()) {
        Problem line{problem, {}, {}, true};
        if (freePort != 0) {
            line.action = tr("Use port %1").arg(freePort);
            line.act = [this, freePort] { Q_EMIT otherPortRequested(freePort); };
        } else {
            line.action = tr("Connect to a broker…");
            line.act = [this] { Q_EMIT m_context.navigator.connectRequested(); };
        }
        problems.append(line);
    }
    m_problems->setProblems(QStringLiteral("0 broker"), problems);
}

void OverviewPage::setBrokerStarting(std::uint16_t port)
{
    m_problems->setProblems(
        QStringLiteral("0 broker"),
        {Problem{tr("The broker starts on port %1…").arg(port), {}, {}, false}});
}

bool OverviewPage::hasData() const
{
    const auto busy = [](const RateTracker &rate) {
        const auto &samples = rate.samples();
        return rate.rate() > 0.0
            && std::count_if(samples.cbegin(), samples.cend(), [](double s) { return s > 0.0; })
            >= kPeaks;
    };
    return m_feed.isKnown() && busy(m_feed.in()) && busy(m_feed.out()) && m_rows->isBusy();
}

void OverviewPage::refresh()
{
    showStatus();
    askForProblems();
}

void OverviewPage::showStatus()
{
    if (!isVisible())
        return;
    QList<Problem> offline;
    if (!m_feed.problem().isEmpty())
        offline.append({m_feed.problem(), {}, {}, true});
    m_problems->setProblems(QStringLiteral("1 status"), offline);
    if (!m_feed.isKnown())
        return;
    const auto &status = m_feed.status();
    m_in->setFigure(rateText(m_feed.in().rate()),
                    tr("%1 since the start").arg(countText(status.publishedMessages)));
    m_in->setCourse(m_feed.in().course());
    m_out->setFigure(rateText(m_feed.out().rate()),
                     tr("%1 since the start").arg(countText(status.deliveredMessages)));
    m_out->setCourse(m_feed.out().course());
    m_connections->setFigure(
        countText(status.connections),
        pluralText(status.subscriptions, tr("1 subscription"), tr("%1 subscriptions")));
    m_topics->setFigure(countText(status.topics),
                        tr("%1 published").arg(bytesText(status.publishedBytes)));
    const auto now = QDateTime::currentDateTimeUtc();
    m_running->setFigure(
        tr("since %1").arg(dayAndClockText(status.startedAt)),
        tr("%1, version %2").arg(relativeText(status.startedAt, now), status.version));
    m_firstRun->setVisible(status.topics == 0);
}

void OverviewPage::askForProblems()
{
    if (!m_context.link.address().isValid())
        return;
    auto &admin = m_context.link.admin();
    admin.functions(this, [this](const auto &functions) {
        if (functions)
            showEngines(*functions);
    });
    admin.webhooks(this, [this](const auto &webhooks) {
        QList<Problem> problems;
        for (const auto &webhook : webhooks ? *webhooks : QList<client::WebhookInfo>()) {
            if (webhook.state == QLatin1String("disabled"))
                problems.append(
                    {tr("Webhook “%1” is disabled: %2").arg(webhook.name, webhook.stateReason),
                     tr("Show"),
                     [this, id = webhook.id] { Q_EMIT m_context.navigator.webhookRequested(id); },
                     true});
        }
        m_problems->setProblems(QStringLiteral("3 webhooks"), problems);
    });
    client::DeliveryQuery dead;
    dead.state = QStringLiteral("dead");
    admin.deliveries(dead, this, [this](const auto &page) {
        QList<Problem> problems;
        const auto count = page ? page->deliveries.size() : 0;
        if (count > 0)
            problems.append(
                {page->next.isEmpty()
                     ? pluralText(std::uint64_t(count),
                                  tr("1 delivery never arrived and will not be tried again."),
                                  tr("%1 deliveries never arrived and will not be tried again."))
                     : tr("More than %1 deliveries never arrived.").arg(count),
                 tr("Show"), [this] { Q_EMIT m_context.navigator.deliveriesRequested({}); }, true});
        m_problems->setProblems(QStringLiteral("4 deliveries"), problems);
    });
}

void OverviewPage::showEngines(const client::FunctionsInfo &functions)
{
    QList<Problem> problems;
    for (const auto &engine : functions.engines) {
        if (!engine.problem.isEmpty())
            problems.append(
                {tr("Translation engine %1: %2").arg(engine.name, engine.problem), {}, {}, false});
    }
    m_problems->setProblems(QStringLiteral("2 engines"), problems);
}

} // namespace parley::ui
