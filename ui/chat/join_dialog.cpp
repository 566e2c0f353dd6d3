#include "ui/chat/join_dialog.h"

#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/broker_url.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"

namespace parley::ui {

JoinDialog::JoinDialog(const QUrl &broker, QWidget *parent) :
    QDialog(parent), m_address(new QLineEdit(broker.toString(), this)),
    m_token(new QLineEdit(this)), m_problem(problemLabel(this)),
    m_join(primaryButton(tr("Join"), this))
{
    setWindowTitle(tr("Join a room"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setPlaceholderText(QStringLiteral("prl_tmp_…"));
    auto *form = new QFormLayout;
    form->addRow(tr("&Broker"), m_address);
    form->addRow(tr("&Token"), m_token);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_join);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(mutedLabel(tr("The token decides which room it is and what you may read and "
                                    "write in it."),
                                 this));
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    m_join->setDefault(true);
    resize(fontMetrics().averageCharWidth() * 70, sizeHint().height());
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_join, &QPushButton::clicked, this, &JoinDialog::join);
}

void JoinDialog::join()
{
    const client::BrokerAddress address{QUrl(m_address->text().trimmed(), QUrl::StrictMode),
                                        m_token->text().trimmed().toUtf8()};
    QString problem = brokerUrlProblem(address.url);
    if (problem.isEmpty() && address.token.isEmpty())
        problem = tr("Give a token too.");
    if (!problem.isEmpty()) {
        showProblem(m_problem, problem);
        return;
    }
    m_join->setEnabled(false);
    m_admin.setAddress(address);
    m_admin.access().ownToken(this, [this, address](const auto &token) {
        m_join->setEnabled(true);
        if (!token) {
            showProblem(m_problem, client::sentence(token.error()));
            return;
        }
        const auto access = roomAccess(*token, address);
        if (!access.isValid()) {
            showProblem(m_problem, tr("This token works, but it does not let you read any room."));
            return;
        }
        Q_EMIT joined(access);
        accept();
    });
}

} // namespace parley::ui
