#include "ui/topics/topic_detail.h"

#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/empty_state.h"
#include "ui/common/labels.h"
#include "ui/common/navigator.h"
#include "ui/common/payload_view.h"
#include "ui/common/tables.h"
#include "ui/models/message_model.h"
#include "ui/models/subscriber_model.h"
#include "ui/models/text_format.h"
#include "ui/models/webhook_model.h"
#include "ui/topics/publish_form.h"

namespace parley::ui {

namespace {

// What bounds the topic beyond its bytes, and what becomes of its slow readers, when somebody chose
// it.
QStringList retentionFacts(const client::TopicInfo &info)
{
    constexpr std::uint64_t kHour = 3600;
    constexpr std::uint64_t kDay = 24 * kHour;
    QStringList facts;
    if (info.retainedMessages > 0)
        facts += pluralText(info.retainedMessages, TopicDetail::tr("the newest message"),
                            TopicDetail::tr("the newest %1 messages"));
    if (info.retainedSeconds >= 2 * kDay)
        facts += TopicDetail::tr("for %1 days").arg(countText(info.retainedSeconds / kDay));
    else if (info.retainedSeconds >= 2 * kHour)
        facts += TopicDetail::tr("for %1 hours").arg(countText(info.retainedSeconds / kHour));
    else if (info.retainedSeconds > 0)
        facts += pluralText(info.retainedSeconds, TopicDetail::tr("for 1 second"),
                            TopicDetail::tr("for %1 seconds"));
    if (info.slowReaders == QLatin1String("skip"))
        facts += TopicDetail::tr("slow readers skip to the newest");
    else if (info.slowReaders == QLatin1String("disconnect"))
        facts += TopicDetail::tr("slow readers are disconnected");
    return facts;
}

} // namespace

TopicDetail::TopicDetail(const PageContext &context, QWidget *parent) :
    QWidget(parent), m_context(context), m_problem(problemLabel(this)),
    m_tabs(new QTabWidget(this)), m_messages(new MessageModel(this)),
    m_subscribers(new SubscriberModel(this)), m_webhooks(new WebhookModel(this)),
    m_publish(new PublishForm(context, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(makeHead());
    layout->addWidget(m_problem);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_publish);
    m_tabs->addTab(makeMessages(), tr("Messages"));
    m_tabs->addTab(makeSubscribers(), tr("Subscribers"));
    m_tabs->addTab(makeWebhooks(), tr("Webhooks"));
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        m_shownSequence = 0;
        askForTab();
    });
}

QWidget *TopicDetail::makeHead()
{
    auto *head = new QWidget(this);
    m_name = new ElidedLabel(head);
    m_name->setProperty("heading", 1);
    m_facts = mutedLabel({}, head);
    auto *follow = new QPushButton(tr("Follow live"), head);
    auto *remove = iconButton(QStringLiteral("trash"), tr("Delete this topic"), head);
    m_context.guard.watch(remove);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_name, 1);
    line->addWidget(follow);
    line->addWidget(remove);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(line);
    layout->addWidget(m_facts);
    connect(remove, &QToolButton::clicked, this, [this] { Q_EMIT deleteRequested(m_info); });
    connect(follow, &QPushButton::clicked, this, [this] {
        Q_EMIT m_context.navigator.liveRequested(QStringLiteral("topic:") + m_info.address.topic);
    });
    return head;
}

QWidget *TopicDetail::makeMessages()
{
    auto *table = m_messageTable
        = makeTable(m_messages, {11, 6, 10, -14}, tr("Last messages"), m_tabs);
    m_payload = new PayloadView(m_tabs);
    auto *split = new QSplitter(Qt::Vertical, m_tabs);
    split->addWidget(table);
    split->addWidget(m_payload);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setChildrenCollapsible(false);
    connect(table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &TopicDetail::showMessage);
    auto *empty
        = new EmptyState(QStringLiteral("live"),
                         tr("Nothing is kept on this topic yet. Publish below."), {}, m_tabs);
    m_messageSwitch = new EmptySwitch(split, empty, m_tabs);
    return m_messageSwitch;
}

QWidget *TopicDetail::makeSubscribers()
{
    auto *table = makeTable(m_subscribers, {-14, 6, 10, 8, 6}, tr("Subscribers"), m_tabs);
    auto *empty = new EmptyState(QStringLiteral("eye"), tr("Nobody reads this topic now."),
                                 tr("Issue a token"), m_tabs);
    connect(empty, &EmptyState::actionTriggered, &m_context.navigator,
            &Navigator::newTokenRequested);
    m_subscriberSwitch = new EmptySwitch(table, empty, m_tabs);
    return m_subscriberSwitch;
}

QWidget *TopicDetail::makeWebhooks()
{
    auto *table = makeTable(m_webhooks, {-12, 8, 0, 12, 7}, tr("Webhooks of this topic"), m_tabs);
    connect(table, &QTableView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT m_context.navigator.webhookRequested(m_webhooks->row(index.row()).id);
    });
    auto *empty
        = new EmptyState(QStringLiteral("webhooks"),
                         tr("This topic calls nothing. A webhook sends each message on to an "
                            "address or a function."),
                         tr("New webhook"), m_tabs);
    connect(empty, &EmptyState::actionTriggered, &m_context.navigator,
            &Navigator::newWebhookRequested);
    m_webhookSwitch = new EmptySwitch(table, empty, m_tabs);
    return m_webhookSwitch;
}

void TopicDetail::setTopic(const client::TopicInfo &info)
{
    if (info.address != m_info.address || info.page != m_info.page) {
        m_shownSequence = 0;
        m_messages->setItems({});
        m_subscribers->setRows({});
        m_webhooks->setWebhooks({});
        m_payload->setPayload({}, true);
        showProblem(m_problem, {});
    }
    m_info = info;
    showInfo();
    m_publish->setTopic(info);
    askForTab();
}

void TopicDetail::showInfo()
{
    m_name->setFullText(m_info.address.topic);
    QStringList facts{
        m_info.durability, pluralText(m_info.lastSequence, tr("1 message"), tr("%1 messages")),
        tr("keeps %1 of %2").arg(bytesText(m_info.keptBytes), bytesText(m_info.retainedBytes))};
    facts += retentionFacts(m_info);
    facts += tr("page %1").arg(m_info.page);
    if (m_info.address.nameSpace != QLatin1String("default"))
        facts.prepend(tr("namespace %1").arg(m_info.address.nameSpace));
    m_facts->setText(facts.join(QStringLiteral("  ·  ")));
    m_tabs->setTabText(1, tr("Subscribers %1").arg(countText(m_info.subscribers)));
    m_tabs->setTabText(2, tr("Webhooks %1").arg(countText(m_info.webhooks)));
    m_messageSwitch->setEmpty(m_info.lastSequence == 0);
    m_subscriberSwitch->setEmpty(m_info.subscribers == 0);
    m_webhookSwitch->setEmpty(m_info.webhooks == 0);
}

void TopicDetail::askForTab()
{
    if (m_info.address.topic.isEmpty() || m_asking || !isVisible())
        return;
    auto &admin = m_context.link.admin();
    const auto address = m_info.address;
    if (m_tabs->currentIndex() == 0) {
        if (m_info.lastSequence != m_shownSequence)
            askForMessages();
    } else if (m_tabs->currentIndex() == 1) {
        admin.subscribers(address, this, [this, address](const auto &list) {
            if (list && address == m_info.address)
                m_subscribers->setRows(*list);
        });
    } else {
        admin.webhooks(this, [this, address](const auto &list) {
            QList<client::WebhookInfo> own;
            for (const auto &webhook : list ? *list : QList<client::WebhookInfo>()) {
                if (webhook.address == address)
                    own.append(webhook);
            }
            if (list && address == m_info.address)
                m_webhooks->setWebhooks(own);
        });
    }
}

void TopicDetail::askForMessages()
{
    m_asking = true;
    const auto address = m_info.address;
    const auto last = m_info.lastSequence;
    const std::uint64_t wanted = MessageModel::kMaxRows;
    const Position after{last > wanted ? m_info.page : 0, last > wanted ? last - wanted : 0};
    m_context.link.admin().history(
        address, after, int(wanted), this, [this, address, last](const auto &page) {
            m_asking = false;
            if (address != m_info.address)
                return; // another topic was chosen meanwhile
            showProblem(m_problem, page ? QString() : client::sentence(page.error()));
            if (!page)
                return;
            m_shownSequence = last;
            m_messages->setItems(page->items);
            if (!m_messageTable->currentIndex().isValid() && m_messages->rowCount() > 0)
                chooseRow(*m_messageTable, 0);
        });
}

void TopicDetail::showMessage(const QModelIndex &current)
{
    if (!current.isValid())
        return;
    const auto &item = m_messages->row(current.row());
    m_payload->setPayload(item.payload, item.isText);
}

} // namespace parley::ui
