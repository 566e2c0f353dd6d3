#pragma once

#include "ui/webhooks/form_section.h"

class QCheckBox;

namespace parley::ui {

class HeaderList;
class PemField;

// How Parley shows the endpoint who it is, and how it knows the endpoint. What is secret is written
// here and never read back. Thread: GUI.
class SecuritySection final : public FormSection
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SecuritySection)

public:
    explicit SecuritySection(QWidget *parent);

    void setDraft(const WebhookDraft &draft) override;
    void addTo(WebhookDraft &draft) const override;
    void showDraft(const WebhookDraft &draft) override;

private:
    void addAuthentication();
    void addTls();

    QComboBox *m_kind = nullptr;
    QLineEdit *m_user = nullptr;
    QLineEdit *m_secret = nullptr;
    QLineEdit *m_region = nullptr;
    QLineEdit *m_service = nullptr;
    HeaderList *m_headers = nullptr;
    PemField *m_authorities = nullptr;
    PemField *m_certificate = nullptr;
    PemField *m_key = nullptr;
    QCheckBox *m_ed25519 = nullptr;
    QLineEdit *m_publicKey = nullptr;
    QLabel *m_here = nullptr; // for functions: that there is nothing to set
};

} // namespace parley::ui
