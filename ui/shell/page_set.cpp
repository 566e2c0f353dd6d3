#include "ui/shell/page_set.h"

#include "ui/audit/audit_page.h"
#include "ui/chat/chat_page.h"
#include "ui/common/navigator.h"
#include "ui/deliveries/deliveries_page.h"
#include "ui/live/live_page.h"
#include "ui/overview/overview_page.h"
#include "ui/pipeline/pipeline_page.h"
#include "ui/tokens/tokens_page.h"
#include "ui/topics/topics_page.h"
#include "ui/webhooks/webhooks_page.h"

namespace parley::ui {

PageSet::PageSet(const PageContext &context, const StatusFeed &feed, const SettingsFacts &facts,
                 const QList<ShortcutFact> &shortcuts, QWidget *parent) :
    QStackedWidget(parent),
    m_overview(new OverviewPage(context, feed, this)), m_topics(new TopicsPage(context, this)),
    m_live(new LivePage(context, this)), m_tokens(new TokensPage(context, this)),
    m_webhooks(new WebhooksPage(context, this)), m_deliveries(new DeliveriesPage(context, this)),
    m_pipeline(new PipelinePage(context, this)), m_chat(new ChatPage(context, this)),
    m_audit(new AuditPage(context, this)),
    m_settings(new SettingsPage(context, facts, shortcuts, this))
{
    add(QStringLiteral("overview"), tr("Overview"), m_overview);
    add(QStringLiteral("topics"), tr("Topics"), m_topics);
    add(QStringLiteral("live"), tr("Live"), m_live);
    add(QStringLiteral("tokens"), tr("Tokens"), m_tokens);
    add(QStringLiteral("webhooks"), tr("Webhooks"), m_webhooks);
    add(QStringLiteral("deliveries"), tr("Deliveries"), m_deliveries);
    add(QStringLiteral("pipeline"), tr("Pipeline"), m_pipeline);
    add(QStringLiteral("chat"), tr("Chat"), m_chat);
    add(QStringLiteral("audit"), tr("Audit"), m_audit);
    add(QStringLiteral("settings"), tr("Settings"), m_settings);
    connectWays(context.navigator);
}

void PageSet::add(const QString &name, const QString &title, Page *page)
{
    m_entries.append({name, title, page});
    page->hide(); // laid out and styled when it is first shown: that costs more than to make it
}

Page *PageSet::page(const QString &name) const
{
    for (const auto &entry : m_entries) {
        if (entry.name == name)
            return entry.page;
    }
    return nullptr;
}

void PageSet::showPage(const QString &name)
{
    auto *wanted = page(name);
    if (wanted == nullptr)
        return;
    if (indexOf(wanted) < 0)
        addWidget(wanted);
    setCurrentWidget(wanted);
    wanted->refresh();
    wanted->setFocus(Qt::OtherFocusReason); // keys belong to what was asked for, not to the rail
    Q_EMIT pageShown(name);
}

QString PageSet::currentName() const
{
    for (const auto &entry : m_entries) {
        if (entry.page == currentWidget())
            return entry.name;
    }
    return {};
}

void PageSet::connectWays(Navigator &navigator)
{
    connect(&navigator, &Navigator::pageRequested, this, &PageSet::showPage);
    connect(&navigator, &Navigator::topicRequested, this,
            [this](const client::TopicAddress &address) {
                showPage(QStringLiteral("topics"));
                m_topics->showTopic(address);
            });
    connect(&navigator, &Navigator::newTopicRequested, this, [this] {
        showPage(QStringLiteral("topics"));
        m_topics->openNewTopic();
    });
    connect(&navigator, &Navigator::newTokenRequested, this, [this] {
        showPage(QStringLiteral("tokens"));
        m_tokens->openIssue();
    });
    connect(&navigator, &Navigator::newWebhookRequested, this, [this] {
        showPage(QStringLiteral("webhooks"));
        m_webhooks->openNew();
    });
    connect(&navigator, &Navigator::webhookRequested, this, [this](const QString &id) {
        showPage(QStringLiteral("webhooks"));
        m_webhooks->showWebhook(id);
    });
    connect(&navigator, &Navigator::deliveriesRequested, this, [this](const QString &webhookId) {
        showPage(QStringLiteral("deliveries"));
        m_deliveries->showWebhook(webhookId);
    });
    connect(&navigator, &Navigator::deliveryRequested, this,
            [this](const QString &webhookId, const QString &deliveryId) {
                showPage(QStringLiteral("deliveries"));
                m_deliveries->showDelivery(webhookId, deliveryId);
            });
    connect(&navigator, &Navigator::liveRequested, this, [this](const QString &filter) {
        showPage(QStringLiteral("live"));
        m_live->setFilter(filter);
    });
    connect(&navigator, &Navigator::roomRequested, this,
            [this](const QString &nameSpace, const QString &room) {
                showPage(QStringLiteral("chat"));
                m_chat->openRoom(nameSpace, room);
            });
}

} // namespace parley::ui
