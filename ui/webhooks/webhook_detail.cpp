#include "ui/webhooks/webhook_detail.h"

#include <QFrame>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/common/tables.h"
#include "ui/models/text_format.h"
#include "ui/models/webhook_text.h"
#include "ui/webhooks/health_header.h"
#include "ui/webhooks/recent_deliveries.h"
#include "ui/webhooks/secrets_pane.h"
#include "ui/webhooks/test_pane.h"
#include "ui/webhooks/webhook_dialog.h"

namespace parley::ui {
namespace {

const QString kActive = QStringLiteral("active");
const QString kDisabled = QStringLiteral("disabled");
constexpr int kTest = 2; // the tab

// In what room there is: a window does not grow because a tab has much to show.
QScrollArea *scrolled(QWidget *content, QWidget *parent)
{
    auto *scroll = new QScrollArea(parent);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus); // its fields have it
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    return scroll;
}

} // namespace

WebhookDetail::WebhookDetail(const PageContext &context, QWidget *parent) :
    QWidget(parent), m_context(context), m_problem(problemLabel(this)),
    m_header(new HealthHeader(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(makeHead());
    layout->addWidget(makeBanner());
    layout->addWidget(m_problem);
    layout->addWidget(m_header);
    layout->addWidget(makeTabs(), 1);
    connect(m_test, &TestPane::tested, this, &WebhookDetail::tested);
    connect(m_secrets, &SecretsPane::changed, this, &WebhookDetail::changed);
}

QWidget *WebhookDetail::makeHead()
{
    auto *head = new QWidget(this);
    m_name = new ElidedLabel(head);
    m_name->setProperty("heading", 1);
    m_state = new ElidedLabel(head);
    m_state->setProperty("muted", true);
    auto *edit = new QPushButton(tr("Edit…"), head);
    edit->setToolTip(tr("Changes what it does (Enter in the list)"));
    m_toggle = new QPushButton(head);
    auto *remove = iconButton(QStringLiteral("trash"), tr("Delete this webhook"), head);
    for (auto *button : {static_cast<QWidget *>(edit), static_cast<QWidget *>(m_toggle),
                         static_cast<QWidget *>(remove)})
        m_context.guard.watch(button);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_name, 1);
    line->addWidget(edit);
    line->addWidget(m_toggle);
    line->addWidget(remove);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(line);
    layout->addWidget(m_state);
    connect(edit, &QPushButton::clicked, this, &WebhookDetail::edit);
    connect(m_toggle, &QPushButton::clicked, this, &WebhookDetail::toggleState);
    connect(remove, &QToolButton::clicked, this, &WebhookDetail::requestDelete);
    m_remove = remove;
    return head;
}

void WebhookDetail::requestDelete()
{
    if (m_remove->isEnabled() && m_remove->isVisible())
        Q_EMIT deleteRequested(m_webhook);
}

QWidget *WebhookDetail::makeBanner()
{
    m_banner = new QFrame(this);
    m_banner->setProperty("card", true);
    m_banner->setProperty("banner", QStringLiteral("bad"));
    m_bannerWords = label({}, m_banner);
    m_bannerWords->setProperty("problem", true);
    m_bannerWords->setWordWrap(true);
    m_bannerWords->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_enable = new QPushButton(tr("Test, then re-enable"), m_banner);
    m_enable->setToolTip(tr("Sends the test event, and enables the webhook when it succeeds"));
    auto *layout = new QHBoxLayout(m_banner);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->addWidget(m_bannerWords, 1);
    layout->addWidget(m_enable);
    connect(m_enable, &QPushButton::clicked, this, &WebhookDetail::testThenEnable);
    m_banner->hide();
    return m_banner;
}

QTabWidget *WebhookDetail::makeTabs()
{
    m_tabs = new QTabWidget(this);
    m_tabs->setAccessibleName(tr("Parts of the webhook"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_words = label({}, m_tabs);
    m_words->setWordWrap(true);
    m_words->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_words->setContentsMargins(0, 10, 6, 0);
    m_recent = new RecentDeliveries(m_context, m_tabs);
    m_test = new TestPane(m_context, m_tabs);
    m_secrets = new SecretsPane(m_context, m_tabs);
    m_tabs->addTab(scrolled(m_words, m_tabs), tr("What it does"));
    m_tabs->addTab(m_recent, tr("Deliveries"));
    m_tabs->addTab(scrolled(m_test, m_tabs), tr("Test"));
    m_tabs->addTab(m_secrets, tr("Signatures"));
    return m_tabs;
}

void WebhookDetail::setWebhook(const client::WebhookInfo &webhook,
                               const std::optional<client::WebhookHealthInfo> &health)
{
    if (webhook.id != m_webhook.id) {
        m_enablesAfterTest = false; // a test under way is another webhook's
        m_enable->setEnabled(true);
        showProblem(m_problem, {});
    }
    m_webhook = webhook;
    m_health = health;
    m_header->setHealth(health);
    m_words->setText(webhookSentences(webhook).join(QStringLiteral("\n\n")));
    m_recent->setWebhook(webhook);
    m_test->setWebhook(webhook);
    m_secrets->setWebhook(webhook);
    showState();
    showBanner();
}

QString WebhookDetail::state() const
{
    return m_health && m_webhook.state == kActive ? m_health->state : m_webhook.state;
}

void WebhookDetail::showState()
{
    m_name->setFullText(shownName(m_webhook));
    m_state->setFullText(
        QStringList{stateSign(signedState(state())) + QLatin1Char(' ') + webhookStateWord(state()),
                    topicsText(m_webhook) + QStringLiteral(" → ") + targetText(m_webhook.url),
                    tr("made %1").arg(dayAndClockText(m_webhook.createdAt))}
            .join(QStringLiteral("  ·  ")));
    m_toggle->setText(m_webhook.state == kActive         ? tr("Pause")
                          : m_webhook.state == kDisabled ? tr("Enable")
                                                         : tr("Resume"));
}

void WebhookDetail::showBanner()
{
    auto health = m_health.value_or(client::WebhookHealthInfo());
    if (m_webhook.state != kActive) { // set a moment ago, perhaps
        health.state = m_webhook.state;
        health.stateReason = m_webhook.stateReason;
    }
    const auto words = healthProblem(health, QDateTime::currentDateTimeUtc());
    // What a person paused is as it should be.
    const bool isBad = health.state != QLatin1String("paused") || !health.stateReason.isEmpty();
    if (m_bannerWords->property("problem").toBool() != isBad) {
        m_banner->setProperty("banner", isBad ? QStringLiteral("bad") : QString());
        m_bannerWords->setProperty("problem", isBad);
        for (auto *widget :
             {static_cast<QWidget *>(m_banner), static_cast<QWidget *>(m_bannerWords)})
            widget->style()->polish(widget);
    }
    m_bannerWords->setText(words);
    m_banner->setVisible(!words.isEmpty());
    m_enable->setVisible(health.state == kDisabled && !m_context.guard.isReadOnly());
}

void WebhookDetail::edit()
{
    if (m_context.guard.isReadOnly() || m_webhook.id.isEmpty())
        return;
    auto *dialog = new WebhookDialog(m_context, m_webhook, WebhookDialog::Use::Change, this);
    connect(dialog, &WebhookDialog::webhookChanged, this, &WebhookDetail::changed);
    dialog->open();
}

void WebhookDetail::toggleState()
{
    setState(m_webhook.state == kActive ? QStringLiteral("paused") : kActive);
}

void WebhookDetail::setState(const QString &state)
{
    m_toggle->setEnabled(false);
    m_context.link.admin().webhookClient().setState(
        m_webhook.id, state, this, [this](const Result<client::WebhookInfo> &changed) {
            m_toggle->setEnabled(true);
            showProblem(m_problem, changed ? QString() : client::sentence(changed.error()));
            if (!changed || changed->id != m_webhook.id)
                return;
            setWebhook(*changed, std::nullopt);
            Q_EMIT this->changed();
        });
}

void WebhookDetail::testThenEnable()
{
    m_enablesAfterTest = true;
    m_enable->setEnabled(false);
    m_tabs->setCurrentIndex(kTest);
    m_test->send();
}

void WebhookDetail::tested(bool succeeded)
{
    m_enable->setEnabled(true);
    if (!std::exchange(m_enablesAfterTest, false))
        return;
    if (succeeded)
        setState(kActive);
    else
        showProblem(m_problem, tr("The test failed, so it stays disabled."));
}

} // namespace parley::ui
