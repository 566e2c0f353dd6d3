#pragma once

#include <QWidget>

#include "server/client/webhook_info.h"
#include "ui/common/page.h"

class QComboBox;
class QLabel;
class QLineEdit;

namespace parley::ui {

class ElidedLabel;

// The fields of a webhook with live validation. Thread: GUI.
class WebhookEditor final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebhookEditor)

public:
    WebhookEditor(const PageContext &context, QWidget *parent);

    void setWebhook(const client::WebhookInfo &webhook, bool isNew);
    client::WebhookInfo webhook() const; // as typed
    bool isValid() const { return m_valid; }
    bool isChanged() const; // differs from what setWebhook() gave

Q_SIGNALS:
    void edited();

private:
    void validate();
    void askForNames();
    QComboBox *choice(const QStringList &words, const QString &name);

    PageContext m_context;
    client::WebhookInfo m_original{};
    bool m_isNew = true;
    bool m_valid = false;
    QLineEdit *m_name = nullptr;
    QComboBox *m_topic = nullptr;
    QComboBox *m_url = nullptr;
    QComboBox *m_format = nullptr;
    QComboBox *m_schedule = nullptr;
    QComboBox *m_level = nullptr;
    ElidedLabel *m_scheduleHint = nullptr;
    ElidedLabel *m_levelHint = nullptr;
    QLabel *m_problem = nullptr;
};

//! Why \p url cannot be called, a sentence; "" when it can. Hosts are checked by the broker.
QString webhookUrlProblem(const QString &url);

} // namespace parley::ui
