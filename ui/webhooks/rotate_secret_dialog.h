#pragma once

#include <QDialog>

#include "server/client/webhook_info.h"
#include "ui/common/page.h"

class QComboBox;
class QLabel;
class QStackedWidget;

namespace parley::ui {

// A new signing secret for a webhook, while the old one goes on for a time. Thread: GUI.
class RotateSecretDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RotateSecretDialog)

public:
    RotateSecretDialog(const PageContext &context, const client::WebhookInfo &webhook,
                       QWidget *parent);

Q_SIGNALS:
    void secretRotated();

private:
    QWidget *makeQuestion();
    void showQuestion();
    void rotate();

    PageContext m_context;
    client::WebhookInfo m_webhook;
    QStackedWidget *m_steps = nullptr;
    QComboBox *m_which = nullptr;
    QComboBox *m_overlap = nullptr;
    QLabel *m_about = nullptr;
    QLabel *m_problem = nullptr;
};

} // namespace parley::ui
