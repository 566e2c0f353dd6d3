#pragma once

#include <QDialog>

#include "ui/common/page.h"
#include "server/client/webhook_info.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace parley::ui {

class WebhookForm;

// A webhook being made or changed, and beside it what it will do, in words; of a new one then its
// secrets, once. Thread: GUI.
class WebhookDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebhookDialog)

public:
    enum class Use { New, Change };

    WebhookDialog(const PageContext &context, const client::WebhookInfo &webhook, Use use,
                  QWidget *parent);
    WebhookForm *form() const { return m_form; }

    //! Not while the broker is asked, nor before "Done" where secrets are shown for the only time.
    void reject() override;

Q_SIGNALS:
    void webhookMade(const QString &id);
    void webhookChanged();

private:
    QWidget *makeStep();
    QWidget *makeWords();
    void showWords();
    void save();
    void setSaving(bool on);
    void make();
    void change();
    void refuse(const Error &error);
    void showSecrets(const client::CreatedWebhook &made);

    PageContext m_context;
    Use m_use;
    QStackedWidget *m_steps = nullptr;
    WebhookForm *m_form = nullptr;
    QLabel *m_words = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_save = nullptr;
    bool m_isSaving = false; // asked, and not answered yet
};

} // namespace parley::ui
