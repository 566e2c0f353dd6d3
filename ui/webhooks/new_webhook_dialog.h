#pragma once

#include <QDialog>

#include "server/client/webhook_info.h"
#include "ui/common/page.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace parley::ui {

class WebhookEditor;

// A webhook being made; then its secrets, once. Thread: GUI.
class NewWebhookDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NewWebhookDialog)

public:
    NewWebhookDialog(const PageContext &context, QWidget *parent);

Q_SIGNALS:
    void webhookMade(const QString &id);

private:
    void make();
    void showSecrets(const client::CreatedWebhook &made);

    PageContext m_context;
    QStackedWidget *m_steps = nullptr;
    WebhookEditor *m_editor = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_make = nullptr;
};

} // namespace parley::ui
