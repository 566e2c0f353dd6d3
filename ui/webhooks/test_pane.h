#pragma once

#include <QWidget>

#include "server/client/webhook_info.h"
#include "ui/common/page.h"
#include "ui/webhooks/sample_book.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace parley::ui {

class AttemptView;

// Sends one webhook a message, past its queue, and shows what came of it. Thread: GUI.
class TestPane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TestPane)

public:
    TestPane(const PageContext &context, QWidget *parent);

    void setWebhook(const client::WebhookInfo &webhook);
    void send();

Q_SIGNALS:
    void tested(bool succeeded);

private:
    QWidget *makeMessage();
    void fillSamples(const QString &chosen);
    void showSample();
    void takeLastMessage();
    void keep();
    void forget();

    PageContext m_context;
    SampleBook m_book;
    client::WebhookInfo m_webhook{};
    QComboBox *m_samples = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QPushButton *m_send = nullptr;
    QPushButton *m_forget = nullptr;
    QLabel *m_note = nullptr;
    QLabel *m_problem = nullptr;
    AttemptView *m_attempt = nullptr;
};

} // namespace parley::ui
