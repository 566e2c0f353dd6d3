#pragma once

#include <QHash>
#include <QWidget>

#include "server/base/result.h"
#include "server/client/webhook_health_info.h"
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

// All webhooks with how they do, and one of them at the side. Thread: GUI.
class WebhooksView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebhooksView)

public:
    WebhooksView(const PageContext &context, QWidget *parent);

    void showWebhook(const QString &id);
    //! \param url that is called, to begin with.
    void openNew(const QString &url = {});
    bool hasData() const;
    void refresh();

private:
    QWidget *makeList();
    QWidget *makeRight();
    EmptySwitch *makeSwitch(QWidget *content);
    void take(const Result<QList<client::WebhookInfo>> &webhooks);
    void takeHealths(const QHash<QString, client::WebhookHealthInfo> &healths);
    void showCurrent();
    //! By value: hiding its row moves the pane that it is shown in to the next one.
    void requestDelete(const client::WebhookInfo &webhook);
    void deleteWithUndo(client::WebhookInfo webhook);
    void deleteNow(const QString &id);
    void setHidden(const QString &id, bool hidden);

    PageContext m_context;
    WebhookModel *m_model = nullptr;
    QSortFilterProxyModel *m_shown = nullptr;
    QTableView *m_table = nullptr;
    QLabel *m_problem = nullptr;
    EmptySwitch *m_switch = nullptr;
    QStackedWidget *m_right = nullptr;
    WebhookDetail *m_detail = nullptr;
    QString m_wanted{}; // to be chosen when it is there
};

} // namespace parley::ui
