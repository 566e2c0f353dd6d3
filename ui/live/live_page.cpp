#include "ui/live/live_page.h"

#include <algorithm>

#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/empty_state.h"
#include "ui/common/icons.h"
#include "ui/common/labels.h"
#include "ui/common/page_header.h"
#include "ui/live/live_detail.h"
#include "ui/live/live_feed.h"
#include "ui/models/text_format.h"
#include "ui/views/log_filter.h"
#include "ui/views/log_store.h"
#include "ui/views/log_view.h"

namespace parley::ui {

LivePage::LivePage(const PageContext &context, QWidget *parent) :
    Page(parent), m_context(context), m_store(new LogStore(this)),
    m_feed(new LiveFeed(context.link, *m_store, this)), m_view(new LogView(this)),
    m_problem(problemLabel(this)), m_state(mutedLabel({}, this))
{
    m_view->setObjectName(QStringLiteral("log"));
    m_view->setStore(m_store);
    m_view->setEmptyText(tr("No message yet. As soon as somebody publishes, it shows here."));
    m_state->setWordWrap(false);
    m_state->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(10);
    layout->addWidget(
        new PageHeader(tr("Live"), tr("Every message of every topic, as it happens"), this));
    layout->addWidget(makeTools());
    layout->addWidget(m_problem);
    layout->addWidget(makeSplit(), 1);
    setFocusProxy(m_view);
    connectView();
    showState();
}

QWidget *LivePage::makeTools()
{
    auto *tools = new QWidget(this);
    m_pause = iconButton(QStringLiteral("pause"), tr("Pause the picture (Space); storing goes on"),
                         tools);
    m_pause->setCheckable(true);
    m_follow = iconButton(QStringLiteral("follow"), tr("Follow the newest message"), tools,
                          QKeySequence(QStringLiteral("Ctrl+L")));
    m_follow->setCheckable(true);
    m_follow->setChecked(m_view->isFollowing());
    auto *order = iconButton(QStringLiteral("order"), tr("Newest on top"), tools);
    order->setCheckable(true);
    auto *wrap = iconButton(QStringLiteral("wrap"), tr("Wrap long lines of the payload"), tools);
    wrap->setCheckable(true);
    wrap->setChecked(true);
    auto *clear
        = iconButton(QStringLiteral("clear"), tr("Clear: hide what is here up to now"), tools);
    m_undoClear = iconButton(QStringLiteral("refresh"), tr("Bring back what was cleared"), tools);
    m_undoClear->setVisible(m_view->canUndoClear());
    m_filter = filterLine(tr("Filter: words, /regular expression/, topic:friends-*, publisher:ana"),
                          this);
    auto *layout = new QHBoxLayout(tools);
    layout->setContentsMargins(0, 0, 0, 0);
    for (auto *button : {m_pause, m_follow, order, wrap, clear, m_undoClear})
        layout->addWidget(button);
    layout->addWidget(m_filter, 1);
    layout->addWidget(m_state);
    connect(m_pause, &QToolButton::toggled, m_view, &LogView::setPaused);
    connect(m_follow, &QToolButton::toggled, m_view, &LogView::setFollowing);
    connect(order, &QToolButton::toggled, m_view, &LogView::setNewestFirst);
    connect(wrap, &QToolButton::toggled, this, [this](bool on) { m_detail->setWrapped(on); });
    connect(clear, &QToolButton::clicked, m_view, &LogView::clear);
    connect(m_undoClear, &QToolButton::clicked, m_view, &LogView::undoClear);
    connect(m_filter, &QLineEdit::textChanged, this, &LivePage::applyFilter);
    return tools;
}

QWidget *LivePage::makeSplit()
{
    auto *split = new QSplitter(Qt::Vertical, this);
    m_below = new QStackedWidget(split);
    m_detail = new LiveDetail(m_context, m_below);
    m_below->addWidget(new EmptyState(QStringLiteral("search"),
                                      tr("Choose a message to see all of it."), {}, m_below));
    m_below->addWidget(m_detail);
    split->addWidget(m_view);
    split->addWidget(m_below);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(10);
    return split;
}

void LivePage::connectView()
{
    connect(m_view, &LogView::currentRowChanged, this, &LivePage::showRow);
    connect(m_view, &LogView::followChanged, m_follow, &QToolButton::setChecked);
    connect(m_view, &LogView::pausedChanged, this, [this](bool paused) {
        m_pause->setChecked(paused);
        setThemedIcon(m_pause, paused ? QStringLiteral("play") : QStringLiteral("pause"));
        showState();
    });
    connect(m_view, &LogView::clearedChanged, m_undoClear, &QToolButton::setVisible);
    connect(m_feed, &LiveFeed::stateChanged, this, &LivePage::showState);
    connect(m_feed, &LiveFeed::rateChanged, this, [this] {
        if (isVisible())
            showState();
    });
}

void LivePage::applyFilter()
{
    const auto filter = LogFilter::parse(m_filter->text());
    showProblem(m_problem, filter ? m_feed->problem() : client::sentence(filter.error()));
    m_filter->setProperty("invalid", !filter);
    if (filter)
        m_view->setFilter(*filter);
}

void LivePage::showState()
{
    showProblem(m_problem, m_feed->problem());
    QString text = tr("offline");
    if (m_feed->isFollowing())
        text = tr("%1 stored, %2/s").arg(countText(m_store->rowCount()), rateText(m_feed->rate()));
    if (m_view->isPaused())
        text = tr("paused, storing goes on: %1").arg(countText(m_store->rowCount()));
    // Grows with its words and never shrinks: nothing is cut, and the filter does not jitter.
    const int wanted = m_state->fontMetrics().horizontalAdvance(text) + 2;
    m_state->setMinimumWidth(std::max(m_state->minimumWidth(), wanted));
    m_state->setText(text);
}

void LivePage::showRow(quint64 number)
{
    const auto row = m_view->row(number);
    const bool isMessage = row && row->kind == LogRowKind::Message;
    m_below->setCurrentIndex(isMessage ? 1 : 0);
    if (isMessage)
        m_detail->setRow(*row);
}

void LivePage::setFilter(const QString &text)
{
    m_filter->setText(text);
}

bool LivePage::hasData() const
{
    return m_feed->isFollowing() && m_store->rowCount() > 0 && m_feed->rate() > 0.0
        && m_below->currentIndex() == 1;
}

} // namespace parley::ui
