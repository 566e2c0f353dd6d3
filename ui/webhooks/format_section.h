#pragma once

#include "ui/webhooks/form_section.h"

class QPlainTextEdit;

namespace parley::ui {

// What the body of a request looks like. Thread: GUI.
class FormatSection final : public FormSection
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FormatSection)

public:
    explicit FormatSection(QWidget *parent);

    void setDraft(const WebhookDraft &draft) override;
    void addTo(WebhookDraft &draft) const override;
    void showDraft(const WebhookDraft &draft) override;

private:
    QComboBox *m_format = nullptr;
    QComboBox *m_userAgent = nullptr;
    QPlainTextEdit *m_example = nullptr;
};

} // namespace parley::ui
