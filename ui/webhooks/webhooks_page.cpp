#include "ui/webhooks/webhooks_page.h"

#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "ui/common/act_guard.h"
#include "ui/common/buttons.h"
#include "ui/common/page_header.h"
#include "ui/functions/functions_view.h"
#include "ui/inspector/inspector_view.h"
#include "ui/webhooks/webhooks_view.h"

namespace parley::ui {

WebhooksPage::WebhooksPage(const PageContext &context, QWidget *parent) : Page(parent)
{
    auto *header = makeHeader();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(header);
    layout->addWidget(makeTabs(context), 1);
    for (auto *button : header->findChildren<QPushButton *>())
        context.guard.watch(button);
    connect(m_functions, &FunctionsView::webhookRequested, this, [this](const QString &url) {
        showTab(0);
        m_webhooks->openNew(url);
    });
    connect(m_inspector, &InspectorView::webhookRequested, this, [this](const QString &url) {
        showTab(0);
        m_webhooks->openNew(url);
    });
    setFocusProxy(m_webhooks);
}

QWidget *WebhooksPage::makeHeader()
{
    auto *header = new PageHeader(tr("Webhooks"), tr("What each message of a topic calls"), this);
    m_webhookActs = new QWidget(header);
    m_functionActs = new QWidget(header);
    auto *add = primaryButton(tr("New webhook"), m_webhookActs);
    auto *write = primaryButton(tr("New function"), m_functionActs);
    add->setShortcut(QKeySequence::New);
    write->setShortcut(QKeySequence::New); // only one of the two is there
    const QPair<QWidget *, QWidget *> acts[] = {{m_webhookActs, add}, {m_functionActs, write}};
    for (const auto &[group, button] : acts) {
        auto *layout = new QHBoxLayout(group);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(button);
        header->addAction(group);
    }
    m_functionActs->hide();
    connect(add, &QPushButton::clicked, this, &WebhooksPage::openNew);
    connect(write, &QPushButton::clicked, this, [this] { m_functions->openNew(); });
    return header;
}

// Webhooks | Functions | Inspector
QWidget *WebhooksPage::makeTabs(const PageContext &context)
{
    auto *views = new QWidget(this);
    auto *stack = new QStackedWidget(views);
    m_tabs = new QTabBar(views);
    m_tabs->setAccessibleName(tr("Webhooks, functions or inspector"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("Webhooks"));
    m_tabs->addTab(tr("Functions"));
    m_tabs->addTab(tr("Inspector"));
    m_webhooks = new WebhooksView(context, stack);
    m_functions = new FunctionsView(context, stack);
    m_inspector = new InspectorView(context, stack);
    for (auto *view : {static_cast<QWidget *>(m_webhooks), static_cast<QWidget *>(m_functions),
                       static_cast<QWidget *>(m_inspector)})
        stack->addWidget(view);
    auto *layout = new QVBoxLayout(views);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_tabs);
    layout->addWidget(stack, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, [this, stack](int tab) {
        stack->setCurrentIndex(tab);
        m_webhookActs->setVisible(tab == 0);
        m_functionActs->setVisible(tab == 1);
        setFocusProxy(stack->currentWidget());
    });
    return views;
}

void WebhooksPage::showTab(int tab)
{
    m_tabs->setCurrentIndex(tab);
}

void WebhooksPage::showWebhook(const QString &id)
{
    showTab(0);
    m_webhooks->showWebhook(id);
}

void WebhooksPage::openNew()
{
    showTab(0);
    m_webhooks->openNew();
}

bool WebhooksPage::hasData() const
{
    return m_webhooks->hasData();
}

void WebhooksPage::refresh()
{
    m_webhooks->refresh();
    m_functions->refresh();
    m_inspector->refresh();
}

} // namespace parley::ui
