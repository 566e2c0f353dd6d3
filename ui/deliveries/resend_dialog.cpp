#include "ui/deliveries/resend_dialog.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/common/theme.h"

namespace parley::ui {
namespace {

constexpr qsizetype kMaxResentBytes = 1024 * 1024; // a webhook sends no more

} // namespace

ResendDialog::ResendDialog(const PageContext &context, const QString &deliveryId,
                           const QByteArray &body, QWidget *parent) :
    QDialog(parent),
    m_context(context), m_deliveryId(deliveryId), m_body(new QPlainTextEdit(this)),
    m_note(mutedLabel({}, this)), m_problem(problemLabel(this)),
    m_send(primaryButton(tr("Send as new"), this))
{
    setWindowTitle(tr("Edit and resend"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(fontMetrics().averageCharWidth() * 90, fontMetrics().height() * 26);
    m_body->setFont(fixedFont(m_body->font()));
    m_body->setAccessibleName(tr("Body"));
    m_body->setTabChangesFocus(true);
    m_body->setPlainText(QString::fromUtf8(body));
    m_send->setShortcut(QKeySequence(QStringLiteral("Ctrl+Return")));
    m_send->setToolTip(tr("Ctrl+Return"));
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_note, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_send);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(mutedLabel(tr("It is sent as a new delivery with an id of its own, signed "
                                    "anew. The one that it comes from stays as it is."),
                                 this));
    layout->addWidget(m_body, 1);
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    connect(m_body, &QPlainTextEdit::textChanged, this, &ResendDialog::judge);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_send, &QPushButton::clicked, this, &ResendDialog::send);
    judge();
}

void ResendDialog::judge()
{
    const QByteArray body = m_body->toPlainText().toUtf8();
    m_send->setEnabled(!body.isEmpty() && body.size() <= kMaxResentBytes);
    QJsonParseError error;
    QJsonDocument::fromJson(body, &error);
    if (body.size() > kMaxResentBytes)
        m_note->setText(tr("✕ larger than 1 MiB"));
    else if (error.error == QJsonParseError::NoError)
        m_note->setText(tr("✓ JSON"));
    else
        m_note->setText(tr("Not JSON: %1 at byte %2").arg(error.errorString()).arg(error.offset));
}

void ResendDialog::send()
{
    m_send->setEnabled(false);
    m_context.link.admin().deliveryActs().resend(
        m_deliveryId, m_body->toPlainText().toUtf8(), this, [this](const auto &id) {
            m_send->setEnabled(true);
            showProblem(m_problem, id ? QString() : client::sentence(id.error()));
            if (!id)
                return;
            Q_EMIT resent(*id);
            accept();
        });
}

} // namespace parley::ui
