#pragma once

#include "server/client/webhook_info.h"
#include "ui/common/page.h"
#include "ui/common/rotation_dialog.h"

class QComboBox;
class QLabel;

namespace parley::ui {

// A new signing secret for a webhook. Thread: GUI.
class RotateSecretDialog final : public RotationDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RotateSecretDialog)

public:
    RotateSecretDialog(const PageContext &context, const client::WebhookInfo &webhook,
                       QWidget *parent);

Q_SIGNALS:
    void secretRotated();

private:
    void addQuestion();
    void showQuestion();
    void rotate() override;
    void showRotated(const client::CreatedWebhook &rotated);

    PageContext m_context;
    client::WebhookInfo m_webhook;
    QComboBox *m_which = nullptr;
    QLabel *m_about = nullptr;
};

} // namespace parley::ui
