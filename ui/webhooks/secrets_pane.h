#pragma once

#include <QWidget>

#include "server/client/webhook_info.h"
#include "ui/common/page.h"

class QLabel;
class QPushButton;

namespace parley::ui {

// The secrets that sign a webhook's requests, and how a program checks them. Thread: GUI.
class SecretsPane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SecretsPane)

public:
    SecretsPane(const PageContext &context, QWidget *parent);
    void setWebhook(const client::WebhookInfo &webhook);

Q_SIGNALS:
    void changed();

private:
    void rotate();
    void expire();
    void expireNow(const QString &id);

    PageContext m_context;
    client::WebhookInfo m_webhook{};
    QLabel *m_about = nullptr;
    QLabel *m_publicKey = nullptr;
    QPushButton *m_expire = nullptr;
    QLabel *m_problem = nullptr;
};

} // namespace parley::ui
