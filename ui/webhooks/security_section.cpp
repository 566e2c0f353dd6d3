#include "ui/webhooks/security_section.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>

#include "ui/common/labels.h"
#include "ui/webhooks/header_list.h"
#include "ui/webhooks/pem_field.h"

namespace parley::ui {

SecuritySection::SecuritySection(QWidget *parent) : FormSection(parent)
{
    m_here = addHint();
    m_here->setText(tr("A function runs in the broker: it needs no password, header or "
                       "certificate."));
    addAuthentication();
    m_headers = new HeaderList(content());
    addField(tr("&Headers"), m_headers, WebhookField::Headers);
    connect(m_headers, &HeaderList::changed, this, &FormSection::edited);
    addTls();
    setFocusProxy(m_kind);
}

void SecuritySection::addAuthentication()
{
    m_kind = choice({{tr("The signature alone"), QStringLiteral("none")},
                     {tr("User and password (Basic)"), QStringLiteral("basic")},
                     {tr("Token (Bearer)"), QStringLiteral("bearer")},
                     {tr("AWS access key (SigV4)"), QStringLiteral("aws")}});
    m_user = line({});
    m_secret = line({});
    m_secret->setEchoMode(QLineEdit::Password);
    m_region = line(QStringLiteral("eu-central-1"));
    m_service = line(QStringLiteral("lambda"));
    addField(tr("&Authentication"), m_kind, WebhookField::Authentication);
    addRow(tr("&User"), m_user);
    addRow(tr("&Password"), m_secret);
    addRow(tr("&Region"), m_region);
    addRow(tr("&Service"), m_service);
}

void SecuritySection::addTls()
{
    m_authorities
        = new PemField(PemField::Kind::Certificates, tr("Trusted authorities"), content());
    m_certificate = new PemField(PemField::Kind::Certificates, tr("Own certificate"), content());
    m_key = new PemField(PemField::Kind::Key, tr("Key of the certificate"), content());
    m_ed25519 = new QCheckBox(tr("Sign with ed25519 too (v1a): whoever has the public key can "
                                 "check, nobody else can sign"),
                              content());
    m_publicKey = new QLineEdit(content());
    m_publicKey->setReadOnly(true);
    addField(tr("&Trusted authorities"), m_authorities, WebhookField::Authorities);
    addField(tr("Own &certificate"), m_certificate, WebhookField::Certificate);
    addRow(tr("Its &key"), m_key);
    addRow({}, m_ed25519);
    addRow(tr("Public ke&y"), m_publicKey);
    for (auto *field : {m_authorities, m_certificate, m_key})
        connect(field, &PemField::changed, this, &FormSection::edited);
    connect(m_ed25519, &QCheckBox::toggled, this, &FormSection::edited);
}

void SecuritySection::setDraft(const WebhookDraft &draft)
{
    const auto &authentication = draft.webhook.authentication;
    m_kind->setCurrentIndex(std::max(0, m_kind->findData(authentication.kind)));
    m_user->setText(authentication.user);
    m_secret->clear();
    m_secret->setPlaceholderText(authentication.hasSecret ? tr("kept as it is") : QString());
    m_region->setText(authentication.region);
    m_service->setText(authentication.service);
    m_headers->setHeaders(draft.webhook.headers);
    m_authorities->setText(draft.webhook.tls.authorities);
    m_certificate->setText(draft.webhook.tls.certificate);
    m_key->setKept(draft.webhook.tls.hasKey);
    m_ed25519->setChecked(draft.webhook.ed25519);
    m_publicKey->setText(draft.webhook.publicKey);
    m_publicKey->setCursorPosition(0);
}

void SecuritySection::addTo(WebhookDraft &draft) const
{
    auto &authentication = draft.webhook.authentication;
    authentication.kind = m_kind->currentData().toString();
    authentication.user = m_user->text().trimmed();
    authentication.region = m_region->text().trimmed();
    authentication.service = m_service->text().trimmed();
    authentication.secret.reset();
    if (!m_secret->text().isEmpty())
        authentication.secret = m_secret->text().toUtf8();
    draft.webhook.headers = m_headers->headers();
    draft.webhook.tls.authorities = m_authorities->text();
    draft.webhook.tls.certificate = m_certificate->text();
    draft.webhook.tls.key = m_key->typed();
    draft.webhook.ed25519 = m_ed25519->isChecked();
}

void SecuritySection::showDraft(const WebhookDraft &draft)
{
    const auto kind = draft.webhook.authentication.kind;
    const bool isAws = kind == QLatin1String("aws");
    const bool isBasic = kind == QLatin1String("basic");
    const bool isHere = draft.webhook.callsFunction();
    const auto rename = [this](QWidget *field, const QString &name) {
        if (auto *words = qobject_cast<QLabel *>(form()->labelForField(field)))
            words->setText(name);
    };
    rename(m_user, isAws ? tr("Access key &id") : tr("&User"));
    rename(m_secret, isAws ? tr("Secret access &key") : isBasic ? tr("&Password") : tr("&Token"));
    m_here->setVisible(isHere);
    setRowVisible(m_kind, !isHere);
    setRowVisible(m_user, !isHere && (isBasic || isAws));
    setRowVisible(m_secret, !isHere && kind != QLatin1String("none"));
    setRowVisible(m_region, !isHere && isAws && !draft.webhook.callsLambda());
    setRowVisible(m_service, !isHere && isAws && !draft.webhook.callsLambda());
    for (auto *field : {static_cast<QWidget *>(m_headers), static_cast<QWidget *>(m_authorities),
                        static_cast<QWidget *>(m_certificate), static_cast<QWidget *>(m_ed25519)})
        setRowVisible(field, !isHere);
    const bool hasCertificate
        = !draft.webhook.tls.certificate.isEmpty() || draft.webhook.tls.key.has_value();
    setRowVisible(m_key, !isHere && hasCertificate);
    setRowVisible(m_publicKey, !isHere && !draft.webhook.publicKey.isEmpty());
}

} // namespace parley::ui
