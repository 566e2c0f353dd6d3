#include "ui/tokens/issued_token_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPlainTextEdit>

#include "ui/common/buttons.h"
#include "ui/common/clipboard.h"
#include "ui/common/labels.h"
#include "ui/common/qr_code.h"
#include "ui/common/secret_field.h"
#include "ui/common/theme.h"
#include "ui/tokens/credential_text.h"

namespace parley::ui {
namespace {

const QString kMask = QStringLiteral("••••••••••••");

} // namespace

IssuedTokenView::IssuedTokenView(const client::IssuedToken &issued, const QUrl &broker,
                                 QWidget *parent) :
    QWidget(parent),
    m_issued(issued), m_broker(broker)
{
    auto *secret = new SecretField(tr("token"), issued.secret, this);
    auto *code = new QrCode(tr("QR code of the token"), issued.secret, this);
    code->hide();
    auto *showCode = new QPushButton(tr("Show as QR code"), this);
    showCode->setCheckable(true);
    auto *finish = primaryButton(tr("Done"), this);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(showCode);
    buttons->addStretch();
    buttons->addWidget(finish);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(headingLabel(tr("Token for %1").arg(issued.token.label), this));
    layout->addWidget(mutedLabel(tr("This is the only time it is shown: Parley keeps just a "
                                    "fingerprint of it. Copy it now."),
                                 this));
    layout->addWidget(secret);
    if (!issued.refreshSecret.isEmpty()) {
        layout->addWidget(mutedLabel(tr("With this it can be refreshed before it ends:"), this));
        layout->addWidget(new SecretField(tr("refresh secret"), issued.refreshSecret, this));
    }
    layout->addWidget(makeForms(), 1);
    layout->addWidget(code, 0, Qt::AlignHCenter);
    layout->addLayout(buttons);
    connect(secret, &SecretField::shownChanged, this, [this](bool shown) {
        m_isShown = shown;
        showForm();
    });
    connect(showCode, &QPushButton::toggled, code, &QWidget::setVisible);
    connect(finish, &QPushButton::clicked, this, &IssuedTokenView::done);
    showForm();
}

QWidget *IssuedTokenView::makeForms()
{
    auto *forms = new QWidget(this);
    m_form = new QComboBox(forms);
    m_form->setAccessibleName(tr("Form"));
    for (const auto form : kCredentialForms)
        m_form->addItem(formName(form), int(form));
    auto *copy = new QPushButton(tr("Copy this form"), forms);
    m_text = new QPlainTextEdit(forms);
    m_text->setReadOnly(true);
    m_text->setAccessibleName(tr("The token in this form"));
    m_text->setFont(fixedFont(font()));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTabChangesFocus(true);
    m_text->setMinimumHeight(fontMetrics().height() * 11);
    m_note = mutedLabel({}, forms);
    auto *row = new QHBoxLayout;
    row->addWidget(label(tr("Use it as"), forms));
    row->addWidget(m_form);
    row->addStretch();
    row->addWidget(copy);
    auto *layout = new QVBoxLayout(forms);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(row);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_note);
    connect(m_form, &QComboBox::currentIndexChanged, this, &IssuedTokenView::showForm);
    connect(copy, &QPushButton::clicked, this, &IssuedTokenView::copyForm);
    return forms;
}

QString IssuedTokenView::formText() const
{
    return credentialText(CredentialForm(m_form->currentData().toInt()), m_issued, m_broker);
}

void IssuedTokenView::showForm()
{
    const bool isMomento = CredentialForm(m_form->currentData().toInt()) == CredentialForm::Momento;
    auto text = formText();
    if (!m_isShown) // Momento's form holds the secret encoded
        text = isMomento ? kMask : text.replace(QString::fromLatin1(m_issued.secret), kMask);
    m_text->setPlainText(text);
    m_note->setText(isMomento ? tr("For the SDKs' credential providers. Parley does not serve "
                                   "Momento's own protocol yet; until it does, use another form.")
                              : tr("A copy leaves the clipboard after 60 s."));
}

void IssuedTokenView::copyForm()
{
    copySecret(formText().toUtf8());
    m_note->setText(tr("Copied; it leaves the clipboard after 60 s."));
}

} // namespace parley::ui
