#pragma once

#include "ui/common/page.h"

class QTabBar;

namespace parley::ui {

class FunctionsView;
class InspectorView;
class PageHeader;
class WebhooksView;

// What messages set off: webhooks, the functions that they may call here, and an endpoint to see
// what they send. Thread: GUI.
class WebhooksPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebhooksPage)

public:
    WebhooksPage(const PageContext &context, QWidget *parent);

    void showWebhook(const QString &id);
    void openNew();
    bool hasData() const override;
    void refresh() override;

private:
    QWidget *makeHeader();
    QWidget *makeTabs(const PageContext &context);
    void showTab(int tab);

    QWidget *m_webhookActs = nullptr; // of the header, one for each tab that has some
    QWidget *m_functionActs = nullptr;
    QTabBar *m_tabs = nullptr;
    WebhooksView *m_webhooks = nullptr;
    FunctionsView *m_functions = nullptr;
    InspectorView *m_inspector = nullptr;
};

} // namespace parley::ui
