#pragma once

#include <QWidget>

#include "server/client/attempt_info.h"
#include "server/client/webhook_info.h"
#include "ui/common/page.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace parley::ui {

class AttemptView;
class ElidedLabel;
class WebhookEditor;

// One webhook: its settings, pause and resume, a test event with what came of it. Thread: GUI.
class WebhookDetail final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebhookDetail)

public:
    WebhookDetail(const PageContext &context, QWidget *parent);
    //! Unsaved edits stay while the same webhook is set again.
    void setWebhook(const client::WebhookInfo &webhook);

Q_SIGNALS:
    void changed();
    void deleteRequested(const parley::client::WebhookInfo &webhook);

private:
    QWidget *makeHead();
    QWidget *makeTest();
    void showState();
    void save();
    void toggleState();
    void sendTest();
    void takeChanged(const Result<client::WebhookInfo> &changed);

    PageContext m_context;
    client::WebhookInfo m_webhook{};
    ElidedLabel *m_name = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_problem = nullptr;
    WebhookEditor *m_editor = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_toggle = nullptr;
    QLineEdit *m_testText = nullptr;
    QPushButton *m_test = nullptr;
    QLabel *m_testProblem = nullptr;
    AttemptView *m_attempt = nullptr;
};

} // namespace parley::ui
