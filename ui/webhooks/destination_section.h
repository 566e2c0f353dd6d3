#pragma once

#include "ui/webhooks/form_section.h"

namespace parley::ui {

// What is called: an address, a function here, or AWS Lambda. Thread: GUI.
class DestinationSection final : public FormSection
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DestinationSection)

public:
    explicit DestinationSection(QWidget *parent);

    void setFunctionNames(const QStringList &names);
    void setDraft(const WebhookDraft &draft) override;
    void addTo(WebhookDraft &draft) const override;
    void showDraft(const WebhookDraft &draft) override;

private:
    void showKind();
    QString url() const;

    QComboBox *m_kind = nullptr;
    QComboBox *m_target = nullptr; // its text; the names of functions to choose from
    QLabel *m_hint = nullptr;
    QLineEdit *m_name = nullptr;
    QComboBox *m_level = nullptr;
    QLabel *m_levelHint = nullptr;
    QStringList m_functionNames{};
};

} // namespace parley::ui
