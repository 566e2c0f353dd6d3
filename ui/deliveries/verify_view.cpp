#include "ui/deliveries/verify_view.h"

#include <QDateTime>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>

#include "ui/common/labels.h"
#include "ui/common/theme.h"

namespace parley::ui {
namespace {

constexpr qsizetype kShownSignedBytes = 4096; // enough to see where they differ

QString signedText(const SignedRequest &request)
{
    QByteArray text = request.signedString();
    if (text.size() > kShownSignedBytes)
        text = text.left(kShownSignedBytes) + "\xe2\x80\xa6";
    QString shown = QString::fromUtf8(text);
    for (const QByteArray &signature : request.signatures.split(' '))
        if (!signature.isEmpty())
            shown += QLatin1String("\n\n") + QString::fromUtf8(signature);
    if (!request.momento.isEmpty())
        shown += QStringLiteral("\n\nmomento-signature, of the body alone: ")
            + QString::fromUtf8(request.momento);
    return shown;
}

QString signatureHeaders(const QString &head)
{
    QStringList lines;
    for (const QString &line : head.split(u'\n'))
        if (line.startsWith(u"webhook-", Qt::CaseInsensitive)
            || line.startsWith(u"momento-", Qt::CaseInsensitive))
            lines.append(line.trimmed());
    return lines.join(u'\n');
}

} // namespace

VerifyView::VerifyView(QWidget *parent) :
    QWidget(parent), m_secret(new QLineEdit(this)), m_verdict(label({}, this))
{
    m_signed = makeField(tr("Signed: id, timestamp and body with dots, then each signature"), 5);
    m_signed->setReadOnly(true);
    m_headers = makeField(tr("Headers that the receiver got"), 4);
    m_body = makeField(tr("Body that the receiver verified"), 5);
    m_secret->setEchoMode(QLineEdit::Password);
    m_secret->setPlaceholderText(tr("whsec_… or the Momento secret"));
    m_secret->setAccessibleName(tr("Secret"));
    m_verdict->setWordWrap(true);
    m_verdict->setAccessibleName(tr("Verdict"));
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 8, 0, 0);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(tr("Signed string and signatures"), m_signed);
    form->addRow(tr("&Headers that the receiver got"), m_headers);
    form->addRow(tr("&Body that the receiver verified"), m_body);
    form->addRow(tr("&Secret"), m_secret);
    form->addRow(m_verdict);
    connect(m_headers, &QPlainTextEdit::textChanged, this, &VerifyView::check);
    connect(m_body, &QPlainTextEdit::textChanged, this, &VerifyView::check);
    connect(m_secret, &QLineEdit::textChanged, this, &VerifyView::check);
}

QPlainTextEdit *VerifyView::makeField(const QString &name, int lines)
{
    auto *field = new QPlainTextEdit(this);
    field->setAccessibleName(name);
    field->setFont(fixedFont(field->font()));
    field->setTabChangesFocus(true);
    field->setMinimumHeight(field->fontMetrics().height() * lines);
    return field;
}

void VerifyView::setRequest(const QString &head, const QByteArray &body)
{
    if (head == m_sentHead && body == m_sentBody)
        return; // what was pasted stays
    m_sentHead = head;
    m_sentBody = body;
    m_secret->clear();
    m_headers->setPlainText(signatureHeaders(head));
    m_body->setPlainText(QString::fromUtf8(body));
    m_signed->setPlainText(signedText(SignedRequest::from(head, body)));
    check();
}

void VerifyView::check()
{
    const QByteArray body = m_body->toPlainText().toUtf8();
    const auto verdict
        = checkSignature(SignedRequest::from(m_headers->toPlainText(), body),
                         m_secret->text().toUtf8(), m_sentBody, QDateTime::currentSecsSinceEpoch());
    const bool isValid = verdict.kind == SignatureVerdict::Kind::Valid;
    const bool isOpen = verdict.kind == SignatureVerdict::Kind::NoSecret;
    const auto &colors = themeColors(palette());
    auto shown = m_verdict->palette();
    shown.setColor(QPalette::WindowText,
                   isOpen ? colors.muted : (isValid ? colors.good : colors.bad));
    m_verdict->setPalette(shown);
    const QString sign = isOpen ? QString() : (isValid ? tr("✓ ") : tr("✕ "));
    m_verdict->setText(sign + verdict.sentence());
}

} // namespace parley::ui
