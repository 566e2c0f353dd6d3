#include "ui/deliveries/deliveries_page.h"

#include <utility>

#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

#include "server/client/delivery_event.h"
#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/empty_state.h"
#include "ui/common/labels.h"
#include "ui/common/navigator.h"
#include "ui/common/page_header.h"
#include "ui/common/tables.h"
#include "ui/deliveries/chosen_acts.h"
#include "ui/deliveries/delivery_detail.h"
#include "ui/deliveries/delivery_filter_bar.h"
#include "ui/deliveries/delivery_tail.h"
#include "ui/deliveries/export_dialog.h"
#include "ui/deliveries/filter_menu.h"
#include "ui/deliveries/replay_dialog.h"
#include "ui/deliveries/retention_dialog.h"
#include "ui/models/delivery_filter.h"
#include "ui/models/delivery_model.h"
#include "ui/models/delivery_text.h"

namespace parley::ui {
namespace {

constexpr int kScreenful = 50; // rows; short answers are asked on until there are as many
constexpr int kClockIntervalMs = 10'000; // "in 4 min" is not finer
constexpr qsizetype kMostAnswers = 1000; // more are under way at no time

} // namespace

DeliveriesPage::DeliveriesPage(const PageContext &context, QWidget *parent) :
    Page(parent), m_context(context), m_model(new DeliveryModel(this)),
    m_filters(new DeliveryFilterBar(this)), m_note(mutedLabel({}, this)),
    m_problem(problemLabel(this))
{
    auto *empty
        = new EmptyState(QStringLiteral("deliveries"),
                         tr("Nothing was delivered yet. As soon as a message arrives on a topic "
                            "that has a webhook, its delivery is here."),
                         tr("Make a webhook"), this);
    connect(empty, &EmptyState::actionTriggered, &context.navigator,
            &Navigator::newWebhookRequested);
    m_switch = new EmptySwitch(makeSplit(), empty, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(makeHeader());
    auto *filters = new QHBoxLayout;
    filters->setSpacing(8);
    filters->addWidget(m_filters, 1);
    filters->addWidget(new FilterMenu(*m_filters, m_context.settingsFile, this));
    layout->addLayout(filters);
    layout->addWidget(m_problem);
    layout->addWidget(m_switch, 1);
    setFocusProxy(m_table);
    m_clock.setInterval(kClockIntervalMs);
    connectParts();
    addKeys();
    follow();
}

QWidget *DeliveriesPage::makeHeader()
{
    auto *header = new PageHeader(
        tr("Deliveries"), tr("Each message on its way to a webhook, with every attempt"), this);
    m_pause = new QPushButton(tr("Pause"), header);
    m_pause->setCheckable(true);
    m_pause->setToolTip(tr("Nothing new moves the list; it is counted (Space in the list)"));
    m_export = new QPushButton(tr("Export…"), header);
    m_export->setShortcut(QKeySequence(QStringLiteral("Ctrl+E")));
    m_export->setToolTip(tr("All that the filters let through (Ctrl+E)"));
    m_replay = new QPushButton(tr("Retry failed…"), header);
    m_replay->setToolTip(
        tr("All failed ones that the filters let through, after a plan (Shift+R in the list)"));
    m_context.guard.watch(m_replay);
    auto *kept = new QPushButton(tr("Kept…"), header);
    kept->setToolTip(tr("How long deliveries are kept, and how much room they take"));
    connect(kept, &QPushButton::clicked, this,
            [this] { (new RetentionDialog(m_context, this))->open(); });
    for (auto *button : {m_pause, kept, m_export, m_replay})
        header->addAction(button);
    return header;
}

QWidget *DeliveriesPage::makeSplit()
{
    auto *split = new QSplitter(this);
    m_detail = new DeliveryDetail(m_context, split);
    split->addWidget(makeList(split));
    split->addWidget(m_detail);
    split->setStretchFactor(0, 3); // words need more room than heads
    split->setStretchFactor(1, 2);
    split->setSizes({600, 400});
    split->setChildrenCollapsible(false);
    split->setHandleWidth(14);
    return split;
}

QWidget *DeliveriesPage::makeList(QWidget *parent)
{
    auto *list = new QWidget(parent);
    m_table = makeTable(m_model, {8, -16, 14, 17, 6}, tr("Deliveries"), list);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tail = new DeliveryTail(*m_model, *m_table);
    m_acts = new ChosenActs(m_context, *m_model, *m_table);
    m_progress = mutedLabel({}, list);
    m_progress->hide();
    m_older = linkButton(tr("Load older"), list);
    m_older->hide();
    auto *layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_tail->pill(), 0, Qt::AlignHCenter);
    layout->addWidget(m_note);
    layout->addWidget(m_progress);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_older, 0, Qt::AlignLeft);
    return list;
}

void DeliveriesPage::connectParts()
{
    connect(&m_context.link, &BrokerLink::addressChanged, this, [this] {
        m_loaded = false;
        ++m_asked; // an answer under way is the other broker's
        m_model->clear();
        follow();
        if (isVisible()) // a page that is not shown asks for nothing
            refresh();
    });
    connect(m_filters, &DeliveryFilterBar::queryChanged, this, &DeliveriesPage::reload);
    connect(m_tail, &DeliveryTail::overflowed, this, &DeliveriesPage::reload);
    connect(m_older, &QPushButton::clicked, this, &DeliveriesPage::askForOlder);
    connect(m_pause, &QPushButton::toggled, m_tail, &DeliveryTail::setPaused);
    connect(m_replay, &QPushButton::clicked, this, &DeliveriesPage::replayShown);
    connect(m_export, &QPushButton::clicked, this, &DeliveriesPage::exportShown);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &DeliveriesPage::showCurrent);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &DeliveriesPage::showEmptiness);
    connect(m_model, &QAbstractItemModel::modelReset, this, &DeliveriesPage::showEmptiness);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &DeliveriesPage::showCurrent);
    connect(m_acts, &ChosenActs::said, this, [this](const QString &words) {
        m_progress->setText(words);
        m_progress->setVisible(!words.isEmpty());
    });
    connect(m_acts, &ChosenActs::failed, this,
            [this](const QString &problem) { showProblem(m_problem, problem); });
    connect(&m_clock, &QTimer::timeout, this, [this] {
        if (isVisible())
            m_model->setNow(QDateTime::currentDateTimeUtc());
    });
    m_clock.start();
}

// Letters count in the list only, so that nobody sends what he meant to write.
void DeliveriesPage::addKeys()
{
    const auto add = [this](const char *keys, auto act) {
        auto *shortcut = new QShortcut(QKeySequence(QLatin1String(keys)), m_table);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    add("R", [this] { retryChosen(); });
    add("X", [this] { cancelChosen(); });
    add("Esc", [this] { m_acts->stop(); });
    add("E", [this] { m_detail->editAndResend(); });
    add("C", [this] { m_detail->copyAsCurl(); });
    add("O", [this] { m_detail->openTopic(); });
    add("Shift+R", [this] { replayShown(); });
    add("Space", [this] { m_pause->toggle(); });
}

void DeliveriesPage::follow()
{
    delete m_events;
    m_events = m_context.link.socket().subscribe(
        {QStringLiteral("default"), QStringLiteral("$events/deliveries")}, client::Start::latest(),
        this);
    connect(m_events, &client::Subscription::itemArrived, this, &DeliveriesPage::takeEvent);
    connect(m_events, &client::Subscription::gapFound, this, [this] { reload(); });
}

void DeliveriesPage::refresh()
{
    if (!m_context.link.address().isValid())
        return;
    m_context.link.admin().webhooks(this, [this](const auto &webhooks) {
        if (webhooks)
            takeWebhooks(*webhooks);
    });
    // What stands in bodies does not come live: it is asked for again.
    if (!m_loaded || !m_query.text.isEmpty() || !m_query.json.isEmpty())
        reload();
}

// The filters changed: what is shown begins with the newest again.
void DeliveriesPage::reload()
{
    const auto query = m_filters->query();
    showProblem(m_problem, query ? QString() : client::sentence(query.error()));
    if (!query)
        return;
    m_query = *query;
    m_loaded = false;
    m_model->clear();
    m_tail->clear();
    askForOlder();
}

void DeliveriesPage::askForOlder()
{
    m_older->setEnabled(false);
    m_context.link.admin().deliveries(m_query, this, [this, asked = ++m_asked](const auto &page) {
        if (asked != m_asked)
            return; // the filters changed meanwhile
        m_older->setEnabled(true);
        showProblem(m_problem, page ? QString() : client::sentence(page.error()));
        if (page)
            take(*page);
    });
}

// A page may have little of what is rare and yet more behind it.
void DeliveriesPage::take(const client::DeliveryPage &page)
{
    const bool isStuck = page.next == m_query.before;
    m_query.before = page.next;
    m_model->appendOlder(page.deliveries);
    m_loaded = true;
    const bool isMore = !page.next.isEmpty() && !isStuck;
    m_older->setVisible(isMore && m_model->rowCount() < DeliveryModel::kMaxRows);
    if (isMore && page.deliveries.size() < m_query.limit && m_model->rowCount() < kScreenful)
        askForOlder();
    if (const int wanted = m_model->indexOf(std::exchange(m_wanted, {})); wanted >= 0)
        chooseRow(*m_table, wanted);
    showEmptiness();
    showCurrent();
}

void DeliveriesPage::takeWebhooks(const QList<client::WebhookInfo> &webhooks)
{
    QHash<QString, QString> names;
    QHash<QString, int> inAll;
    m_webhooks.clear();
    for (const auto &webhook : webhooks) {
        m_webhooks.insert(webhook.id, webhook);
        names.insert(webhook.id, webhook.name.isEmpty() ? webhook.url : webhook.name);
        inAll.insert(webhook.id, attemptsInAll(webhook.schedule));
    }
    m_filters->setWebhooks(webhooks);
    m_model->setWebhookNames(names);
    m_model->setAttemptsInAll(inAll);
    showCurrent();
}

bool DeliveriesPage::hasData() const
{
    constexpr int kSeveral = 3;
    return m_model->rowCount() >= kSeveral && m_detail->hasAttempts();
}

// One that is shown is updated even when it no longer matches: nothing vanishes while it is read.
void DeliveriesPage::takeEvent(const client::Item &item)
{
    const auto event = client::deliveryEventFrom(item);
    if (!event || !event->delivery || !m_loaded)
        return;
    client::DeliveryInfo delivery = *event->delivery;
    const int shown = m_model->indexOf(delivery.id);
    if (event->attempt) {
        delivery.lastOutcome = event->attempt->outcome;
        delivery.lastStatus = event->attempt->httpStatus;
        if (m_answers.size() >= kMostAnswers)
            m_answers.clear();
        m_answers.insert(delivery.id, {delivery.lastOutcome, delivery.lastStatus});
    } else if (const auto answer = m_answers.constFind(delivery.id); answer != m_answers.cend()) {
        delivery.lastOutcome = answer->outcome; // the row may not be in the list yet
        delivery.lastStatus = answer->status;
    } else if (shown >= 0) {
        delivery.lastOutcome = m_model->row(shown).lastOutcome;
        delivery.lastStatus = m_model->row(shown).lastStatus;
    }
    if (shown >= 0 || belongsTo(m_query, delivery))
        m_tail->take(delivery);
}

void DeliveriesPage::showCurrent()
{
    const auto current = m_table->currentIndex();
    if (!current.isValid())
        return;
    const auto &delivery = m_model->row(current.row());
    m_detail->setDelivery(delivery, m_webhooks.value(delivery.webhookId),
                          m_model->attemptsInAll(delivery.webhookId));
}

void DeliveriesPage::showEmptiness()
{
    const bool isEmpty = m_loaded && m_model->rowCount() == 0;
    const bool looksInside = !m_query.text.isEmpty() || !m_query.json.isEmpty();
    m_switch->setEmpty(isEmpty && m_filters->isEmpty());
    m_note->setVisible((isEmpty && !m_filters->isEmpty()) || looksInside);
    m_note->setText(isEmpty ? tr("No delivery is like that.")
                            : tr("What is new is not looked into: F5 asks again."));
    m_detail->setEnabled(m_model->rowCount() > 0);
    if (!m_table->currentIndex().isValid() && m_model->rowCount() > 0)
        chooseRow(*m_table, 0);
}

void DeliveriesPage::retryChosen()
{
    m_acts->chosen() > 1 ? m_acts->start(ChosenActs::Act::Retry) : m_detail->retry();
}

void DeliveriesPage::cancelChosen()
{
    m_acts->chosen() > 1 ? m_acts->start(ChosenActs::Act::Cancel) : m_detail->cancel();
}

void DeliveriesPage::replayShown()
{
    auto query = m_filters->query();
    if (!query || m_context.guard.isReadOnly())
        return;
    if (query->state.isEmpty())
        query->state = QStringLiteral("dead");
    (new ReplayDialog(m_context, *query, this))->open();
}

void DeliveriesPage::exportShown()
{
    if (const auto query = m_filters->query())
        (new ExportDialog(m_context, *query, this))->open();
}

void DeliveriesPage::showWebhook(const QString &webhookId)
{
    m_filters->setState(webhookId.isEmpty() ? QStringLiteral("dead") : QString());
    m_filters->setWebhook(webhookId);
    reload();
}

// Another filter could hide what is wanted.
void DeliveriesPage::showDelivery(const QString &webhookId, const QString &deliveryId)
{
    m_filters->choose({});
    showWebhook(webhookId);
    m_wanted = deliveryId;
}

} // namespace parley::ui
