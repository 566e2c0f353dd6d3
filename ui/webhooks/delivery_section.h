#pragma once

#include "ui/webhooks/form_section.h"

namespace parley::ui {

// When, how often, in which order and how fast messages are sent. Thread: GUI.
class DeliverySection final : public FormSection
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeliverySection)

public:
    explicit DeliverySection(QWidget *parent);

    void setDraft(const WebhookDraft &draft) override;
    void addTo(WebhookDraft &draft) const override;
    void showDraft(const WebhookDraft &draft) override;

private:
    void addRetries();
    void addOrder();
    void addPace();

    QComboBox *m_schedule = nullptr;
    QLineEdit *m_delays = nullptr;
    QLabel *m_scheduleHint = nullptr;
    QSpinBox *m_deadline = nullptr;
    QComboBox *m_clientErrors = nullptr;
    QComboBox *m_ordering = nullptr;
    QLineEdit *m_pointer = nullptr;
    QComboBox *m_whenDead = nullptr;
    QSpinBox *m_batch = nullptr;
    QSpinBox *m_batchWait = nullptr;
    QSpinBox *m_concurrency = nullptr;
    QSpinBox *m_perSecond = nullptr;
};

} // namespace parley::ui
