#pragma once

#include "server/client/webhook_info.h"
#include "ui/common/page.h"

class QLabel;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace parley::ui {

class EmptySwitch;
class WebhookDetail;
class WebhookModel;

// All webhooks, and one of them to edit and to test. Thread: GUI.
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
    QWidget *makeList();
    void take(const Result<QList<client::WebhookInfo>> &webhooks);
    void showCurrent();
    //! By value: hiding its row moves the pane that it is shown in to the next one.
    void requestDelete(const client::WebhookInfo &webhook);
    void deleteWithUndo(client::WebhookInfo webhook);
    void deleteNow(const QString &id);

    PageContext m_context;
    WebhookModel *m_model = nullptr;
    QSortFilterProxyModel *m_shown = nullptr;
    QTableView *m_table = nullptr;
    QLabel *m_problem = nullptr;
    EmptySwitch *m_switch = nullptr;
    QStackedWidget *m_right = nullptr;
    WebhookDetail *m_detail = nullptr;
    QString m_wanted{};
};

} // namespace parley::ui
