#include "ui/pipeline/pipeline_page.h"

#include <algorithm>

#include <QScrollArea>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/empty_state.h"
#include "ui/common/labels.h"
#include "ui/common/navigator.h"
#include "ui/common/page_header.h"
#include "ui/common/poller.h"
#include "ui/models/topic_model.h"
#include "ui/pipeline/pipeline_view.h"

namespace parley::ui {

PipelinePage::PipelinePage(const PageContext &context, QWidget *parent) :
    Page(parent), m_context(context), m_problem(problemLabel(this)),
    m_leftOut(mutedLabel({}, this)), m_view(new PipelineView(this))
{
    m_clock.start();
    auto *area = new QScrollArea(this);
    area->setWidget(m_view);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    auto *empty
        = new EmptyState(QStringLiteral("pipeline"),
                         tr("Nothing flows yet. Topics, the webhooks and functions they call, "
                            "and what those publish are drawn here."),
                         tr("Make the first topic"), this);
    connect(empty, &EmptyState::actionTriggered, &context.navigator, &Navigator::newTopicRequested);
    m_switch = new EmptySwitch(area, empty, this);
    m_leftOut->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(
        new PageHeader(tr("Pipeline"),
                       tr("From topics through webhooks and functions to topics, with "
                          "messages per second"),
                       this));
    layout->addWidget(m_problem);
    layout->addWidget(m_switch, 1);
    layout->addWidget(m_leftOut);
    setFocusProxy(m_view);
    connect(m_view, &PipelineView::nodeActivated, this, &PipelinePage::open);
    new Poller(this, std::chrono::seconds(1), [this] { refresh(); });
}

void PipelinePage::refresh()
{
    if (!m_context.link.address().isValid())
        return;
    auto &admin = m_context.link.admin();
    admin.webhooks(this, [this](const auto &webhooks) {
        if (webhooks)
            m_webhooks = *webhooks;
    });
    admin.rooms().all(this, [this](const auto &rooms) {
        if (rooms)
            m_rooms = *rooms;
    });
    admin.topics(this, [this](const auto &topics) { take(topics); });
}

void PipelinePage::take(const Result<QList<client::TopicInfo>> &topics)
{
    showProblem(m_problem, topics ? QString() : client::sentence(topics.error()));
    if (!topics)
        return;
    m_topics = *topics;
    QHash<QString, RateTracker> rates;
    for (const auto &info : std::as_const(m_topics)) {
        auto tracker = m_rates.value(TopicModel::key(info.address));
        tracker.sample(info.publishedMessages, m_clock.elapsed());
        rates.insert(TopicModel::key(info.address), tracker);
    }
    m_rates = rates;
    showGraph();
}

void PipelinePage::showGraph()
{
    QHash<QString, double> rates;
    for (auto it = m_rates.cbegin(); it != m_rates.cend(); ++it)
        rates.insert(it.key(), it->rate());
    const auto graph = PipelineGraph::from(m_topics, m_webhooks, m_rooms);
    m_view->setGraph(graph, rates);
    m_switch->setEmpty(graph.nodes.isEmpty());
    m_leftOut->setText(tr("%1 more are not drawn.").arg(graph.leftOut));
    m_leftOut->setVisible(graph.leftOut > 0);
}

bool PipelinePage::hasData() const
{
    return std::any_of(m_rates.cbegin(), m_rates.cend(),
                       [](const RateTracker &rate) { return rate.rate() > 0.0; });
}

void PipelinePage::open(const PipelineNode &node)
{
    if (node.kind != PipelineNode::Kind::Topic) {
        Q_EMIT m_context.navigator.webhookRequested(node.key);
        return;
    }
    const auto slash = node.key.indexOf(QLatin1Char('/'));
    Q_EMIT m_context.navigator.topicRequested({node.key.left(slash), node.key.mid(slash + 1)});
}

} // namespace parley::ui
